"""Records as a real comparison leaves them, made from a seed: nothing here is trained."""

import dataclasses
import math
import random
from pathlib import Path

from recurra.json_lines import from_json, read_lines, to_json, write_lines, write_whole
from recurra.records import (
    Architecture,
    Confusion,
    Cost,
    DataSummary,
    Forecast,
    GradientProfile,
    Interval,
    LearningCurve,
    Plan,
    RateCurve,
    Results,
    Run,
    ScoreInfo,
    Search,
    Source,
    Standing,
    Trial,
    Verdict,
)
from recurra.settings import Effort, Networks

RATES = tuple(10 ** (-4 + 3.5 * i / 15) for i in range(16))
SEARCH = Search(
    learning_rates=RATES,
    rate_range=(1e-4, 10**-0.5),
    rungs=(200, 400, 800),
    keep=(16, 6, 2),
)
VERSIONS = {"recurra": "0.1.0", "python": "3.12.3", "torch": "2.13.0", "numpy": "2.3.1"}
MACHINE = {"cpu": "AMD EPYC 7B13", "cores": "2", "system": "Linux 6.1 x86_64"}

# name, formula, parameters, flops, transcendental, test, best rate, decades, step seconds, reach
CELLS = (
    ("elman", "mn + n² + n", 5418, 9344, 64, 0.942, 1.5e-3, 0.9, 9e-6, 5),
    ("gru", "3mn + 3n² + 4n", 14794, 28224, 192, 0.983, 6e-3, 1.9, 28e-6, 60),
    ("lstm", "4mn + 4n² + 4n", 19338, 37376, 320, 0.981, 1.1e-2, 2.1, 34e-6, None),
    ("peephole", "4mn + 4n² + 7n", 19530, 37760, 320, 0.980, 9e-3, 2.0, 37e-6, None),
    ("lstm1", "mn + 4n² + 4n", 17802, 34304, 320, 0.978, 8e-3, 1.8, 31e-6, None),
    ("lstm2", "mn + 4n² + n", 17610, 34112, 320, 0.976, 7e-3, 1.6, 30e-6, 55),
    ("lstm3", "mn + n² + 4n", 5610, 9728, 320, 0.971, 5e-3, 1.5, 14e-6, 40),
    ("scrn", "…", 6890, 12210, 64, 0.955, 3e-3, 1.1, 12e-6, 20),
)
BASELINES = (("majority", 0, 0.101), ("logistic", 650, 0.953), ("boosting", 41000, 0.961))


def classification(folder: Path, **changes: object) -> Path:
    """Digits as row sequences: GRU recommended, one skipped baseline, one cell that failed."""
    rng = random.Random(1)
    plan = _digits_plan()
    curves = [_rates(rng, c[0], c[5], c[6], c[7]) for c in CELLS]
    results = Results(
        verdict=Verdict(
            recommended="gru",
            best_network="gru",
            best_baseline="boosting",
            worth_it="yes",
            gain=Interval(0.0219, 0.0094, 0.0345),
            cheaper_equal=(),
            sure="tied",
            tied_with=("lstm", "peephole", "lstm1"),
        ),
        standings=_standings(rng),
        rate_curves=tuple(curves),
        learning_curves=tuple(_learning(rng, c[0], c[5], c[6]) for c in CELLS),
        gradients=tuple(_gradient(rng, c[0], c[9], 8) for c in CELLS),
        confusions=(_confusion(rng, "gru", 10, 36), _confusion(rng, "boosting", 10, 36)),
        machine=MACHINE,
    )
    costs = [_cost(c[0], c[2], c[8], 8) for c in CELLS] + [
        Cost("majority", 0.0004, None, None, 3e-7, 5e-7, 80, None, 300, 0.02, 30),
        Cost("logistic", 0.41, None, None, 6.1e-5, 9e-5, 5200, 2_000_000, 7300, 0.02, 30),
        Cost("boosting", 2.9, None, None, 1.9e-3, 3.4e-3, 1_900_000, 24_000_000, 880_000, 0.03, 30),
    ]
    return save(folder, plan, _trials(plan, curves), costs, results, **changes)


def forecasting(folder: Path) -> Path:
    """Daily prices as logarithmic returns: no network beats the mean, which is recommended."""
    rng = random.Random(2)
    plan = _returns_plan()
    curves = [
        _rates(rng, c[0], 0.0113 + 0.0001 * i, c[6], c[7], worst=0.4)
        for i, c in enumerate(CELLS[:4])
    ]
    results = Results(
        verdict=Verdict(
            recommended="mean",
            best_network="gru",
            best_baseline="mean",
            worth_it="no",
            gain=Interval(-0.000021, -0.000064, 0.000019),
            cheaper_equal=(),
            sure="tied",
            tied_with=("gru", "ridge"),
            warnings=("The test part covers one market regime (2021 to 2023).",),
        ),
        standings=_return_standings(),
        rate_curves=tuple(curves),
        learning_curves=tuple(
            _learning(rng, c[0], 0.0113 + 0.0001 * i, c[6], worst=0.03)
            for i, c in enumerate(CELLS[:4])
        ),
        gradients=tuple(_gradient(rng, c[0], c[9], 60) for c in CELLS[:4]),
        forecasts=tuple(_forecast(rng, name) for name in ("mean", "gru")),
        machine=MACHINE,
    )
    costs = [_cost(c[0], c[2], c[8], 60) for c in CELLS[:4]] + [
        Cost("mean", 0.0002, None, None, 2e-7, 3e-7, 8, None, 200, 0.02, 30),
        Cost("last value", 0.0, None, None, 1e-7, 2e-7, 8, None, 200, 0.02, 30),
        Cost("ridge", 0.02, None, None, 2e-5, 3e-5, 600, None, 2100, 0.02, 30),
    ]
    return save(folder, plan, _trials(plan, curves), costs, results)


def save(
    folder: Path,
    plan: Plan,
    trials: list[Trial],
    costs: list[Cost],
    results: Results,
    **changes: object,
) -> Path:
    """Write a run's folder; `changes` replace fields of the results."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ("recurra", "compare", plan.source.data, "--seeds", str(len(plan.seeds)))
    run = Run(
        command,
        "finished",
        "2026-11-22T13:20:00+00:00",
        "2026-11-22T13:21:44+00:00",
        104.2,
        {"starting": 4.2, "search": 75.0, "costs": 25.0},
        2,
    )
    results = dataclasses.replace(results, **changes)  # type: ignore[arg-type]
    for name, record in (("run", run), ("plan", plan), ("results", results)):
        write_whole(folder / f"{name}.json", to_json(record))
    write_lines(folder / "trials.jsonl", trials)
    write_lines(folder / "costs.jsonl", costs)
    return folder


def _digits_plan() -> Plan:
    cells = [_cell(c) for c in CELLS]
    broken = Architecture(
        "leaky",
        "network",
        "./mine.py:leaky",
        {"h": 64},
        5482,
        4832,
        "mn + n² + 2n",
        9600,
        64,
        "h = (1 - a) * h + a * tanh(W @ x + U @ h + b)",
        "9f",
        ("It has no forget path.",),
    )
    simple = [Architecture(n, "baseline", n, parameters=p) for n, p, _ in BASELINES]
    absent = Architecture(
        "minirocket",
        "baseline",
        "minirocket",
        skipped="sktime is not installed; pip install recurra[rivals]",
    )
    data = DataSummary(
        name="digits",
        task="classification",
        fingerprint="5b1c" * 16,
        counts={"train": 1077, "validation": 360, "test": 360},
        channels=tuple(f"pixel {i}" for i in range(8)),
        lengths=(8, 8, 8),
        classes=tuple(str(i) for i in range(10)),
        class_counts={
            "train": (107, 109, 106, 110, 109, 109, 109, 107, 104, 107),
            "validation": (35, 37, 36, 36, 36, 37, 36, 36, 35, 36),
            "test": (36, 36, 35, 37, 36, 36, 36, 36, 35, 37),
        },
        inferred=("Labelled sequences, so the task is classification.",),
        cleaned=("Values divided by 16, so that they lie between 0 and 1.",),
        split=("Stratified by class: 60 % training, 20 % validation, 20 % test (seed 0).",),
    )
    return Plan(
        source=Source("digits"),
        data=data,
        score=ScoreInfo("accuracy", "accuracy", True, percent=True),
        architectures=(*cells, broken, *simple, absent),
        search=SEARCH,
        seeds=(0, 1, 2, 3, 4),
        networks=Networks(backend="numba"),
        versions=VERSIONS,
    )


def _returns_plan() -> Plan:
    data = DataSummary(
        name="sp500-daily",
        task="forecasting",
        fingerprint="77aa" * 16,
        counts={"train": 4310, "validation": 920, "test": 921},
        channels=("close", "volume", "weekday"),
        lengths=(60, 60, 60),
        targets=("close",),
        horizon=5,
        lookback=60,
        step="1 day (trading days)",
        inferred=("Time stamps are in column date.", "A step is one trading day."),
        cleaned=(
            "3 duplicated time stamps: the last was kept.",
            "close became its logarithmic return.",
        ),
        split=("By time: training to 2018-03-02, validation to 2021-10-28, then test.",),
    )
    simple = ("mean", "last value", "ridge")
    return Plan(
        source=Source.of(
            "sp500-daily.csv", target=("close",), time=("date",), horizon=5, transform="logreturn"
        ),
        data=data,
        score=ScoreInfo("rmse", "RMSE", False),
        architectures=(
            *(_cell(c) for c in CELLS[:4]),
            *(
                Architecture(n, "baseline", n, parameters=p)
                for n, p in zip(simple, (1, 0, 61), strict=True)
            ),
        ),
        search=SEARCH,
        seeds=(0, 1, 2, 3, 4),
        networks=Networks(backend="numba"),
        effort=Effort(budget="10m"),
        pilot={"lstm": 0.0031},
        versions=VERSIONS,
    )


def _cell(row: tuple) -> Architecture:  # type: ignore[type-arg]
    name, formula, parameters, flops, transcendental = row[:5]
    notes = ("Its forget gate's openness cannot be set.",) if name == "elman" else ()
    return Architecture(
        name,
        "network",
        name,
        {"h": 64},
        parameters,
        parameters - 650,
        formula,
        flops,
        transcendental,
        f"h = {name}(x, h)",
        name * 3,
        notes,
    )


def _standings(rng: random.Random) -> tuple[Standing, ...]:
    top, found = 0.983, []
    for name, _, _, _, _, test, rate, *_ in CELLS:
        low, high = test - 0.011, min(1.0, test + 0.008)
        gap = (
            None if name == "gru" else Interval(test - top, test - top - 0.0065, test - top + 0.006)
        )
        p = None if gap is None else (0.62 if gap.high > 0 else 0.008)
        loss = None if gap is None else Interval(-gap.value / top, -gap.high / top, -gap.low / top)
        seeds = tuple(test + rng.uniform(-0.004, 0.004) for _ in range(5))
        found.append(
            Standing(
                name,
                rate,
                test + 0.004,
                Interval(test, low, high),
                seeds,
                gap,
                p,
                loss,
                loss is not None and loss.high < 0.01,
                3,
                24,
            )
        )
    found.append(
        Standing(
            "leaky",
            None,
            None,
            None,
            note="Every training failed: loss was NaN.",
            diverged=16,
            trained=16,
        )
    )
    for name, _, test in BASELINES:
        gap = Interval(test - top, test - top - 0.012, test - top + 0.0125)
        loss = Interval(-gap.value / top, -gap.high / top, -gap.low / top)
        test_interval = Interval(test, max(0.0, test - 0.02), min(1.0, test + 0.017))
        found.append(Standing(name, None, test + 0.003, test_interval, (test,), gap, 0.004, loss))
    return tuple(
        dataclasses.replace(one, calibration=0.0234, calibration_chance=0.0121) if one.test else one
        for one in found
    )


def _return_standings() -> tuple[Standing, ...]:
    tests = {"gru": 0.011321, "lstm": 0.011402, "elman": 0.011434, "peephole": 0.011399}
    simple = {"mean": 0.0113, "last value": 0.0163, "ridge": 0.011352}
    found = []
    for name, test in (tests | simple).items():
        difference = (
            None
            if name == "mean"
            else Interval(0.0113 - test, 0.0113 - test - 4.3e-5, 0.0113 - test + 4e-5)
        )
        p = None if difference is None else (0.41 if difference.high > 0 else 0.004)
        loss = (
            None
            if difference is None
            else Interval(
                -difference.value / 0.0113, -difference.high / 0.0113, -difference.low / 0.0113
            )
        )
        seeds = tuple(test + i * 1e-6 for i in range(5)) if name in tests else (test,)
        rate = 2e-3 if name in tests else None
        found.append(
            Standing(
                name,
                rate,
                test - 0.002,
                Interval(test, test - 0.0006, test + 0.0007),
                seeds,
                difference,
                p,
                loss,
                loss is not None and loss.high < 0.01,
                2,
                24,
            )
        )
    return tuple(found)


def _rates(
    rng: random.Random, name: str, best: float, rate: float, decades: float, worst: float = 0.1
) -> RateCurve:
    points, diverged = [], []
    for r in RATES:
        off = abs(math.log10(r / rate)) / (decades * 1.4)
        if math.log10(r / rate) > 1.35:
            diverged.append(r)
            continue
        points.append(
            (r, best + (worst - best) * min(1.0, off**3) + rng.uniform(-1, 1) * abs(best) * 0.004)
        )
    good = (rate / 10 ** (decades / 2), rate * 10 ** (decades / 2))
    return RateCurve(name, 200, tuple(points), tuple(diverged), good, decades)


def _learning(
    rng: random.Random, name: str, best: float, rate: float, worst: float = 0.1
) -> LearningCurve:
    updates = [40 * (i + 1) for i in range(20)]
    speed = 60 + 0.3 / rate
    mean = [
        best + (worst - best) * math.exp(-u / speed) + rng.uniform(-1, 1) * 0.002 * best
        for u in updates
    ]
    spread = [abs(best) * (0.004 + 0.04 * math.exp(-u / 150)) for u in updates]
    return LearningCurve(
        name,
        tuple(zip(updates, mean, strict=True)),
        tuple((u, m - s) for u, m, s in zip(updates, mean, spread, strict=True)),
        tuple((u, m + s) for u, m, s in zip(updates, mean, spread, strict=True)),
    )


def _gradient(rng: random.Random, name: str, reach: float | None, length: int) -> GradientProfile:
    fall = 200.0 if reach is None else reach
    normal = [
        math.exp(-4.6 * d / fall) * math.exp(rng.uniform(-0.1, 0.1) * (d > 0))
        for d in range(length)
    ]
    scale = 0.0031
    return GradientProfile(
        name,
        tuple(range(length)),
        tuple(n * scale for n in normal),
        tuple(n * scale * 0.4 for n in normal),
        tuple(n * scale * 2.2 for n in normal),
        tuple(normal),
        next((float(d) for d in range(length) if normal[d] < 0.01), None),
    )


def _confusion(rng: random.Random, name: str, classes: int, each: int) -> Confusion:
    rows = []
    for k in range(classes):
        row = [0.0] * classes
        for _ in range(3):
            row[rng.randrange(classes)] += rng.choice((0.0, 0.2, 0.6))
        row[k] = each - sum(row) + row[k]
        rows.append(tuple(round(v, 1) for v in row))
    return Confusion(name, tuple(rows))


def _forecast(rng: random.Random, name: str) -> Forecast:
    days = [f"2022-{1 + i // 28:02d}-{1 + i % 28:02d}T00:00:00" for i in range(250)]
    actual = [rng.gauss(0, 0.011) for _ in days]
    predicted = [0.0003 if name == "mean" else 0.0003 + 0.05 * rng.gauss(0, 0.011) for _ in days]
    return Forecast(name, "close", tuple(days), tuple(actual), tuple(predicted), 1)


def _cost(name: str, parameters: int, step: float, length: int) -> Cost:
    return Cost(
        name,
        step * 40_000 + 1.1,
        step,
        step * 1.6,
        step * length,
        step * length * 1.4,
        parameters * 4 + 4096,
        parameters * 64 + 9_000_000,
        parameters * 4 + 3900,
        0.021,
        30,
    )


def _trials(plan: Plan, curves: list[RateCurve]) -> list[Trial]:
    found = []
    for curve in curves:
        scores = dict(curve.points)
        for rate in RATES:
            score = scores.get(rate)
            found.append(
                Trial(
                    f"{curve.architecture}-{rate:.6f}",
                    curve.architecture,
                    "search",
                    0,
                    200 if score else 31,
                    rate,
                    plan.seed,
                    "ok" if score else "diverged",
                    "" if score else "the loss is NaN at update 31",
                    score,
                    seconds=1.0,
                    spent=(0.8, 0.15),
                )
            )
        for seed in plan.seeds:
            found.append(
                Trial(
                    f"{curve.architecture}-final-{seed}",
                    curve.architecture,
                    "final",
                    -1,
                    800,
                    RATES[8],
                    seed,
                    "ok",
                    validation=max(scores.values()),
                    best_update=640,
                    seconds=3.0,
                    spent=(2.4, 0.45),
                )
            )
    for architecture in plan.architectures:
        if architecture.kind == "baseline":
            status = "failed" if architecture.skipped else "ok"
            found.append(
                Trial(
                    architecture.name,
                    architecture.name,
                    "baseline",
                    -1,
                    0,
                    None,
                    0,
                    status,
                    architecture.skipped,
                )
            )
    return found


def extreme(folder: Path) -> Path:
    """Seventeen architectures, long and hostile names, scores over many orders of magnitude."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(3)
    plan = _returns_plan()
    hostile = "<script>alert('x')</script>"
    names = [
        f"./experiments/2026/a-very-long-folder/cells_{i}.py:leaky_integrator_{i}"
        for i in range(10)
    ]
    names[1], names[2] = hostile, '" onload="alert(1) $x_1$ 日本語'
    simple = [f"baseline number {i}" for i in range(7)]
    cells = [
        dataclasses.replace(
            _cell(CELLS[i % 8]), name=n, spec=n, parameters=10 ** (i + 1), equations=hostile
        )
        for i, n in enumerate(names)
    ]
    others = [Architecture(n, "baseline", n, parameters=0) for n in simple]
    classes = (hostile, *(f"class with a rather long name {i}" for i in range(39)))
    data = dataclasses.replace(
        plan.data,
        name=hostile,
        task="classification",
        classes=classes,
        channels=(hostile,) * 80,
        class_counts={"train": (1_234_567,) * 40, "test": (1,) * 40},
        cleaned=(hostile,),
        counts={"train": 49_382_680, "test": 40},
        lengths=(1, 784, 1_000_000),
    )
    score = ScoreInfo("logloss", hostile, False, unit="kWh & <b>")
    plan = dataclasses.replace(plan, architectures=(*cells, *others), data=data, score=score)
    values = {n: 10.0 ** (i - 8) for i, n in enumerate(names + simple)}
    standings = tuple(
        Standing(
            n,
            1e-7,
            v,
            Interval(v, v * 0.9, v * 1.2),
            (v,),
            Interval(-v, -2 * v, -0.5 * v),
            1e-9,
            Interval(v, 0.5 * v, 2 * v),
        )
        for n, v in values.items()
    )
    curves = tuple(
        RateCurve(
            n,
            200,
            tuple((r, values[n] * 10 ** (8 * rng.random())) for r in RATES[:9]),
            RATES[9:],
            (1e-4, 1e-3),
            1.0,
            True,
        )
        for n in names
    )
    results = Results(
        verdict=Verdict(
            names[0],
            names[0],
            simple[0],
            "yes",
            Interval(1e8, 1e7, 1e9),
            (),
            "clear",
            warnings=(hostile,),
        ),
        standings=standings,
        rate_curves=curves,
        learning_curves=tuple(
            LearningCurve(
                n, tuple((40 * k, values[n] * (1 + 1e6 * math.exp(-k))) for k in range(1, 400))
            )
            for n in names
        ),
        gradients=tuple(_gradient(rng, n, 20, 784) for n in names),
        confusions=(_confusion(rng, names[1], 40, 200),),
        forecasts=(
            _forecast(rng, names[1]),
            dataclasses.replace(_forecast(rng, names[2]), target=hostile),
        ),
        machine={"cpu": hostile},
    )
    costs = [_cost(n, 10**9, 10.0 ** (i - 7), 784) for i, n in enumerate(names)]
    return save(folder, plan, [], costs, results)


def hostile(folder: Path) -> Path:
    """A few architectures with names that try to become code."""
    names = [
        a.name
        for a in from_json(Plan, (extreme(folder) / "plan.json").read_text("utf-8")).architectures
    ]
    narrow(folder, {*names[1:3], names[-1]})
    return folder


def narrow(folder: Path, kept: set[str]) -> None:
    """Leave only some architectures in a run's folder."""
    plan = from_json(Plan, (folder / "plan.json").read_text(encoding="utf-8"))
    results = from_json(Results, (folder / "results.json").read_text(encoding="utf-8"))
    architectures = tuple(a for a in plan.architectures if a.name in kept)
    names = {k: [a.name for a in architectures if a.kind == k] for k in ("network", "baseline")}
    verdict = Verdict(
        architectures[0].name,
        *("".join(n[:1]) for n in names.values()),
        "undecided",
        None,
        (),
        "tied",
    )
    own = {
        f: tuple(r for r in getattr(results, f) if r.architecture in kept)
        for f in (
            "standings",
            "rate_curves",
            "learning_curves",
            "gradients",
            "forecasts",
            "confusions",
        )
    }
    plan = dataclasses.replace(plan, architectures=architectures)
    results = dataclasses.replace(results, verdict=verdict, **own)
    write_whole(folder / "plan.json", to_json(plan))
    write_whole(folder / "results.json", to_json(results))
    for name, kind in (("trials", Trial), ("costs", Cost)):
        path = folder / f"{name}.jsonl"
        write_lines(path, [r for r in list(read_lines(kind, path)) if r.architecture in kept])

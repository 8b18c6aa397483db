"""The twenty data sets of the campaign, and what is known of them beforehand.

Where a truth is planted, `truth` says of a run whether its answer is "right", "wrong" or "open":
an answer that was not given is not wrong.
"""

import datetime
import gzip
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Truth = Callable[[dict[str, Any]], str]  # of a line of the campaign
DATA = "RECURRA_DATA"


class Absent(Exception):
    """A data set that is not on this machine; what is missing."""


@dataclass(frozen=True)
class Set:
    """One data set: `data` writes what has to be made into a folder, and gives path or name."""

    name: str
    data: Callable[[Path], str]
    options: tuple[str, ...] = ()
    truth: Truth | None = None
    known: str = ""  # the truth in words


def no_better(run: dict[str, Any]) -> str:
    """No network is better than the best baseline."""
    return {"yes": "wrong", "no": "right"}.get(run["worth_it"], "open")


def solved(least: float = -np.inf, most: float = np.inf) -> Truth:
    """What is taken by a decided verdict must reach this score on the test part."""

    def found(run: dict[str, Any]) -> str:
        if run["light"] != "green":
            return "open"
        taken = next(s for s in run["standings"] if s["architecture"] == run["recommended"])
        return "right" if least <= taken["test"]["value"] <= most else "wrong"

    return found


def labels_permuted(run: dict[str, Any]) -> str:
    """Nothing is better than the naive answer: a decided verdict takes nothing that seems to be."""
    seems = run["recommended"] in run["verdict"]["beat_naive"]
    return "wrong" if seems and run["light"] == "green" else no_better(run)


def given(name: str) -> Callable[[Path], str]:
    """A file or folder of the folder RECURRA_DATA."""

    def find(_: Path) -> str:
        path = Path(os.environ.get(DATA, "")) / name
        if DATA not in os.environ or not path.exists():
            raise Absent(f"{DATA} has no {name}")
        return str(path)

    return find


def named(name: str) -> Callable[[Path], str]:
    """One that needs no file."""
    return lambda _: name


def power(folder: Path) -> str:
    """Days of Italian demand of power, winter or summer, 1,096 of them; from sktime."""
    try:
        import sktime
    except ImportError:
        raise Absent("sktime is not installed") from None
    name, parts = "ItalyPowerDemand", []
    for part in ("TRAIN", "TEST"):  # together: the official training part has only 67
        path = Path(sktime.__file__).parent / "datasets" / "data" / name / f"{name}_{part}.ts"
        parts.append(path.read_text(encoding="utf-8").splitlines())
    made, (first, second) = folder / f"{name}.ts", parts
    made.write_text("\n".join([*first, *second[_start(second) :]]) + "\n", encoding="utf-8")
    return str(made)


def _start(lines: list[str]) -> int:
    """Where the examples of a .ts file begin."""
    return next(n for n, line in enumerate(lines) if line.lower().strip() == "@data") + 1


def carbon(folder: Path) -> str:
    """Weekly carbon dioxide of Mauna Loa, with gaps; from statsmodels."""
    try:
        from statsmodels.datasets import co2
    except ImportError:
        raise Absent("statsmodels is not installed") from None
    found = co2.load_pandas().data["co2"]
    lines = [f"{t.date()},{'' if v != v else v}" for t, v in found.items()]
    return table(folder, "co2", "date,co2", lines)


def autoregressive(folder: Path) -> str:
    """An AR(2) process: the best forecast is linear in two lags."""
    random, rows = np.random.default_rng(1), 20_000
    values = np.zeros(rows + 100)
    for row in range(2, len(values)):
        values[row] = 1.6 * values[row - 1] - 0.8 * values[row - 2] + random.normal()
    return hourly(folder, values[100:])


def seasonal(folder: Path) -> str:
    """Each hour of the day walks at random: the best forecast is yesterday's value."""
    random, days = np.random.default_rng(2), 800
    steps = random.normal(size=(days, 24))
    steps[0] += 20 * np.sin(2 * np.pi * np.arange(24) / 24)
    return hourly(folder, steps.cumsum(axis=0).ravel())


def hourly(folder: Path, values: np.ndarray) -> str:
    """A table of values an hour apart."""
    start, hour = datetime.datetime(2020, 1, 1), datetime.timedelta(hours=1)
    lines = [f"{start + n * hour},{value:.6f}" for n, value in enumerate(values)]
    return table(folder, "hourly", "time,value", lines)


def logistic(folder: Path) -> str:
    """Classes whose log odds are linear in the values: logistic regression is the truth."""
    random, steps, channels = np.random.default_rng(3), 8, 3
    x = random.normal(size=(12_000, steps, channels))
    odds = (x * random.normal(size=(steps, channels))).sum(axis=(1, 2)) * 0.5
    y = random.random(len(x)) < 1 / (1 + np.exp(-odds))
    return series(folder / "logistic.ts", x, y.astype(int))


def digits_permuted(folder: Path) -> str:
    """The digits, whose labels are those of others."""
    from sklearn.datasets import load_digits

    found = load_digits()
    labels = np.random.default_rng(4).permutation(found.target)
    return series(folder / "digits.ts", found.images, labels)


def vowels_permuted(folder: Path) -> str:
    """The vowels, whose labels are those of others of the same part."""
    random = np.random.default_rng(5)
    for path in sorted(Path(given("japanese-vowels")(folder)).glob("*.ts.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
        start = _start(lines)
        rows = [line.rsplit(":", 1) for line in lines[start:] if line.strip()]
        labels = random.permutation([label for _, label in rows])
        rest = [f"{values}:{label}" for (values, _), label in zip(rows, labels, strict=True)]
        text = "\n".join([*lines[:start], *rest])
        (folder / path.name.removesuffix(".gz")).write_text(text + "\n", encoding="utf-8")
    return str(folder)


def table(folder: Path, name: str, head: str, lines: list[str]) -> str:
    """A CSV file."""
    path = folder / f"{name}.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return str(path)


def series(path: Path, x: np.ndarray, labels: np.ndarray) -> str:
    """A .ts file of examples [N, steps, channels]."""
    classes = " ".join(map(str, np.unique(labels)))
    head = [
        f"@problemName {path.stem}", "@timeStamps false", "@missing false",
        f"@univariate {str(x.shape[2] == 1).lower()}", f"@dimensions {x.shape[2]}",
        "@equalLength true", f"@seriesLength {x.shape[1]}", f"@classLabel true {classes}", "@data",
    ]  # fmt: skip
    lines = [
        ":".join(",".join(f"{value:.4g}" for value in channel) for channel in one.T) + f":{label}"
        for one, label in zip(x, labels, strict=True)
    ]
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return str(path)


def _probe(name: str, length: str, truth: Truth, known: str) -> Set:
    return Set(name, named(f"probe:{name}"), ("--length", length), truth, known)


NEVER = "no network is better than the best baseline"
PERMUTED = "nothing is better than the naive answer"
SETS = (
    Set("vowels", given("japanese-vowels")),
    Set(
        "bikes",
        given("series/bikesharing-hourly.csv.gz"),
        ("--time", "ts", "--target", "count"),
    ),
    Set(
        "appliances",
        given("series/appliances-energy-10min.csv.gz"),
        ("--target", "Appliances"),
    ),
    Set("melbourne", given("series/melbourne-temperature-daily.csv.gz"), ("--target", "Min_Temp")),
    Set(
        "sp500",
        given("series/sp500-daily.csv.gz"),
        ("--target", "Close", "--transform", "logreturn"),
        no_better,
        NEVER,
    ),
    Set("sentiment", given("sst")),
    Set("mnist", given("mnist"), ("--limit", "6000")),
    _probe("adding", "50", solved(most=0.2), "a memory of 50 steps reaches RMSE 0.2; else 0.408"),
    _probe("copy", "30", solved(least=0.9), "a memory of 30 steps reaches 90 %; else 12.5 %"),
    _probe("timing", "20", solved(least=0.9), "who counts to 20 reaches 90 %; else 50 %"),
    _probe("keyword", "21-30", solved(least=0.9), "who remembers a word reaches 90 %; else 10 %"),
    _probe("parity", "10", solved(least=0.9), "who keeps a bit reaches 90 %; else 50 %"),
    Set("digits", named("digits")),
    Set("power", power),
    Set("co2", carbon, ("--target", "co2")),
    Set("vowels-permuted", vowels_permuted, (), labels_permuted, PERMUTED),
    Set("digits-permuted", digits_permuted, (), labels_permuted, PERMUTED),
    Set("autoregressive", autoregressive, ("--target", "value"), no_better, NEVER),
    Set("seasonal", seasonal, ("--target", "value"), no_better, NEVER),
    Set("logistic", logistic, (), no_better, NEVER),
)

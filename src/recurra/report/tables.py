"""The tables of the page as plain cells: a number, and below it what it depends on."""

from dataclasses import dataclass

from recurra.records import Architecture, Interval, Standing
from recurra.report import numbers
from recurra.report.folder import Material

NONE = "–"


@dataclass(frozen=True)
class Cell:
    """One cell: the number, and below it two smaller lines."""

    main: str
    sub: str = ""
    third: str = ""
    good: bool = False


@dataclass(frozen=True)
class Row:
    """One row: its name, badges beside it, its cells, or one sentence instead of them."""

    name: str
    badges: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    instead: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption; a column is a heading and a smaller second line."""

    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def architectures(material: Material, conditions: str) -> Table:
    """The main table: what each architecture reaches and what it costs."""
    plan, chosen = material.plan, material.results.verdict.recommended
    score = plan.score
    unit = "%" if score.percent else score.unit
    points = "percentage points" if score.percent else score.unit
    columns = (
        (f"Test {score.label}", f"{unit}, 95 % interval".removeprefix(", ")),
        (f"Difference to {chosen or 'the best'}", f"{points}, interval, p".removeprefix(", ")),
        ("Relative loss", f"interval; margin {numbers.share(plan.margin)}"),
        (f"Validation {score.label}", f"{unit}, it chooses".removeprefix(", ")),
        ("Parameters", "with head; cell in m inputs, n units"),
        ("Operations a step", "arithmetic + exp, tanh …"),
        ("Training time", "one full training"),
        ("One step", "median, p99"),
        ("One sequence", "median, p99"),
        ("Peak memory", "predicting, training"),
        ("On disk", "saved bundle"),
    )
    rows = tuple(_architecture(material, a) for a in material.ranked)
    return Table(
        f"All architectures, the recommended first, then by validation score. {conditions}",
        columns,
        rows,
    )


def search(material: Material) -> Table:
    """What the search of the learning rate found for each architecture."""
    columns = (
        ("Chosen rate", "trained with in the end"),
        ("Good range", "rates nearly as good as the best"),
        ("Width", "decades: 1 is a factor of 10"),
        ("Diverged", "of trainings in the search"),
        ("Kept at the start", "share of a state left after a step, before training"),
    )
    rows = tuple(_searched(material, a) for a in material.cells if not a.skipped)
    plan = material.plan
    caption = (
        f"The search for each learning rate: {len(plan.search.learning_rates)} rates drawn from "
        f"{numbers.rate(plan.search.rate_range[0])} to {numbers.rate(plan.search.rate_range[1])}, "
        f"the same for all, seed {plan.seed}"
    )
    return Table(caption, columns, rows)


def calibration(material: Material) -> Table | None:
    """How far the probabilities of each classifier can be believed; None where there are none."""
    found = [(a.name, material.standing(a.name)) for a in material.ranked]
    rows = tuple(
        Row(name, cells=(_points(s.calibration), _points(s.calibration_chance)))
        for name, s in found
        if s is not None and s.calibration is not None
    )
    columns = (
        ("Calibration error", "percentage points, 15 bins"),
        ("By chance alone", "a perfectly calibrated one, as sure"),
    )
    return Table("Expected calibration error on the test part", columns, rows) if rows else None


def nodes(material: Material) -> Table | None:
    """Scores of every node beside those of the roots; None where no node but the root counts."""
    found = [(a.name, material.standing(a.name)) for a in material.ranked]
    rows = tuple(
        Row(name, cells=(_interval(material, s.test), _interval(material, s.nodes)))
        for name, s in found
        if s is not None and s.nodes is not None
    )
    score = material.plan.score
    unit = "%, 95 % interval" if score.percent else "95 % interval"
    columns = ((f"Test {score.label} at the root", unit), ("Of every labelled node", unit))
    caption = "Networks whose cell is for trees: the class of the tree, and of each of its nodes"
    return Table(caption, columns, rows) if rows else None


def _interval(material: Material, found: Interval | None) -> Cell:
    if found is None:
        return Cell(NONE)
    score = material.plan.score
    if not numbers.finite(found):
        return Cell(_plain(found.value, None, score.percent), "no interval")
    return Cell(
        _plain(found.value, numbers.half_width(found), score.percent),
        numbers.between(found, score, unit=False),
    )


def _points(value: float | None) -> Cell:
    return Cell(NONE if value is None else numbers.significant(value * 100, 2))


def classes(material: Material) -> Table | None:
    """Examples of each class in each part; None where there are no classes."""
    data = material.plan.data
    if not data.classes or not data.class_counts:
        return None
    parts = tuple(data.class_counts)
    rows = tuple(
        Row(name, cells=tuple(Cell(_nth(data.class_counts[p], k)) for p in parts))
        for k, name in enumerate(data.classes)
    )
    return Table("Examples of each class", tuple((p, "") for p in parts), rows)


def missing(material: Material, architecture: Architecture) -> str:
    """Why an architecture has no score; empty where it has one."""
    if material.test(architecture.name) is not None:
        return ""
    if architecture.skipped:
        return f"left out: {architecture.skipped}"
    standing = material.standing(architecture.name)
    if standing is not None and standing.note:
        return f"no result: {standing.note}"
    reasons = [
        t.reason for t in material.trials if t.architecture == architecture.name and t.reason
    ]
    return f"no result: {reasons[-1]}" if reasons else "no result: it was not scored"


def _architecture(material: Material, architecture: Architecture) -> Row:
    name, standing = architecture.name, material.standing(architecture.name)
    verdict = material.results.verdict
    badges: tuple[str, ...] = ("recommended",) if name == verdict.recommended else ()
    badges += ("baseline",) if architecture.kind == "baseline" else ()
    if (reason := missing(material, architecture)) or standing is None:
        return Row(name, badges, instead=reason)
    cells = (
        _interval(material, standing.test),
        _difference(material, standing),
        _loss(material, standing),
        Cell(_validation(material, standing)),
        Cell(numbers.count(architecture.parameters), architecture.formula),
        _operations(architecture),
        *_costs(material, name),
    )
    return Row(name, badges, cells)


def _difference(material: Material, standing: Standing) -> Cell:
    difference, score = standing.difference, material.plan.score
    if difference is None:
        return Cell(NONE)
    if not numbers.finite(difference):
        return Cell(numbers.signed(difference.value, score), "no interval")
    ends = numbers.between(difference, score, unit=False)
    p = numbers.probability(standing.p_value)
    third = "" if p == NONE else f"p {p if p.startswith('<') else f'= {p}'}"
    value = numbers.signed(difference.value, score, numbers.half_width(difference))
    return Cell(value, ends, third)


def _loss(material: Material, standing: Standing) -> Cell:
    loss, margin = standing.loss, material.plan.margin
    if loss is None or not numbers.finite(loss):
        return Cell(NONE)
    nothing = standing.loses_nothing and loss.high < margin
    ends = f"{numbers.span(loss.low * 100, loss.high * 100, margin * 100)}{numbers.SPACE}%"
    value = numbers.share(loss.value, numbers.half_width(loss))
    return Cell(value, ends, "loses nothing" if nothing else "", good=nothing)


def _validation(material: Material, standing: Standing) -> str:
    if standing.validation is None:
        return NONE
    test = standing.test
    return _plain(standing.validation, numbers.half_width(test), material.plan.score.percent)


def _operations(architecture: Architecture) -> Cell:
    if not architecture.flops and not architecture.transcendental:
        return Cell(NONE)
    return Cell(
        numbers.count(architecture.flops), f"+ {numbers.count(architecture.transcendental)}"
    )


def _costs(material: Material, name: str) -> tuple[Cell, ...]:
    cost = material.cost(name)
    noise = cost.noise
    return (
        Cell(numbers.seconds(cost.train_seconds, noise)),
        _both(numbers.seconds(cost.step_p50, noise), numbers.seconds(cost.step_p99, noise)),
        _both(numbers.seconds(cost.sequence_p50, noise), numbers.seconds(cost.sequence_p99, noise)),
        _both(numbers.size(cost.memory_inference), numbers.size(cost.memory_training)),
        Cell(numbers.size(cost.disk)),
    )


def _both(main: str, sub: str) -> Cell:
    return Cell(main, "" if main == sub == NONE else sub)


def _searched(material: Material, architecture: Architecture) -> Row:
    name, standing = architecture.name, material.standing(architecture.name)
    curve = next((c for c in material.results.rate_curves if c.architecture == name), None)
    good = curve.good if curve is not None else None
    span = NONE if good is None else f"{numbers.rate(good[0])} to {numbers.rate(good[1])}"
    width = NONE if curve is None or good is None else numbers.significant(curve.good_decades, 2)
    edge = "best at the edge" if curve is not None and curve.best_at_edge else ""
    rate = standing.learning_rate if standing is not None else None
    lost = f"{standing.diverged:,} of {standing.trained:,}" if standing is not None else NONE
    cells = (Cell(numbers.rate(rate)), Cell(span, edge), Cell(width), Cell(lost))
    return Row(name, cells=(*cells, _kept(architecture)))


def _kept(architecture: Architecture) -> Cell:
    """How far its forget path is open, whatever it is called."""
    if not architecture.kept:
        return Cell(NONE, "" if architecture.kept is None else "no direct path")
    shares = [f"{share:.2f}" for share in architecture.kept.values()]
    if len(shares) == 1:
        return Cell(shares[0])
    return Cell(" / ".join(shares), " / ".join(architecture.kept))


def _plain(value: float, spread: float | None, percent: bool) -> str:
    factor = 100.0 if percent else 1.0
    return numbers.fixed(value * factor, None if spread is None else spread * factor)


def _nth(values: tuple[int, ...], k: int) -> str:
    return numbers.count(values[k]) if k < len(values) else NONE

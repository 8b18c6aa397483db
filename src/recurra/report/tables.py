"""The tables of the page as plain cells: a number, and below it what it depends on."""

from dataclasses import dataclass, replace

from recurra.records import Architecture, Interval, Standing
from recurra.report import numbers, phrases
from recurra.report.folder import Material
from recurra.words import text

NONE = "–"
MOST_TARGETS = 3  # whose misses are shown
FINER = 100.0  # a score is never shown finer than this share of its own interval


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
    info, score, level = plan.score, phrases.score(plan.score), _level(material)
    unit, margin = "%" if info.percent else info.unit, numbers.share(plan.margin)
    targets = _targets(material)
    interval = text("report.tables.unit_interval", unit=unit, level=level)
    if targets:
        interval = text("report.tables.unit_missed", interval=interval, targets=targets)
    columns = (
        (
            text("report.tables.test_score", score=score),
            interval,
        ),
        (
            text("report.tables.difference", name=phrases.called(chosen)),
            text("report.tables.unit_difference", unit=info.unit, points=info.percent),
        ),
        (_column("relative")[0], text("report.tables.unit_loss", margin=margin)),
        (
            text("report.tables.validation_score", score=score),
            text("report.tables.unit_chooses", unit=unit),
        ),
        *map(
            _column,
            ("parameters", "operations", "training", "step", "sequence", "memory", "disk"),
        ),
    )
    rows = tuple(_architecture(material, a) for a in material.ranked)
    return Table(text("report.tables.architectures", conditions=conditions), columns, rows)


def search(material: Material) -> Table:
    """What the search of the learning rate found for each architecture."""
    columns = tuple(map(_column, ("rate", "good", "width", "diverged", "kept")))
    rows = tuple(_searched(material, a) for a in material.cells if not a.skipped)
    plan = material.plan
    low, high = (numbers.rate(rate) for rate in plan.search.rate_range)
    number = len(plan.search.learning_rates)
    caption = text("report.tables.search", number=number, low=low, high=high, seed=plan.seed)
    return Table(caption, columns, rows)


def calibration(material: Material) -> Table | None:
    """How far the probabilities of each classifier can be believed; None where there are none."""
    found = [(a.name, material.standing(a.name)) for a in material.ranked]
    rows = tuple(
        Row(name, cells=(_points(s.calibration), _points(s.calibration_chance)))
        for name, s in found
        if s is not None and s.calibration is not None
    )
    columns = tuple(map(_column, ("calibration", "chance")))
    return Table(text("report.tables.calibration"), columns, rows) if rows else None


def nodes(material: Material) -> Table | None:
    """Scores of every node beside those of the roots; None where no node but the root counts."""
    found = [(a.name, material.standing(a.name)) for a in material.ranked]
    rows = tuple(
        Row(name, cells=(_interval(material, s.test), _interval(material, s.nodes)))
        for name, s in found
        if s is not None and s.nodes is not None
    )
    info = material.plan.score
    shown = "%" if info.percent else ""
    unit = text("report.tables.unit_interval", unit=shown, level=_level(material))
    columns = (
        (text("report.tables.root_score", score=phrases.score(info)), unit),
        (text("report.tables.node_score"), unit),
    )
    return Table(text("report.tables.nodes"), columns, rows) if rows else None


def _column(name: str) -> tuple[str, str]:
    return text("report.tables.head", column=name), text("report.tables.below", column=name)


def _level(material: Material) -> str:
    """The level of the intervals of test scores."""
    tested = (s.test for s in material.results.standings)
    return numbers.level(next((t for t in tested if t is not None), Interval(0.0, 0.0, 0.0)))


def _interval(material: Material, found: Interval | None, spread: float | None = None) -> Cell:
    """`spread`: half of the interval of a difference that stands beside it, for as many digits."""
    if found is None:
        return Cell(NONE)
    score = material.plan.score
    if not numbers.finite(found):
        return Cell(
            _plain(found.value, spread, score.percent),
            text("report.tables.cell", name="no_interval"),
        )
    own = numbers.half_width(found)
    finest = min((s for s in (own, spread) if s), default=own)
    return Cell(
        _plain(found.value, finest, score.percent), numbers.between(found, score, unit=False)
    )


def _beside(material: Material, standing: Standing) -> float | None:
    """The half-width that the digits of a test score go by, beside its own: so that the score less
    the recommended one's is the difference that is shown."""
    if standing.architecture != material.results.verdict.recommended:
        return numbers.half_width(standing.difference)
    found = [numbers.half_width(s.difference) for s in material.results.standings]
    known = [width for width in found if width]
    own = numbers.half_width(standing.test)
    if not known:
        return None
    return min(known) if own is None else max(min(known), own / FINER)


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
    columns = tuple((text("report.conditions.part", name=p), "") for p in parts)
    return Table(text("report.tables.classes"), columns, rows)


def missing(material: Material, architecture: Architecture) -> str:
    """Why an architecture has no score; empty where it has one."""
    if material.test(architecture.name) is not None:
        return ""
    if architecture.skipped:
        return text("report.tables.left_out", reason=architecture.skipped)
    standing = material.standing(architecture.name)
    if standing is not None and standing.note:
        return text("report.tables.no_result", reason=standing.note)
    reasons = [
        t.reason for t in material.trials if t.architecture == architecture.name and t.reason
    ]
    if not reasons:
        return text("report.tables.not_scored")
    return text("report.tables.no_result", reason=reasons[-1])


def _architecture(material: Material, architecture: Architecture) -> Row:
    name, standing = architecture.name, material.standing(architecture.name)
    verdict = material.results.verdict
    badges: tuple[str, ...] = ("recommended",) if name == verdict.recommended else ()
    badges += ("baseline",) if not architecture.network else ()
    if (reason := missing(material, architecture)) or standing is None:
        return Row(name, badges, instead=reason)
    cells = (
        _tested(material, standing),
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
        return Cell(
            numbers.signed(difference.value, score), text("report.tables.cell", name="no_interval")
        )
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
    ends = numbers.per_cent(numbers.span(loss.low * 100, loss.high * 100, margin * 100))
    value = numbers.share(loss.value, numbers.half_width(loss))
    return Cell(
        value,
        ends,
        text("report.tables.cell", name="loses_nothing") if nothing else "",
        good=nothing,
    )


def _validation(material: Material, standing: Standing) -> str:
    if standing.validation is None:
        return NONE
    test = standing.test
    return _plain(standing.validation, numbers.half_width(test), material.plan.score.percent)


def _targets(material: Material) -> tuple[str, ...]:
    """The targets whose misses are known; not where the score itself says them."""
    found = next((s.missed for s in material.results.standings if s.missed), {})
    alone = material.plan.score.name == "mae" and len(found) < 2
    return () if alone else tuple(found)[:MOST_TARGETS]


def _tested(material: Material, standing: Standing) -> Cell:
    """The test score, and how far it is off on average, of each target in its own units."""
    cell = _interval(material, standing.test, _beside(material, standing))
    targets = _targets(material)
    known = [numbers.significant(standing.missed[t]) for t in targets if t in standing.missed]
    if not known:
        return cell
    return replace(cell, third=text("report.tables.missed", off=" / ".join(known)))


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
    span = NONE
    if good is not None:
        low, high = map(numbers.rate, good)
        span = text("report.tables.rates", low=low, high=high)
    width = NONE if curve is None or good is None else numbers.significant(curve.good_decades, 2)
    at_edge = curve is not None and curve.best_at_edge
    edge = text("report.tables.cell", name="best_at_edge") if at_edge else ""
    rate = standing.learning_rate if standing is not None else None
    lost = NONE
    if standing is not None:
        lost = text("report.tables.lost", number=standing.diverged, total=standing.trained)
    outside = ""
    if curve is not None and material.outside(curve) is not None:
        longest = material.plan.search.rungs[-1]
        outside = text("report.tables.outside", first=curve.updates, last=longest)
    cells = (Cell(numbers.rate(rate), outside), Cell(span, edge), Cell(width), Cell(lost))
    return Row(name, cells=(*cells, _kept(architecture)))


def _kept(architecture: Architecture) -> Cell:
    """How far its forget path is open, whatever it is called."""
    if not architecture.kept:
        unknown = architecture.kept is None
        return Cell(NONE, "" if unknown else text("report.tables.cell", name="no_path"))
    shares = [f"{share:.2f}" for share in architecture.kept.values()]
    if len(shares) == 1:
        return Cell(shares[0])
    return Cell(" / ".join(shares), " / ".join(architecture.kept))


def _plain(value: float, spread: float | None, percent: bool) -> str:
    factor = 100.0 if percent else 1.0
    return numbers.fixed(value * factor, None if spread is None else spread * factor)


def _nth(values: tuple[int, ...], k: int) -> str:
    return numbers.count(values[k]) if k < len(values) else NONE

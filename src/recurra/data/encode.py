"""From rows on a grid to the numbers a network sees; every fact from the training part."""

from dataclasses import dataclass, replace

import numpy as np

from recurra.data import calendar_columns, fill, gaps, scratch, transform
from recurra.data.facts import Facts
from recurra.data.grid import Laid
from recurra.data.prepare.plan import Plan, check_values, filters
from recurra.data.prepare.plan import missing as said_of
from recurra.data.roles import Roles
from recurra.data.series import Group, together
from recurra.data.steps import Step
from recurra.data.table import Table
from recurra.words import Text, say

CATEGORIES = 12  # a text column gets at most so many columns
REMEMBERED = 1000  # categories without a column, to know those that are new
SHOWN = 40  # letters of a category in a column's name
MASK_SHARE = 0.05  # a column with more missing in the training part gets one that marks them


@dataclass(frozen=True)
class Raw:
    """Names of the columns of `Laid.values`: numbers, then texts as codes into their labels."""

    numbers: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.numbers, *self.labels)


def learn(
    roles: Roles,
    raw: Raw,
    laid: list[Laid],
    ends: list[int],
    step: Step,
    kind: str,
    missing: str = "auto",
    plan: Plan | None = None,
    forecast: bool = True,
) -> tuple[Facts, tuple[Text, ...]]:
    """The facts of the training part (rows before `ends` of each group) and their sentences.

    `missing`: channels for missing values, as `TableSettings.missing` names them; what `plan` says
    of a column's comes before it. `forecast`: the calendar tells of what is forecast; of classes
    and values it would tell which recording it is.
    """
    plan = plan or {}
    training = together([g.values[:end] for g, end in zip(laid, ends, strict=True)])
    fixed = {*roles.targets, *roles.known}
    low, high = scratch.ends(training)
    varies = low < high
    numbers = tuple(n for k, n in enumerate(raw.numbers) if n in fixed or varies[k])
    categories, rest, said = _categories(raw, training)
    absent = sum(np.isnan(training[rows]).sum(axis=0) for rows in scratch.blocks(len(training)))
    share = dict(zip(raw.names, absent / max(1, len(training)), strict=True))
    measured = tuple(n for n in numbers if n not in roles.known)
    auto = missing == "auto"
    masks = tuple(
        n
        for n in (*numbers, *categories)
        if any(step.marks for step in said_of(plan, n))
        or (auto and share[n] > MASK_SHARE and n not in roles.known and not said_of(plan, n))
    )
    seen, since = gaps.wanted(missing, tuple(n for n in measured if not said_of(plan, n)))
    times = [g.time[:end] for g, end in zip(laid, ends, strict=True) if g.time is not None]
    longest = max(times, key=len) if times else np.zeros(0, "datetime64[s]")
    facts = Facts(
        time=roles.time,
        group=roles.group,
        step_kind=step.kind,
        step_size=step.size,
        step_place=step.place,
        numbers=numbers,
        categories=categories,
        rest=rest,
        masks=masks,
        commas=tuple(n for n in roles.commas if n in numbers),
        seen=seen,
        gaps=since,
        fills={n: _median(scratch.columns(training, raw.names.index(n))) for n in numbers},
        calendar=calendar_columns.useful(step, longest) if forecast else (),
        transform=kind,
        changed=_changed(kind, roles, numbers, raw, laid),
        targets=roles.targets,
        known_given=roles.known,
        prepare={n: plan[n] for n in numbers if n in plan},
    )
    gone = [n for n in raw.numbers if n not in numbers]
    facts = replace(facts, columns=_names(facts), known=_known(facts))
    return facts, (*said, *_sentences(facts, gone, laid))


def encode(table: Table, facts: Facts, raw: Raw, laid: Laid, spans: list[tuple[int, int]]) -> Group:
    """One group's numbers in the order of `facts.columns`; `spans` are its parts.

    A transform takes the first row away.
    """
    far = facts.transform != "none" or facts.prepare or facts.seen or facts.gaps
    if laid.values.nbytes < scratch.LARGE or far or facts.known_given:
        return _encoded(table, facts, raw, laid, spans)
    if facts.step_kind == "uneven":
        return _encoded(table, facts, raw, laid, spans)
    count = len(laid.row)
    values = scratch.empty((count, len(facts.columns)), np.float64)
    levels = scratch.empty((count, len(facts.targets)), np.float64)
    observed = np.empty(levels.shape, bool)
    before = np.full((1, laid.values.shape[1]), np.nan)  # what was seen last of each column
    for rows in scratch.blocks(count):
        own = np.concatenate([before, laid.values[rows]])
        before = fill.forward(own, before[0])[-1:]
        time = None
        if laid.time is not None:
            time = np.concatenate([laid.time[rows][:1], laid.time[rows]])
        numbered = np.concatenate([[-1], laid.row[rows]])
        part = _encoded(table, facts, raw, Laid(laid.key, time, own, numbered), spans)
        values[rows], levels[rows] = part.values[1:], part.levels[1:]
        observed[rows] = part.observed[1:]
    return Group(laid.key, laid.time, values, observed, levels)


def _encoded(
    table: Table, facts: Facts, raw: Raw, laid: Laid, spans: list[tuple[int, int]]
) -> Group:
    """As `encode`, of a group that is held whole."""
    numbers = _columns(laid.values, [raw.names.index(n) for n in facts.numbers])
    filled = _filtered(facts, _filled(facts, numbers, spans))
    for k, name in enumerate(facts.numbers if facts.prepare else ()):
        check_values(facts.prepare, name, filled[:, k], str(table.path))
    where = [facts.numbers.index(n) for n in facts.targets]
    levels, observed = filled[:, where], ~np.isnan(numbers[:, where])
    drop = int(facts.transform != "none")
    if drop:
        changed = [facts.numbers.index(n) for n in facts.changed]
        before = filled[:, changed]
        _check_positive(table, facts, laid, before)
        filled = filled[1:].copy()
        filled[:, changed] = transform.apply(facts.transform, before)
        observed = observed[1:] & observed[:-1]
    parts = [filled, _one_hot(facts, raw, laid)[drop:], _masks(facts, raw, laid)[drop:]]
    parts += [part[drop:] for part in _gaps(facts, raw, laid)]
    if laid.time is not None:
        parts.append(calendar_columns.columns(laid.time, facts.calendar)[drop:])
        if facts.step_kind == "uneven":
            gaps = np.diff(laid.time, prepend=laid.time[:1]) / np.timedelta64(1, "ms")
            parts.append((gaps / facts.step_size)[drop:, None])
    time = None if laid.time is None else laid.time[drop:]
    return Group(laid.key, time, np.concatenate(parts, axis=1), observed, levels[drop:])


def _columns(values: np.ndarray, chosen: list[int]) -> np.ndarray:
    """Some columns; all of them are no copy."""
    return values if chosen == list(range(values.shape[1])) else values[:, chosen]


def _filtered(facts: Facts, numbers: np.ndarray) -> np.ndarray:
    """Numbers without gaps through the filters of their columns; the group is one run of them."""
    own = [(k, filters(facts.prepare, n)) for k, n in enumerate(facts.numbers)]
    if not any(steps for _, steps in own):
        return numbers
    found = numbers.copy()
    for k, steps in own:
        for step in steps:
            found[:, k] = step.run(found[:, k])[0]
    return found


def _filled(facts: Facts, numbers: np.ndarray, spans: list[tuple[int, int]]) -> np.ndarray:
    start = np.array([facts.fills[n] for n in facts.numbers])
    ahead = np.array([_on_a_line(facts, n) for n in facts.numbers], bool)
    if ahead.any() and np.isnan(numbers[:, ahead]).any():
        numbers = numbers.copy()
        numbers[:, ahead] = fill.between(numbers[:, ahead], spans)
    return fill.forward(numbers, start)


def _on_a_line(facts: Facts, name: str) -> bool:
    """Whether a gap may be filled from both sides: of a column known ahead, by default."""
    told = [step for step in said_of(facts.prepare, name) if not step.marks]
    return name in facts.known_given and (not told or any(step.ahead for step in told))


def _one_hot(facts: Facts, raw: Raw, laid: Laid) -> np.ndarray:
    """A column of 0 and 1 for each category kept; a gap has the category before it."""
    out = [np.zeros((len(laid.row), 0))]
    for name, kept in facts.categories.items():
        codes = laid.values[:, [raw.names.index(name)]]
        codes = fill.forward(codes, np.array([-1.0]))
        labels = {label: k for k, label in enumerate(raw.labels[name])}
        out.append((codes == [labels.get(c, -2) for c in kept]).astype(np.float64))
    return np.concatenate(out, axis=1)


def _masks(facts: Facts, raw: Raw, laid: Laid) -> np.ndarray:
    columns = [raw.names.index(n) for n in facts.masks]
    return np.isnan(laid.values[:, columns]).astype(np.float64)


def _gaps(facts: Facts, raw: Raw, laid: Laid) -> tuple[np.ndarray, np.ndarray]:
    """Whether each value was seen, and how many steps ago the last one was."""
    seen, since = (
        laid.values[:, [raw.names.index(n) for n in names]] for names in (facts.seen, facts.gaps)
    )
    times = None
    if laid.time is not None and facts.step_kind == "uneven":
        times = (laid.time - laid.time[0]) / np.timedelta64(1, "ms") / facts.step_size
    return gaps.seen(seen), gaps.since(since, times)


def _check_positive(table: Table, facts: Facts, laid: Laid, values: np.ndarray) -> None:
    if facts.transform != "logreturn":
        return
    for k, name in enumerate(facts.changed):
        low = np.flatnonzero((values[:, k] <= 0) & (laid.row >= 0))
        if len(low):
            what = say("data.encode.no_logarithm", value=values[low[0], k])
            raise table.error(what, int(laid.row[low[0]]), name, say("data.encode.use_diff"))


def _changed(
    kind: str, roles: Roles, numbers: tuple[str, ...], raw: Raw, laid: list[Laid]
) -> tuple[str, ...]:
    """The targets, and the measured columns of the same nature: more than two values, not known
    ahead, for logarithms never zero or below."""
    if kind == "none":
        return ()
    out = []
    for name in numbers:
        values = np.concatenate([g.values[:, raw.names.index(name)] for g in laid])
        levels = len(np.unique(values[~np.isnan(values)])) > 2
        fits = kind == "diff" or bool(np.nanmin(values) > 0)
        if name in roles.targets or (name not in roles.known and levels and fits):
            out.append(name)
    return tuple(out)


def _categories(
    raw: Raw, training: np.ndarray
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], tuple[Text, ...]]:
    """Categories of each text column that get a column, most frequent first; and the others."""
    kept: dict[str, tuple[str, ...]] = {}
    rest: dict[str, tuple[str, ...]] = {}
    said: list[Text] = []
    for k, (name, labels) in enumerate(raw.labels.items(), len(raw.numbers)):
        codes = training[:, k][~np.isnan(training[:, k])].astype(np.int64)
        counts = np.bincount(codes, minlength=len(labels))
        order = [int(c) for c in np.argsort(-counts, kind="stable") if counts[c] > 0]
        if len(order) < 2:
            said.append(say("data.encode.one_category", name=name))
            continue
        first = 1 if len(order) == 2 else 0  # of two, one column says both
        kept[name] = tuple(labels[c] for c in order[first : first + CATEGORIES])
        others = (*order[:first], *order[first + CATEGORIES :])
        rest[name] = tuple(labels[c] for c in others[:REMEMBERED])
        said.append(say("data.encode.text", name=name, categories=len(order), most=CATEGORIES))
    return kept, rest, tuple(said)


def _names(facts: Facts) -> tuple[str, ...]:
    return (
        *facts.numbers,
        *(column for name, kept in facts.categories.items() for column in _spread(name, kept)),
        *(f"{name} missing" for name in facts.masks),
        *(name + gaps.SEEN for name in facts.seen),
        *(name + gaps.GAP for name in facts.gaps),
        *calendar_columns.names(facts.calendar),
        *([gaps.SINCE] if facts.step_kind == "uneven" else []),
    )


def _spread(name: str, kept: tuple[str, ...]) -> tuple[str, ...]:
    """A column's name for each category; of a long one the beginning.

    >>> _spread("sky", ("sun", "rain")), _spread("note", ("x" * 99,))[0][:-40]
    (('sky=sun', 'sky=rain'), 'note=')
    """
    short = [c if len(c) <= SHOWN else f"{c[: SHOWN - 4]}...{k}" for k, c in enumerate(kept)]
    return tuple(f"{name}={c}" for c in short)


def _known(facts: Facts) -> tuple[str, ...]:
    """Columns known in the future: the user's, and those made from time where steps are even."""
    spread: dict[str, tuple[str, ...]] = {n: (n,) for n in facts.numbers}
    spread |= {n: _spread(n, kept) for n, kept in facts.categories.items()}
    given = [column for n in facts.known_given for column in spread.get(n, ())]
    ahead = calendar_columns.names(facts.calendar) if facts.step_kind != "uneven" else ()
    return (*given, *ahead)


def _sentences(facts: Facts, gone: list[str], laid: list[Laid]) -> tuple[Text, ...]:
    said: list[Text] = []
    if gone:
        said.append(say("data.encode.constant", names=gone))
    holes = sum(
        int(np.isnan(g.values[rows][g.row[rows] >= 0]).sum())
        for g in laid
        for rows in scratch.blocks(len(g.row))
    )
    if holes:
        said.append(say("data.encode.filled", count=holes, ahead=bool(facts.known_given)))
    if facts.masks:
        said.append(say("data.encode.masks", names=facts.masks))
    said += gaps.sentence(facts.seen, facts.gaps)
    if facts.calendar:
        said.append(say("data.calendar_columns.made", circles=facts.calendar))
    if facts.changed:
        said.append(say("data.encode.changed", transform=facts.transform, names=facts.changed))
    return tuple(said)


def _median(column: np.ndarray) -> float:
    absent = np.isnan(column)
    present = column[~absent] if absent.any() else column
    return float(np.median(present)) if len(present) else 0.0

"""What a preparation is for the columns of some data: a plan, name -> steps as they are written.

A column takes the clause that names it; else that of the first pattern that fits it; else that of
`*`. Its steps are done in the order of `STAGES`, filters among themselves as written. What a plan
does not say is as without one: scaling is standard, a gap gets the last value before it.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from recurra.data.prepare.parse import Clause, error, parsed, step
from recurra.data.prepare.step import STAGES, Change, Filter, Missing, Scaling, Step
from recurra.errors import DataError, SettingError
from recurra.words import Text, say

Plan = Mapping[str, tuple[str, ...]]
SEVERAL = ("filter",)  # stages of which a column may have more than one step


def planned(text: str, columns: Sequence[str], others: Mapping[str, Text] | None = None) -> Plan:
    """The steps of each column that has any, in the order in which they are done.

    others: columns that take no steps, and why. Raises SettingError for a name or pattern that is
    no column's (with the nearest), and for two steps of a kind.

    >>> planned("temp: robust, lowpass(0.1); *: diff", ["temp", "wind"])
    {'temp': ('lowpass(0.1)', 'robust'), 'wind': ('diff',)}
    """
    clauses = parsed(text)
    _check_names(clauses, columns, others or {})
    found = {}
    for column in columns:
        clause = _of(column, clauses)
        if clause is not None:
            found[column] = tuple(str(one) for one in sorted(clause.steps, key=_stage))
    return _with_one_resampling(found, columns)


def of_stage(plan: Plan, column: str, stage: str) -> tuple[Any, ...]:
    """A column's steps of one stage."""
    return tuple(one for one in map(step, plan.get(column, ())) if one.stage == stage)


def filters(plan: Plan, column: str) -> tuple[Filter, ...]:
    """A column's filters, in their order."""
    return of_stage(plan, column, "filter")


def missing(plan: Plan, column: str) -> tuple[Missing, ...]:
    """What is said of a column's missing values; empty: nothing."""
    return of_stage(plan, column, "missing")


def change(plan: Plan, column: str) -> Change | None:
    """What a column is changed into."""
    return next(iter(of_stage(plan, column, "change")), None)


def scaling(plan: Plan, column: str) -> Scaling | None:
    """How a column is scaled, where that is said."""
    return next(iter(of_stage(plan, column, "scale")), None)


def resampling(plan: Plan) -> Mapping[str, Any]:
    """How each column is resampled: all of them or none."""
    found = {column: of_stage(plan, column, "resample") for column in plan}
    return {column: steps[0] for column, steps in found.items() if steps}


def represented(plan: Plan, column: str) -> tuple[str, ...]:
    """The steps that are how a network sees a column: change and scale."""
    return tuple(str(s) for s in map(step, plan.get(column, ())) if s.stage in STAGES[3:])


def refuse_ahead(plan: Plan, known: Iterable[str] = ()) -> None:
    """Raise SettingError for a step that needs values after a gap, of columns that are not known
    ahead: at the moment of a gap they have not come."""
    for column in plan:
        for one in missing(plan, column):
            if one.ahead and column not in set(known):
                raise SettingError(say("data.prepare.looks_ahead", column=column, step=str(one)))


def sentences(plan: Plan, targets: Sequence[str] = ()) -> tuple[Text, ...]:
    """What was prepared and how; of targets, what that means for forecasts and scores.

    >>> str(sentences({"a": ("diff", "robust")}, ["a"])[1])
    "Forecasts of 'a' are put back into its own units, and scored there."
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for column, steps in plan.items():
        alike.setdefault(steps, []).append(column)
    said: list[Text] = [
        say("data.prepare.done", columns=tuple(columns), steps=steps)
        for steps, columns in alike.items()
    ]
    smooth = tuple(name for name in targets if filters(plan, name))
    undone = tuple(name for name in targets if represented(plan, name))
    said += [say("data.prepare.target_smoothed", names=smooth)] if smooth else []
    return (*said, *([say("data.prepare.target_undone", names=undone)] if undone else []))


def reordered(text: str) -> tuple[Text, ...]:
    """What is said where steps are done in another order than they are written in."""
    said: list[Text] = []
    for clause in parsed(text):
        written, done = clause.steps, sorted(clause.steps, key=_stage)
        if list(written) != done:
            both = tuple(str(s) for s in written), tuple(str(s) for s in done)
            said.append(say("data.prepare.reordered", written=both[0], done=both[1]))
    return tuple(said)


def check(plan: Mapping[str, Sequence[str]], columns: Sequence[str]) -> Plan:
    """A plan from a manifest; ValueError where it is none for these columns."""
    try:
        for column, steps in plan.items():
            if column not in columns or not steps:
                raise ValueError(column)
            _check_kinds(tuple(step(one) for one in steps), 0, (column,))
    except SettingError as wrong:
        raise ValueError(str(wrong)) from None
    return {column: tuple(steps) for column, steps in plan.items()}


def check_values(plan: Plan, column: str, values: Any, file: str = "") -> None:
    """Raise DataError for a value that a change cannot take."""
    one = change(plan, column)
    if one is None:
        return
    bad = values[one.misfit(values)]
    if len(bad):
        what = say("data.prepare.no_change", step=str(one), value=float(bad[0]))
        raise DataError(what, file=file or None, column=column)


def _stage(one: Step) -> int:
    return STAGES.index(one.stage)


def _of(column: str, clauses: Sequence[Clause]) -> Clause | None:
    """By name before by pattern, by pattern before `*`."""
    fits = (
        lambda name: name == column,
        lambda name: name != "*" and fnmatchcase(column, name),
        lambda name: name == "*",
    )
    for fit in fits:
        for clause in clauses:
            if any(fit(name) for name in clause.columns):
                return clause
    return None


def _check_names(
    clauses: Sequence[Clause], columns: Sequence[str], others: Mapping[str, Text]
) -> None:
    seen: set[str] = set()
    for clause in clauses:
        _check_kinds(clause.steps, clause.at[0], clause.columns)
        for name, at in zip(clause.columns, clause.at, strict=True):
            if name in seen:
                raise error(at, (name,), "", say("data.prepare.named_twice"))
            seen.add(name)
            if name in others:
                raise error(at, (name,), "", others[name])
            if name != "*" and not any(name == c or fnmatchcase(c, name) for c in columns):
                near = tuple(difflib.get_close_matches(name, columns, n=3, cutoff=0.5))
                what = say("data.prepare.no_column", near=near, columns=tuple(columns))
                raise error(at, (name,), "", what)


def _check_kinds(steps: tuple[Step, ...], at: int, columns: tuple[str, ...]) -> None:
    """Raise SettingError for two steps that cannot both be: two scalings, two fills."""
    kinds: dict[str, Step] = {}
    for one in steps:
        kind = "mask" if getattr(one, "marks", False) else one.stage
        if kind in kinds and (kind not in SEVERAL or one == kinds[kind]):
            what = say("data.prepare.two_of_a_kind", first=str(kinds[kind]))
            raise error(at, columns, str(one), what)
        kinds[kind] = one


def _with_one_resampling(found: dict[str, tuple[str, ...]], columns: Sequence[str]) -> Plan:
    """Rows are those of all columns: who says nothing of it is resampled as the others are."""
    asked = resampling(found)
    spans = {one.every: column for column, one in asked.items()}
    if len(spans) > 1:
        (first, one), (second, other), *_ = spans.items()
        raise SettingError(
            say("data.prepare.two_spans", column=one, span=first, other=other, second=second)
        )
    if not asked:
        return found
    usual = f"resample({next(iter(spans))})"
    rest = {c: (usual, *found.get(c, ())) for c in columns if c not in asked}
    return {c: rest.get(c) or found[c] for c in columns}

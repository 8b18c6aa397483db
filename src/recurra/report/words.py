"""The verdict in plain sentences: a pure function of records, for the page and the command line.

The words follow the numbers: "better" and "worse" are said only where an interval excludes zero,
whatever the verdict's flags say. How it is said: `recurra.words`, "report.words".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from recurra.records import LEVEL, Cost, Plan, Results, Standing
from recurra.report import decided, numbers, phrases
from recurra.report.case import Case, relation
from recurra.report.phrases import called
from recurra.words import Text, Words, text

BUSY = 0.25  # of the machine: others took so much of it that times are too long
About = Literal["choice", "cost", "worth", "open", "next", "sure", "cheaper"]


@dataclass(frozen=True)
class Statement:
    """An answer to one question about the run."""

    question: str
    tone: str  # yes | no | open | plain: the sign beside it
    text: str


def sentences(plan: Plan, results: Results, costs: Sequence[Cost]) -> list[str]:
    """The verdict as sentences: which model and why, its cost, worth it, what is open, what next.

    The first is the choice; warnings come last. All follow from one light (`report.decided`).
    Records that miss something (no costs, one seed, no baselines) make fewer or other sentences,
    never an error.
    """
    return [statement.text for statement in statements(plan, results, costs)]


def statements(plan: Plan, results: Results, costs: Sequence[Cost]) -> list[Statement]:
    """The same with the question that each answers."""
    case = Case(plan, results, costs)
    said: list[Statement | None] = [_answer("choice", "plain", decided.choice(case))]
    if case.results.verdict.recommended:
        said += [_cost(case), _answer("worth", *decided.worth(case)), _open(case)]
        said += [_answer("next", "plain", decided.what_next(case))]
        said += [_sure(case), _naive(case), _cheaper(case)]
    said += _notes((*plan.notes, *case.results.verdict.warnings))
    return [statement for statement in said if statement is not None]


def _notes(notes: Sequence[Text]) -> list[Statement]:
    """Notes and warnings, each under what it is about; those about the same stand together."""
    about: dict[str, list[str]] = {}
    for note in notes:
        key = note.key if isinstance(note, Words) else ""
        about.setdefault(text("report.words.noted", of=key), []).append(str(note))
    return [
        Statement(name, "open", text("report.conditions.together", sentences=tuple(said)))
        for name, said in about.items()
    ]


def _open(case: Case) -> Statement | None:
    left = decided.left_open(case)
    return None if left is None else _answer("open", "open", left)


def _answer(about: About, tone: str, said: str) -> Statement:
    return Statement(text("report.words.question", about=about), tone, said)


def _cost(case: Case) -> Statement:
    name = case.results.verdict.recommended
    cost = case.cost(name)
    step = cost.step_p50 is not None
    tail = cost.step_p99 if step else cost.sequence_p99
    sequence = None if step else cost.sequence_p50
    known = (
        cost.train_seconds, cost.step_p50, sequence, cost.memory_inference, cost.memory_training,
        cost.disk,
    )  # fmt: skip
    if all(value is None for value in known):
        return _answer("cost", "open", text("report.words.cost_unknown", name=called(name)))
    said = text(
        "report.words.cost",
        name=called(name),
        train=_seconds(cost.train_seconds, cost),
        step=_seconds(cost.step_p50, cost),
        sequence=_seconds(sequence, cost),
        tail=_seconds(tail, cost),
        predicting=_size(cost.memory_inference),
        training=_size(cost.memory_training),
        disk=_size(cost.disk),
        threads=case.results.threads,
        machine=phrases.machine(case.results),
        repeats=cost.repeats,
        busy=numbers.share(round(cost.busy, 2)) if cost.busy and cost.busy > BUSY else None,
    )
    return _answer("cost", "plain", said)


def _seconds(value: float | None, cost: Cost) -> str | None:
    return None if value is None else numbers.seconds(value, cost.noise)


def _size(value: int | None) -> str | None:
    return None if value is None else numbers.size(value)


def _sure(case: Case) -> Statement | None:
    name = case.results.verdict.recommended
    others = [s for s in case.results.standings if s.architecture != name and s.test is not None]
    if not others:
        return None
    groups = {
        key: tuple(called(s.architecture) for s in others if _stands(s) == key)
        for key in ("worse", "better", "open", "unknown", "unfinished")
    }
    said = _sure_text(case, groups, len(others))
    tone = "yes" if len(groups["worse"]) == len(others) else "open"
    return _answer("sure", tone, said)


def _stands(standing: Standing) -> str:
    """As `relation`; of a network that had not learned to the end "worse" is not said."""
    found = relation(standing)
    unfinished = standing.improving or not standing.begun
    return "unfinished" if found == "worse" and unfinished else found


def _sure_text(case: Case, groups: dict[str, tuple[str, ...]], total: int) -> str:
    compared, seeds = total - len(groups["unknown"]), len(case.plan.seeds)
    if compared == 0:
        return text("report.words.no_intervals", one_seed=seeds == 1)
    level, worse = _level(case), len(groups["worse"])
    if worse == total:
        return text(
            "report.words.sure_clear", others=total, level=level, seeds=seeds, compared=compared
        )
    return text(
        "report.words.sure",
        equal=groups["open"],
        worse=worse,
        better=groups["better"],
        others=total,
        unknown=groups["unknown"],
        unfinished=groups["unfinished"],
        level=level,
        seeds=seeds,
        compared=compared,
    )


def _level(case: Case) -> str:
    known = [s.difference for s in case.results.standings if numbers.finite(s.difference)]
    return numbers.level(known[0]) if known and known[0] is not None else numbers.share(LEVEL)


def _naive(case: Case) -> Statement | None:
    """Whether anything beats the naive baseline; left unsaid where what matters plainly does."""
    verdict = case.results.verdict
    name, beat = verdict.naive, verdict.beat_naive
    others = [
        s.architecture
        for s in case.results.standings
        if s.test is not None and s.architecture != name
    ]
    matter = {verdict.recommended, verdict.best_network} - {name, ""}
    if not name or not others or (matter <= set(beat) and verdict.recommended != name):
        return None
    question, level = text("report.words.question_naive", name=name), _level(case)
    if len(case.plan.seeds) == 1:
        return Statement(question, "open", text("report.words.no_intervals", one_seed=True))
    if not beat:
        said = text("report.words.naive_none", name=name, level=level, compared=len(others))
        return Statement(question, "no", said)
    said = text(
        "report.words.naive_beaten",
        names=tuple(map(called, beat)),
        name=name,
        others=len(others) - len(beat),
        level=level,
        compared=len(others),
    )
    return Statement(question, "yes", said)


def _cheaper(case: Case) -> Statement | None:
    verdict, plan = case.results.verdict, case.plan
    margin = numbers.share(plan.margin)
    equal = [n for n in verdict.cheaper_equal if _proved(case.standing(n), plan.margin)]
    if equal:
        return _answer("cheaper", "yes", _cheaper_found(case, equal, margin))
    if case.is_baseline(verdict.recommended):
        return None
    if len(case.cells()) < 2:
        return _answer("cheaper", "plain", text("report.words.cheaper_single"))
    others = [s for n in case.cells() if n != verdict.recommended and (s := case.standing(n))]
    if not any(numbers.finite(s.loss) for s in others):
        return _answer("cheaper", "open", text("report.words.cheaper_no_interval", margin=margin))
    said = text("report.words.cheaper_none", level=_level(case), margin=margin)
    return _answer("cheaper", "plain", said)


def _proved(standing: Standing | None, margin: float) -> bool:
    if standing is None or not standing.loses_nothing or standing.loss is None:
        return False
    return numbers.finite(standing.loss) and standing.loss.high < margin


def _cheaper_found(case: Case, equal: list[str], margin: str) -> str:
    first = equal[0]
    standing = case.standing(first)
    loss = standing.loss if standing is not None else None
    ends = None
    if loss is not None:
        span = numbers.span(loss.low * 100, loss.high * 100, apart=case.plan.margin * 100)
        ends = numbers.per_cent(span)
    return text(
        "report.words.cheaper",
        name=called(first),
        more=tuple(map(called, equal[1:])),
        recommended=called(case.results.verdict.recommended),
        parameters=_fewer(case, first),
        step=_faster(case, first),
        score=phrases.score(case.plan.score),
        ends=ends,
        level=_level(case) if loss is None else numbers.level(loss),
        margin=margin,
    )


def _fewer(case: Case, name: str) -> tuple[str, str] | None:
    """Its parameters and those of the recommended, where they are fewer."""
    mine, its = case.architecture(name), case.architecture(case.results.verdict.recommended)
    if mine is None or its is None or mine.parameters >= its.parameters:
        return None
    return numbers.count(mine.parameters), numbers.count(its.parameters)


def _faster(case: Case, name: str) -> tuple[str, str] | None:
    """The times of their steps, where its own is shorter by more than the noise."""
    a, b = case.cost(name), case.cost(case.results.verdict.recommended)
    noise = max(a.noise or 0.0, b.noise or 0.0)
    if a.step_p50 is None or b.step_p50 is None or a.step_p50 >= b.step_p50 * (1 - noise):
        return None
    return numbers.seconds(a.step_p50, a.noise), numbers.seconds(b.step_p50, b.noise)

"""The verdict in plain sentences: a pure function of records, for the page and the command line.

The words follow the numbers: "better" and "worse" are said only where an interval excludes zero,
whatever the verdict's flags say. How it is said: `recurra.words`, "report.words".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from recurra.records import Cost, Interval, Plan, Results, Standing
from recurra.report import numbers, phrases
from recurra.report.case import Case, relation, side
from recurra.report.phrases import called
from recurra.words import Words, text

ENOUGH = 5  # seeds from which on an interval over seeds is narrow enough to decide with
WARNED = 3  # seeds below which the warnings of earlier versions, which are text, speak of that
OF_SEEDS = {"comparison.verdict.few_seeds", "comparison.verdict.undecided_loss"}
About = Literal["choice", "cost", "sure", "worth", "cheaper", "note"]


@dataclass(frozen=True)
class Statement:
    """An answer to one question about the run."""

    question: str
    tone: str  # yes | no | open | plain: the sign beside it
    text: str


def sentences(plan: Plan, results: Results, costs: Sequence[Cost]) -> list[str]:
    """The verdict as sentences: which model and why, its cost, how sure, worth it, what is cheaper.

    The first is the choice; warnings come last. Records that miss something (no costs, one seed,
    no baselines) make fewer or other sentences, never an error.
    """
    return [statement.text for statement in statements(plan, results, costs)]


def statements(plan: Plan, results: Results, costs: Sequence[Cost]) -> list[Statement]:
    """The same with the question that each answers."""
    case = Case(plan, results, costs)
    said: list[Statement | None] = [_choice(case)]
    if case.results.verdict.recommended:
        said += [_cost(case), _sure(case), _naive(case), _worth(case), _cheaper(case)]
    said += [_answer("note", "open", str(w)) for w in case.results.verdict.warnings]
    return [statement for statement in said if statement is not None]


def headline(plan: Plan, results: Results) -> str:
    """The choice in at most a few words."""
    name = results.verdict.recommended
    if not name:
        return text("report.words.headline_none")
    case = Case(plan, results, ())
    if name == results.verdict.naive and not results.verdict.beat_naive:
        return text("report.words.headline_naive", name=name)
    return text("report.words.headline", name=called(name), baseline=case.is_baseline(name))


def lead(plan: Plan, results: Results) -> str:
    """Why that one, to stand below the headline."""
    case = Case(plan, results, ())
    standing = case.standing(results.verdict.recommended)
    if standing is None:
        return text("report.words.lead_none")
    return text("report.words.lead", why=_why(case, standing), tested=_tested(case, standing))


def _answer(about: About, tone: str, said: str) -> Statement:
    return Statement(text("report.words.question", about=about), tone, said)


def _choice(case: Case) -> Statement:
    name = case.results.verdict.recommended
    standing = case.standing(name)
    if not name or standing is None:
        return _answer("choice", "no", text("report.words.choice_none"))
    why, tested = _why(case, standing), _tested(case, standing)
    baseline = case.is_baseline(name)
    said = text("report.words.choice", name=called(name), baseline=baseline, why=why, tested=tested)
    return _answer("choice", "plain", said)


def _why(case: Case, standing: Standing) -> str:
    info, name = case.plan.score, standing.architecture
    rivals = [s for s in case.results.standings if s.validation is not None]
    if standing.validation is None:
        return text("report.words.why_only")
    value, score = numbers.score(standing.validation, info), phrases.score(info)
    seeds = None if case.is_baseline(name) else len(case.plan.seeds)
    if len(rivals) == 1:
        return text("report.words.why_only_scored", score=score, value=value, seeds=seeds)
    pick = max if info.higher_is_better else min
    best = pick(rivals, key=lambda s: s.validation if s.validation is not None else 0.0)
    if best.validation == standing.validation:
        return text(
            "report.words.why_best", number=len(rivals), score=score, value=value, seeds=seeds
        )
    return text(
        "report.words.why_within",
        score=score,
        value=value,
        seeds=seeds,
        margin=numbers.share(case.plan.margin),
        best=called(best.architecture),
        best_value=numbers.score(best.validation or 0.0, info),
    )


def _tested(case: Case, standing: Standing) -> str:
    info, test = case.plan.score, standing.test
    if test is None:
        return text("report.words.tested_not")
    score, alone = phrases.score(info), len(case.plan.seeds) == 1
    value = numbers.score(test.value, info, numbers.half_width(test))
    if not numbers.finite(test):
        return text("report.words.tested_alone", score=score, value=value, one_seed=alone)
    level, ends = numbers.level(test), numbers.between(test, info)
    return text("report.words.tested", score=score, value=value, level=level, ends=ends)


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
        key: tuple(called(s.architecture) for s in others if relation(s) == key)
        for key in ("worse", "better", "open", "unknown")
    }
    said = _sure_text(case, groups, len(others))
    tone = "yes" if len(groups["worse"]) == len(others) else "open"
    return _answer("sure", tone, said)


def _sure_text(case: Case, groups: dict[str, tuple[str, ...]], total: int) -> str:
    compared, seeds = total - len(groups["unknown"]), len(case.plan.seeds)
    if compared == 0:
        return _unsure(case.plan)
    level, worse = _level(case), len(groups["worse"])
    if worse == total:
        return text(
            "report.words.sure_clear", others=total, level=level, seeds=seeds, compared=compared
        )
    found = []
    if groups["open"] or worse or groups["unknown"]:
        said = text(
            "report.words.sure",
            lead=_lead(case, groups),
            equal=groups["open"],
            worse=worse,
            others=total,
            unknown=groups["unknown"],
            level=level,
            seeds=seeds,
            compared=compared,
        )
        found.append(said)
    if groups["better"]:
        found.append(text("report.words.sure_better", names=groups["better"]))
    if seeds < ENOUGH and not _said_of_seeds(case):
        found.append(text("report.words.few_seeds", number=seeds, enough=ENOUGH))
    return text("report.conditions.together", sentences=tuple(found))


def _lead(case: Case, groups: dict[str, tuple[str, ...]]) -> str:
    if case.results.verdict.sure == "tied" and groups["open"]:
        return "tie"
    if case.results.verdict.sure == "undecided" or groups["unknown"]:
        return "undecided"
    return "unsettled" if groups["open"] else "unclear"


def _said_of_seeds(case: Case) -> bool:
    """Whether a warning of the verdict speaks of few seeds already."""
    few = len(case.plan.seeds) < WARNED
    return any(
        w.key in OF_SEEDS if isinstance(w, Words) else few for w in case.results.verdict.warnings
    )


def _unsure(plan: Plan) -> str:
    if len(plan.seeds) == 1:
        return text("report.words.one_seed", enough=ENOUGH)
    return text("report.words.no_intervals")


def _level(case: Case) -> str:
    known = [s.difference for s in case.results.standings if numbers.finite(s.difference)]
    return numbers.level(known[0]) if known and known[0] is not None else numbers.share(0.95)


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
        return Statement(question, "open", _unsure(case.plan))
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


def _worth(case: Case) -> Statement:
    verdict = case.results.verdict
    if not verdict.best_network:
        return _answer("worth", "open", text("report.words.worth_no_network"))
    if not verdict.best_baseline:
        return _answer("worth", "open", text("report.words.worth_no_baseline"))
    gain = verdict.gain
    if gain is None or not numbers.finite(gain):
        return _answer("worth", "open", _worth_unknown(case, gain))
    tone, said = _worth_known(case, gain)
    return _answer("worth", tone, said)


def _worth_known(case: Case, gain: Interval) -> tuple[str, str]:
    verdict, where = case.results.verdict, side(gain)
    network, baseline, score = _compared(case)
    level, ends = numbers.level(gain), numbers.between(gain, case.plan.score, unit=False)
    by = numbers.gap(abs(gain.value), case.plan.score, numbers.half_width(gain))
    if where == "better" and verdict.worth_it == "yes":
        preferred = verdict.recommended == verdict.best_baseline
        return "open" if preferred else "yes", text(
            "report.words.worth_yes", network=network, baseline=baseline, by=by, score=score,
            level=level, ends=ends, preferred=preferred,
        )  # fmt: skip
    if where == "worse":
        decided = verdict.worth_it != "yes"
        return "no" if decided else "open", text(
            "report.words.worth_worse", network=network, baseline=baseline, by=by, score=score,
            level=level, ends=ends, decided=decided,
        )  # fmt: skip
    decided = verdict.worth_it == "no"
    tone = "no" if decided else "open"
    if where == "better":
        return tone, text(
            "report.words.worth_not_paid", network=network, baseline=baseline, by=by, score=score,
            level=level, ends=ends, decided=decided,
        )  # fmt: skip
    few = len(case.plan.seeds) < ENOUGH
    return tone, text(
        "report.words.worth_open", network=network, baseline=baseline,
        difference=_signed(case, gain), score=score, level=level, ends=ends, decided=decided,
        few=few,
    )  # fmt: skip


def _worth_unknown(case: Case, gain: Interval | None) -> str:
    network, baseline, score = _compared(case)
    return text(
        "report.words.worth_unknown",
        network=network,
        baseline=baseline,
        difference=None if gain is None else _signed(case, gain),
        score=score,
        one_seed=len(case.plan.seeds) == 1,
    )


def _compared(case: Case) -> tuple[str, str, str]:
    """The best network, the best baseline, what their score is called."""
    verdict = case.results.verdict
    score = phrases.score(case.plan.score)
    return called(verdict.best_network), called(verdict.best_baseline), score


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
        ends = f"{span}{numbers.SPACE}%"
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


def _signed(case: Case, gain: Interval) -> str:
    gap = numbers.gap(gain.value, case.plan.score, numbers.half_width(gain))
    return f"{'+' if gain.value > 0 else ''}{gap}"

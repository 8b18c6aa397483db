"""What was decided and what was not, in sentences that all follow from the verdict's light.

The light says green (decided), amber (not yet) or quick (a look that judges nothing); runs that
were recorded before there was one are read as green where nothing was undecided. Of a network that
had not learned to the end nothing is said that more training could turn.
"""

from recurra.records import Standing, Verdict
from recurra.report import numbers, phrases
from recurra.report.case import Case
from recurra.report.phrases import called
from recurra.words import text


def light(verdict: Verdict) -> str:
    """green | amber | quick."""
    if verdict.light:
        return verdict.light
    return "amber" if "undecided" in (verdict.worth_it, verdict.sure) else "green"


def headline(case: Case) -> str:
    """The choice in a few words."""
    verdict = case.results.verdict
    if not verdict.recommended:
        return text("report.decided.headline_none")
    return text(
        "report.decided.headline",
        light=light(verdict),
        name=called(verdict.recommended),
        kind=_kind(case),
    )


def choice(case: Case) -> str:
    """Which one and why, in a sentence or two."""
    verdict = case.results.verdict
    standing = case.standing(verdict.recommended)
    if standing is None:
        together = (headline(case), text("report.decided.nothing"))
        return text("report.decided.none", sentences=together)
    return text(
        "report.decided.choice",
        light=light(verdict),
        name=called(verdict.recommended),
        kind=_kind(case),
        why=why(case, standing),
        tested=tested(case, standing),
    )


def lead(case: Case) -> str:
    """Why that one, to stand below the headline."""
    standing = case.standing(case.results.verdict.recommended)
    if standing is None:
        return text("report.decided.nothing")
    reasons, shown = why(case, standing), tested(case, standing)
    return text("report.decided.lead", why=reasons, tested=shown)


def why(case: Case, standing: Standing) -> str:
    """What the validation part says of the one that is taken."""
    info = case.plan.score
    if standing.validation is None:
        return text("report.decided.why_only")
    value, score = numbers.score(standing.validation, info), phrases.score(info)
    seeds = None if case.is_baseline(standing.architecture) else len(case.plan.seeds)
    rivals = [s for s in case.results.standings if s.validation is not None]
    best = _best(case, rivals)
    if best is standing:
        return text(
            "report.decided.why_best", number=len(rivals), score=score, value=value, seeds=seeds
        )
    error = standing.behind_error
    value, best_value, behind = numbers.apart(
        standing.validation, best.validation or 0.0, info, error
    )
    answers, parameters = _less(case, standing.architecture, best.architecture)
    return text(
        "report.decided.why_cheaper",
        score=score,
        value=value,
        seeds=seeds,
        best=called(best.architecture),
        best_value=best_value,
        behind=behind,
        unseen=error is not None and abs((best.validation or 0.0) - standing.validation) <= error,
        margin=numbers.share(case.plan.margin),
        answers=answers,
        parameters=parameters,
    )


def tested(case: Case, standing: Standing) -> str:
    """What it reaches on the test part, in the score and beside the naive answer."""
    info, test = case.plan.score, standing.test
    if test is None:
        return text("report.decided.tested_not")
    score = phrases.score(info)
    value = numbers.score(test.value, info, numbers.half_width(test))
    naive = case.standing(case.results.verdict.naive)
    beside = None
    if naive is not None and naive.test is not None and naive is not standing:
        beside = numbers.score(naive.test.value, info, numbers.half_width(test))
    known = numbers.finite(test)
    return text(
        "report.decided.tested",
        score=score,
        value=value,
        level=numbers.level(test) if known else None,
        ends=numbers.between(test, info) if known else None,
        naive=called(naive.architecture) if naive is not None else "",
        beside=beside,
        missed=_missed(case, standing, naive),
    )


def _missed(
    case: Case, standing: Standing, naive: Standing | None
) -> tuple[tuple[str, str, str | None], ...]:
    """Of the first targets how far it misses them in their own units, and the naive answer; nothing
    where that is the score itself."""
    if case.plan.score.name == "mae" and len(standing.missed) < 2:
        return ()
    others = {} if naive is None or naive is standing else naive.missed
    return tuple(
        (
            target,
            numbers.significant(off),
            numbers.significant(others[target]) if target in others else None,
        )
        for target, off in list(standing.missed.items())[:MOST_TARGETS]
    )


def worth(case: Case) -> tuple[str, str]:
    """(tone, text): is a recurrent network worth it?"""
    verdict, info = case.results.verdict, case.plan.score
    if not verdict.best_network:
        return "open", text("report.decided.worth_no_network")
    if not verdict.best_baseline:
        return "open", text("report.decided.worth_no_baseline")
    gain = verdict.gain
    known = gain is not None and numbers.finite(gain)
    shown = None if gain is None else _signed(case, gain.value, numbers.half_width(gain))
    said = text(
        "report.decided.worth",
        answer=verdict.worth_it,
        for_less=verdict.for_less,
        light=light(verdict),
        network=called(verdict.best_network),
        baseline=called(verdict.best_baseline),
        taken=called(verdict.recommended),
        score=phrases.score(info),
        difference=shown,
        lower=not info.higher_is_better,
        level=numbers.level(gain) if gain is not None and known else None,
        ends=numbers.between(gain, info, unit=False) if gain is not None and known else None,
    )
    return {"yes": "yes", "no": "no"}.get(verdict.worth_it, "open"), said


def left_open(case: Case) -> str | None:
    """What is not decided, and why; None where all is."""
    verdict, plan = case.results.verdict, case.plan
    if light(verdict) == "green":
        return None
    if light(verdict) == "quick":
        return text("report.decided.quick")
    said = []
    if verdict.open and verdict.visible is not None:
        said.append(
            text(
                "report.decided.open",
                names=tuple(map(called, verdict.open)),
                taken=called(verdict.recommended),
                examples=plan.data.counts.get("validation", 0),
                visible=numbers.gap(verdict.visible, plan.score),
                twice=numbers.share(2 * plan.margin),
            )
        )
    idle = tuple(name for name in verdict.unfinished if not _begun(case, name))
    said += [_improving(case, name) for name in verdict.unfinished if name not in idle]
    if idle:
        said.append(text("report.decided.not_begun", names=tuple(map(called, idle))))
    doubts = [
        doubt for doubt in verdict.doubts if doubt != "better" or "network" not in verdict.doubts
    ]
    for doubt in doubts:
        said.append(_doubt(case, doubt))
    if not said:
        said.append(text("report.decided.tied", names=tuple(map(called, verdict.tied_with))))
    return text("report.conditions.together", sentences=tuple(said))


def what_next(case: Case) -> str:
    """What to do now."""
    verdict = case.results.verdict
    seeds = len(case.plan.seeds)
    return text(
        "report.decided.next",
        light=light(verdict),
        name=called(verdict.recommended),
        kind=_kind(case),
        leak="leak" in verdict.doubts,
        updates=verdict.updates_needed if verdict.unfinished else None,
        training=bool(verdict.unfinished),
        examples=verdict.examples_needed if verdict.open else None,
        seeds=_more_seeds(verdict, seeds),
        spread=bool(verdict.open) and not (verdict.examples_needed or verdict.seeds_needed),
    )


def _more_seeds(verdict: Verdict, seeds: int) -> int | None:
    """How many would help to decide; None: that is not what is missing."""
    wanted = max(verdict.seeds_needed or 0, ENOUGH)
    return wanted if wanted > seeds else None


MOST_TARGETS = 3  # whose misses are said at the top
ENOUGH = 5  # seeds from which on an interval over seeds is narrow enough to decide with


def _begun(case: Case, name: str) -> bool:
    standing = case.standing(name)
    return standing is not None and standing.begun


def _improving(case: Case, name: str) -> str:
    standing, info = case.standing(name), case.plan.score
    assert standing is not None
    gained = standing.gained
    return text(
        "report.decided.improving",
        name=called(name),
        gained=None
        if gained is None
        else numbers.gap(gained.value, info, numbers.half_width(gained)),
        updates=standing.updates,
    )


def _doubt(case: Case, doubt: str) -> str:
    verdict = case.results.verdict
    gain = verdict.gain
    ends, level = None, ""
    if gain is not None and numbers.finite(gain):
        ends, level = numbers.between(gain, case.plan.score), numbers.level(gain)
    better = tuple(
        called(s.architecture)
        for s in case.results.standings
        if s.difference is not None and s.difference.low > 0
    )
    return text(
        "report.decided.doubt",
        doubt=doubt,
        taken=called(verdict.recommended),
        network=called(verdict.best_network),
        baseline=called(verdict.best_baseline),
        naive=called(verdict.naive),
        ends=ends,
        level=level,
        better=better,
    )


def _best(case: Case, rivals: list[Standing]) -> Standing:
    named = case.standing(case.results.verdict.best)
    if named is not None:
        return named
    pick = max if case.plan.score.higher_is_better else min
    return pick(rivals, key=lambda s: s.validation if s.validation is not None else 0.0)


def _kind(case: Case) -> str:
    """network | baseline | naive."""
    verdict = case.results.verdict
    if verdict.recommended == verdict.naive:
        return "naive"
    return "baseline" if case.is_baseline(verdict.recommended) else "network"


Pair = tuple[str, str] | None


def _less(case: Case, name: str, other: str) -> tuple[Pair, Pair]:
    """Times of an answer, or parameters, whichever it costs less in; its own and the other's."""
    mine, its = case.cost(name), case.cost(other)
    a, b = mine.sequence_p50, its.sequence_p50
    if a is not None and b is not None and a < b:
        pair = numbers.seconds(a, mine.noise), numbers.seconds(b, its.noise)
        return pair, None
    one, two = case.architecture(name), case.architecture(other)
    if one is None or two is None or one.parameters >= two.parameters:
        return None, None
    return None, (numbers.count(one.parameters), numbers.count(two.parameters))


def _signed(case: Case, value: float, spread: float | None) -> str:
    gap = numbers.gap(value, case.plan.score, spread)
    return f"{'+' if value > 0 else ''}{gap}"

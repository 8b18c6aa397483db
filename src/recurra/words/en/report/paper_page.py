"""The page of a reproduction."""

from typing import Literal

from recurra.words.en.phrases import counted

Verdict = Literal["holds", "fails", "open", "unjudged", "unmeasured"]
VERDICTS = {
    "holds": "holds",
    "fails": "fails",
    "open": "undecided",
    "unjudged": "not judged: a quick run",
    "unmeasured": "not measured",
}
HEADINGS = {
    "quick": "Quick run: it tries the machinery, its numbers mean nothing",
    "about": "What it is about",
    "claims": "Expected and measured",
    "claim": "Claim",
    "expected": "Expected",
    "measured": "Measured",
    "verdict": "Verdict",
    "expected_before": "expected",
    "measured_before": "measured",
    "verdict_before": "verdict",
    "earlier_before": "earlier look",
    "this_before": "this look",
    "beside": "Beside an earlier look",
    "earlier": "Earlier look",
    "this": "This look",
    "guessed": "What had to be guessed",
    "run": "How it was run",
    "machine": "Machine and versions",
}


def heading(name: str) -> str:
    """Of a section or a column; NAME_before: of a column, beside its value on a narrow screen."""
    return HEADINGS.get(name, name)


def title(paper: str) -> str:
    return f"{paper}: reproduced with recurra"


def headline(holds: int, fails: int, undecided: int, unjudged: int, unmeasured: int) -> str:
    rest = f"; {_are(unmeasured)} not measured" if unmeasured else ""
    if unjudged:
        return f"A quick run judges no claim: {_are(unjudged)} tried{rest}"
    return (
        f"Of {counted(holds + fails + undecided, 'claim')} {counted(holds, 'holds', 'hold')}, "
        f"{counted(fails, 'fails', 'fail')}, {_are(undecided)} undecided{rest}"
    )


def lead(cite: str, trainings: int, diverged: int, spent: str, judged: bool) -> str:
    some = f", {diverged:,} of them diverged" if diverged else ""
    rule = (
        "A claim holds where its whole interval fits what is expected, and fails where none of it "
        "does."
    )
    if not judged:
        rule = "Run it without --quick for a verdict."
    return f"{cite}. {counted(trainings, 'training')}{some}, {spent}. {rule}"


def caption() -> str:
    return (
        "Skill: 0 is guessing, 1 is always right. Below each claim: on what it was measured, and "
        "where its expectation comes from; where that is memory, how sure it is, from 0 to 1."
    )


def source(where: str) -> str:
    return f"Source: {where}"


def name() -> str:
    return "Name:"


def not_measured(claims: int) -> str:
    return f"{counted(claims, 'claim')} not measured"


def reason(claim: str, why: str, key: str) -> str:
    return f"{claim}: {why} ({key})."


def conditions(look: str) -> str:
    return f"{look}."


def caption_beside() -> str:
    return "Claims that both looks measured."


def not_independent() -> str:
    return "Both looks have the same examples, so they are not independent of each other."


def both_looks(earlier: str, now: str) -> str:
    return f"Earlier look: {earlier}. This look: {now}."


def verdict(name: Verdict) -> str:
    return VERDICTS[name]


def expected(quantity: str, bounds: str) -> str:
    """Of claims that are older than their quantity there is none."""
    return f"{quantity} {bounds}".strip().replace("-", "−")


def agreement(same: int, both: int, judged: bool) -> str:
    """`judged`: neither look was a quick one."""
    if not both:
        return "This look measured none of the claims of the earlier one."
    if not judged:
        return f"{counted(both, 'claim')} looked at twice; a quick run judges none."
    return f"Of {counted(both, 'claim')} looked at twice, {same} came to the same verdict."


def too_few_trainings() -> str:
    return "too few trainings"


def without_interval(value: str) -> str:
    return f"{value} (too few seeds for an interval)"


def with_interval(value: str, percent: int, low: str, high: str) -> str:
    return f"{value} ({percent} % interval {low} to {high})"


def no_record(folder: str) -> str:
    return f"{folder} is not the folder of a reproduction: it has no paper.json"


def not_finished(folder: str) -> str:
    return f"the reproduction in {folder} is not finished. Repeat its command first"


def damaged(folder: str, why: str) -> str:
    return f"the records in {folder} are damaged: {why}"


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"

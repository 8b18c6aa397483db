"""The terms of the verdict, explained below it: those that stand there, and no others."""

from recurra.report import numbers
from recurra.report.case import Case
from recurra.words import text


def explained(case: Case) -> list[str]:
    """A sentence for each term that the verdict uses: score, validation and test part, seeds,
    margin, intervals, p99."""
    plan, name = case.plan, case.results.verdict.recommended
    standing, cost = case.standing(name), case.cost(name)
    if standing is None:
        return []
    tested = standing.test
    used = {
        plan.score.name: True,
        "parts": True,
        "seeds": bool(case.cells()),
        "margin": True,
        "interval": tested is not None and numbers.finite(tested),
        "p99": cost.step_p99 is not None or cost.sequence_p99 is not None,
    }
    found = (
        text("report.terms.term", name=term, margin=numbers.share(plan.margin))
        for term, there in used.items()
        if there
    )
    return [one for one in found if one]

"""What a paper says, and on which trainings it is measured."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from recurra.claims import Claim, Training
from recurra.papers.judge import claim, skill
from recurra.records import Interval
from recurra.words import Text, say

LEARNED = 0.5  # skill
SKILL = say("papers.judge.skill")
Place = tuple[str, str]  # condition, architecture
Table = Mapping[Place, Sequence[Training]]  # final trainings


@dataclass(frozen=True)
class Statement:
    """A claim before it is judged.

    `measure` is called with the final trainings of each of `needs`. With `given`
    it holds only if one of these networks or that one has learned its task: a cell that fails is
    comparable to one that fails, too.

    >>> from recurra.papers.judge import skill
    >>> one = Statement("far", "It remembers", "abstract", (("copy", "lstm"),), skill, least=0.5)
    >>> print(judged(one, {}, set()).why)
    a run of this size does not train lstm on copy
    """

    key: str
    says: Text
    source: Text  # where the expectation comes from, and how sure that is
    needs: tuple[Place, ...]
    measure: Callable[..., Interval | None]
    least: float | None = None
    most: float | None = None
    quantity: Text = SKILL
    conditions: Text = ""
    given: Place | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """All that must be trained for it."""
        return self.needs if self.given is None else (*self.needs, self.given)


def grouped(found: Sequence[Training]) -> Table:
    """Final trainings by condition and architecture."""
    table: dict[Place, list[Training]] = {}
    for one in found:
        if one.stage == "final":
            table.setdefault((one.condition, one.architecture), []).append(one)
    return table


def judged(statement: Statement, table: Table, left_out: Container[Place]) -> Claim:
    """The claim with its verdict; unmeasured where trainings that it needs are not there.

    `left_out`: what a run of this size would train, had it not been restricted.
    """
    absent = [place for place in statement.places if place not in table]
    measured = None if absent else statement.measure(*map(table.__getitem__, statement.needs))
    found = claim(
        statement.key,
        statement.says,
        statement.source,
        measured,
        least=statement.least,
        most=statement.most,
        conditions=statement.conditions,
        quantity=statement.quantity,
    )
    if absent:
        return replace(found, verdict="unmeasured", why=_missing(absent, left_out))
    doubt = _unlearned(statement, table) if found.verdict == "holds" else ""
    return replace(found, verdict="open", why=doubt) if doubt else found


def unjudged(claim: Claim) -> Claim:
    """The claim without a verdict, if it was measured.

    >>> unjudged(Claim("k", "s", "p", "at least 1", None, "fails")).verdict
    'unjudged'
    """
    if claim.verdict == "unmeasured":
        return claim
    return replace(claim, verdict="unjudged", why="")


def _missing(absent: Sequence[Place], left_out: Container[Place]) -> Text:
    condition, architecture = absent[0]
    return say(
        "papers.statement.missing",
        architecture=architecture,
        condition=condition,
        more=len(absent) - 1,
        left_out=absent[0] in left_out,
    )


def _unlearned(statement: Statement, table: Table) -> Text:
    if statement.given is None:
        return ""
    skills = {place: skill(table[place]) for place in statement.places}
    best = max((i.value, place) for place, i in skills.items() if i is not None)
    if best[0] >= LEARNED:
        return ""
    condition, architecture = best[1]
    return say(
        "papers.statement.unlearned",
        architecture=architecture,
        condition=condition,
        skill=round(best[0], 2) + 0.0,
    )

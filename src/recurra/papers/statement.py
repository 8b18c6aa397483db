"""What a paper says, and on which trainings it is measured."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from recurra.claims import Claim, Training
from recurra.papers.judge import claim, skill
from recurra.records import Interval

LEARNED = 0.5  # skill
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
    >>> judged(one, {}, set()).why
    'a run of this size does not train lstm on copy'
    """

    key: str
    says: str
    source: str  # where the expectation comes from, and how sure that is
    needs: tuple[Place, ...]
    measure: Callable[..., Interval | None]
    least: float | None = None
    most: float | None = None
    quantity: str = "skill"
    conditions: str = ""
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


def _missing(absent: Sequence[Place], left_out: Container[Place]) -> str:
    condition, architecture = absent[0]
    more = f" and {len(absent) - 1} more" if len(absent) > 1 else ""
    why = "this look leaves out" if absent[0] in left_out else "a run of this size does not train"
    return f"{why} {architecture} on {condition}{more}"


def _unlearned(statement: Statement, table: Table) -> str:
    if statement.given is None:
        return ""
    skills = {place: skill(table[place]) for place in statement.places}
    best = max((i.value, place) for place, i in skills.items() if i is not None)
    if best[0] >= LEARNED:
        return ""
    condition, architecture = best[1]
    return (
        f"this says nothing, as none of these networks has learned the task: the best, "
        f"{architecture} on {condition}, comes to a skill of {round(best[0], 2) + 0.0:.2f}"
    )

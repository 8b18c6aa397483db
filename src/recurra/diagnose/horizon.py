"""Beyond which distance does an input no longer change the answer?

Everything from a distance d on is replaced by what another example has there; the change is the
distance of the answers before and after (half the sum of the differences of the probabilities, or
the root of the mean squared difference of forecasts), mean over examples. Memory ends where it is
below a hundredth of the change when everything is replaced: the distance is looked for among a few
and then by halving between the two around it, so that it is exact. Beside it stand the change when
the input at d alone is replaced, and the score that is left.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import torch

from recurra.diagnose import dependency
from recurra.diagnose.subject import Subject, answers, distances, lengths
from recurra.findings import Chart, Finding, Line, rounded
from recurra.nn.batch import Batch

KEY, QUESTION = "horizon", "Beyond which distance does an input no longer change the answer?"
THRESHOLD = 0.01
MOST = 24  # distances


def replaced(batch: Batch, distance: int, *, alone: bool = False, seed: int = 0) -> Batch:
    """The batch with other examples' inputs at all distances from `distance` on, or there alone.

    Another example stands at the same distance from its own end (it is read again from its end
    where it is too short).
    """
    ends = torch.from_numpy(lengths(batch))
    steps, count = batch.x.shape[:2]
    partner = partners(count, seed)
    back = ends - 1 - torch.arange(steps)[:, None]  # [T,B] distance from the end
    source = ends[partner] - 1 - back.clamp(min=0) % ends[partner]
    foreign = batch.x[source, partner]
    chosen = (back == distance) if alone else (back >= distance)
    return batch._replace(x=torch.where(chosen[..., None], foreign, batch.x))


def changes(subject: Subject, where: Iterable[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Change of the answers with the past replaced, with one input replaced, and the score left."""
    before = answers(subject.model, subject.batches)
    past, single, score = [], [], []
    for d in where:
        after = answers(subject.model, [replaced(b, d) for b in subject.batches])
        alone = answers(subject.model, [replaced(b, d, alone=True) for b in subject.batches])
        past.append(apart(before, after))
        single.append(apart(before, alone))
        score.append(subject.value(after))
    return np.array(past), np.array(single), np.array(score)


def find(subject: Subject, need: int | None = None) -> Finding:
    """The memory's horizon against what the data carry; `need` in steps, None: it is measured."""
    wanted = dependency.needed(*dependency.explained(subject)) if need is None else need
    usable = exchangeable(subject, lambda b: replaced(b, 0))
    if usable is None:
        return unanswered(subject, QUESTION, "steps from the end")
    subject, longest = usable, int(usable.lengths.max())
    where = distances(max(1, longest - 1), MOST)
    past, single, score = changes(subject, where)
    fine = refined(where, past, asked(subject, replaced))
    number = reach(*fine, longest)
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit="steps from the end",
        threshold=(float(wanted),) if wanted else (),
        rule="least" if wanted else "none",
        verdict=_verdict(number, wanted),
        answer=_answer(number, wanted, longest),
        advice=_advice(number, wanted),
        conditions=subject.conditions("means; the past is taken from other examples"),
        charts=_charts(subject, where, (past, single, score), wanted, fine),
    )


def exchangeable(subject: Subject, exchange: Callable[[Batch], Batch]) -> Subject | None:
    """The subject without batches in which nothing can be put in the place of an example's past:
    of one example, or of equal ones. None where no batch is left."""
    kept = tuple(b for b in subject.batches if not torch.equal(exchange(b).x, b.x))
    if len(kept) == len(subject.batches):
        return subject
    return replace(subject, batches=kept) if kept else None


def unanswered(subject: Subject, question: str, unit: str) -> Finding:
    """What is said where there is no other example to take a past from."""
    kind = "trees" if subject.trees else "examples"
    found = "there is one" if subject.examples == 1 else "all of them are equal"
    return Finding(
        key=KEY,
        question=question,
        model=subject.name,
        number=None,
        unit=unit,
        threshold=(),
        rule="none",
        verdict="open",
        answer=f"The past is taken from another example: it needs two {kind}, and {found}.",
        advice=(f"Give data with at least two different {kind}.",),
        conditions=subject.conditions(),
    )


def refined(
    where: tuple[int, ...], past: np.ndarray, at: Callable[[int], float]
) -> tuple[tuple[int, ...], np.ndarray]:
    """Distances and changes with more of them between the last one that counts and the next.

    `at` gives the change at a distance; each halves the gap, until the two are neighbours.

    >>> where, past = refined((0, 4, 100), np.array([1.0, 0.9, 0.0]), lambda d: float(d < 42))
    >>> len(where), reach(where, past, longest=101)
    (10, 42.0)
    """
    known = dict(zip(where, past.tolist(), strict=True))
    while known[where[0]] > 0:
        order = sorted(known)
        last = _last(np.array([known[d] for d in order]))
        if last + 1 == len(order) or order[last + 1] - order[last] == 1:
            break
        middle = (order[last] + order[last + 1]) // 2
        known[middle] = at(middle)
    return tuple(sorted(known)), np.array([known[d] for d in sorted(known)])


def asked(subject: Subject, exchange: Callable[[Batch, int], Batch]) -> Callable[[int], float]:
    """The change of the answers as a function of the distance from which on all is replaced."""
    before = answers(subject.model, subject.batches)

    def at(distance: int) -> float:
        after = answers(subject.model, [exchange(b, distance) for b in subject.batches])
        return apart(before, after)

    return at


def _last(past: np.ndarray) -> int:
    """Number of the last distance that counts."""
    return int(np.flatnonzero(past >= THRESHOLD * past[0])[-1])


def reach(where: tuple[int, ...], past: np.ndarray, longest: int) -> float | None:
    """Steps from the end that still count: the first distance from which on nothing changes."""
    if not past[0] > 0:
        return None
    last = _last(past)
    return float(where[last + 1] if last + 1 < len(where) else longest)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """How far answers are from each other, mean over examples."""
    if one.ndim == 2:
        return float(np.abs(one - other).sum(axis=1).mean() / 2)
    return float(np.sqrt(np.square(one - other).mean()))


def partners(count: int, seed: int) -> torch.Tensor:
    """Another example for each: a random circle through all of them."""
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    partner = torch.empty_like(order)
    partner[order] = order.roll(1)
    return partner


def _charts(
    subject: Subject,
    where: tuple[int, ...],
    curves: tuple[np.ndarray, np.ndarray, np.ndarray],
    wanted: int,
    fine: tuple[tuple[int, ...], np.ndarray],
) -> tuple[Chart, ...]:
    past, single, score = curves
    x = tuple(float(d) for d in where)
    whole = past[0] if past[0] > 0 else 1.0
    marks = ((float(wanted), "the data carry information up to here"),) if wanted else ()
    info = subject.score.info
    factor = 100.0 if info.percent else 1.0
    return (
        Chart(
            "lines",
            "How much the answer changes",
            "steps before the end",
            "change of the answer, relative",
            (
                Line(
                    "everything further back replaced",
                    tuple(float(d) for d in fine[0]),
                    rounded(fine[1] / whole),
                ),
                Line("this input alone replaced", x, rounded(single / whole)),
            ),
            log=True,
            limits=(THRESHOLD,),
            marks=marks,
            reading=(
                "Where the first line falls below the dashed one, the answer no longer depends on "
                "anything that lies further back: the network has forgotten it."
            ),
        ),
        Chart(
            "lines",
            "What is left of the score",
            "steps before the end",
            f"{info.label}{' in %' if info.percent else ''}",
            (Line("everything further back replaced", x, rounded(score * factor)),),
            marks=marks,
            reading=(
                "The score when everything from this distance on is another example's past. Where "
                "the line levels out, what lies further back does not help this network."
            ),
        ),
    )


def _verdict(number: float | None, wanted: int) -> str:
    if number is None or not wanted:
        return "open" if number is not None else "sick"
    return "healthy" if number >= wanted else "sick"


def _answer(number: float | None, wanted: int, longest: int) -> str:
    if number is None:
        return "The answer is the same whatever the input: nothing was learned, or it is stuck."
    seen = (
        f"The answer depends on all {longest} steps"
        if number >= longest
        else f"The answer does not change with what lies {number:.0f} or more steps from the end"
    )
    if not wanted:
        return f"{seen}; how far the data carry information could not be told."
    return f"{seen}; the data carry information up to {wanted} steps from the end."


def _advice(number: float | None, wanted: int) -> tuple[str, ...]:
    if number is None:
        return ("Train longer or with another learning rate, and look at dead units and gates.",)
    if wanted and number < wanted:
        return (
            "The memory is shorter than the data need: a larger forget bias (init='chrono'), a "
            "cell with a longer memory, more units, or a coarser step of time.",
        )
    return ()

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
from recurra.words import Words, say

KEY, QUESTION = "horizon", say("diagnose.horizon.question")
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
        return unanswered(subject, QUESTION, say("diagnose.axes.steps_from_end"))
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
        unit=say("diagnose.axes.steps_from_end"),
        threshold=(float(wanted),) if wanted else (),
        rule="least" if wanted else "none",
        verdict=_verdict(number, wanted),
        answer=_answer(number, wanted, longest),
        advice=_advice(number, wanted),
        conditions=subject.conditions(say("diagnose.horizon.conditions")),
        charts=_charts(subject, where, (past, single, score), wanted, fine),
    )


def exchangeable(subject: Subject, exchange: Callable[[Batch], Batch]) -> Subject | None:
    """The subject without batches in which nothing can be put in the place of an example's past:
    of one example, or of equal ones. None where no batch is left."""
    kept = tuple(b for b in subject.batches if not torch.equal(exchange(b).x, b.x))
    if len(kept) == len(subject.batches):
        return subject
    return replace(subject, batches=kept) if kept else None


def unanswered(subject: Subject, question: Words, unit: Words) -> Finding:
    """What is said where there is no other example to take a past from."""
    return Finding(
        key=KEY,
        question=question,
        model=subject.name,
        number=None,
        unit=unit,
        threshold=(),
        rule="none",
        verdict="open",
        answer=say("diagnose.horizon.alone", trees=subject.trees, one=subject.examples == 1),
        advice=(say("diagnose.horizon.give_two", trees=subject.trees),),
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
    marks = ((float(wanted), say("diagnose.horizon.needed")),) if wanted else ()
    info = subject.score.info
    factor = 100.0 if info.percent else 1.0
    return (
        Chart(
            "lines",
            say("diagnose.horizon.changes"),
            say("diagnose.axes.steps_before_end"),
            say("diagnose.axes.change_of_answer"),
            (
                Line(
                    say("diagnose.horizon.all_replaced"),
                    tuple(float(d) for d in fine[0]),
                    rounded(fine[1] / whole),
                ),
                Line(say("diagnose.horizon.one_replaced"), x, rounded(single / whole)),
            ),
            log=True,
            limits=(THRESHOLD,),
            marks=marks,
            reading=say("diagnose.horizon.changes_reading"),
        ),
        Chart(
            "lines",
            say("diagnose.horizon.score"),
            say("diagnose.axes.steps_before_end"),
            say("diagnose.axes.score", name=subject.measure, percent=info.percent),
            (Line(say("diagnose.horizon.all_replaced"), x, rounded(score * factor)),),
            marks=marks,
            reading=say("diagnose.horizon.score_reading"),
        ),
    )


def _verdict(number: float | None, wanted: int) -> str:
    if number is None or not wanted:
        return "open" if number is not None else "sick"
    return "healthy" if number >= wanted else "sick"


def _answer(number: float | None, wanted: int, longest: int) -> Words:
    if number is None:
        return say("diagnose.horizon.same")
    return say("diagnose.horizon.reach", number=number, steps=longest, needed=wanted)


def _advice(number: float | None, wanted: int) -> tuple[Words, ...]:
    if number is None:
        return (say("diagnose.horizon.when_same"),)
    if wanted and number < wanted:
        return (say("diagnose.horizon.when_short"),)
    return ()

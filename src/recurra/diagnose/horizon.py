"""Beyond which distance does an input no longer change the answer?

Everything from a distance d on is replaced by what another example has there; the change is the
distance of the answers before and after (half the sum of the differences of the probabilities, or
the root of the mean squared difference of forecasts), mean over examples. Memory ends where it is
below a hundredth of the change when everything is replaced. Beside it stand the change when the
input at d alone is replaced, and the score that is left.
"""

from collections.abc import Iterable

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
    where = distances(max(1, int(subject.lengths.max()) - 1), MOST)
    past, single, score = changes(subject, where)
    number = reach(where, past, int(subject.lengths.max()))
    wanted = dependency.needed(*dependency.explained(subject)) if need is None else need
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit="steps from the end",
        threshold=(float(wanted),) if wanted else (),
        rule="least" if wanted else "none",
        verdict=_verdict(number, wanted),
        answer=_answer(number, wanted, int(subject.lengths.max())),
        advice=_advice(number, wanted),
        conditions=subject.conditions("means; the past is taken from other examples"),
        charts=_charts(subject, where, (past, single, score), wanted),
    )


def reach(where: tuple[int, ...], past: np.ndarray, longest: int) -> float | None:
    """Steps from the end that still count: the first distance from which on nothing changes."""
    if not past[0] > 0:
        return None
    above = [k for k, change in enumerate(past) if change >= THRESHOLD * past[0]]
    last = above[-1]
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
                Line("everything further back replaced", x, rounded(past / whole)),
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

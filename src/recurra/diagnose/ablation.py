"""Which gate can be dropped?

Each gate in turn is replaced by its mean, one constant for each unit, and the same examples are
scored again. What the score loses is what the gate's movement is worth to this trained network. The
interval is a paired bootstrap over examples. Gates are tested one at a time: two that can each be
dropped may stand in for each other.
"""

from dataclasses import dataclass

import numpy as np

from recurra.diagnose import gates
from recurra.diagnose.gates import Gate
from recurra.diagnose.subject import Subject, answers
from recurra.diagnose.watch import watched
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.records import LEVEL
from recurra.words import Text, Words, say

KEY, QUESTION = "ablation", say("diagnose.ablation.question")
MARGIN = 0.01  # relative loss that counts as none
DRAWS = 1000
ENDS = [round((1 - LEVEL) / 2, 9), round((1 + LEVEL) / 2, 9)]  # quantiles of the interval


@dataclass(frozen=True)
class Loss:
    """What the score loses, relative, when a gate is replaced by its mean; >0 is worse."""

    gate: Text
    value: float
    low: float
    high: float


def losses(subject: Subject, seed: int = 0) -> list[Loss]:
    """The loss of each gate, with its interval."""
    whole = answers(subject.model, subject.batches)
    found = gates.measure(subject.model, subject.batches)
    return [_loss(subject, gate, whole, seed) for gate in found]


def find(subject: Subject) -> Finding:
    """The smallest loss: below the margin the gate's movement is not needed."""
    found = losses(subject)
    if not found:
        number, answer = None, say("diagnose.ablation.no_gate")
    else:
        number = min(loss.value for loss in found)
        answer = say("diagnose.ablation.losses", each=[_said(loss) for loss in found])
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=number,
        unit=say("diagnose.ablation.unit", score=subject.measure),
        threshold=(MARGIN,),
        rule="least",
        verdict=judge(number, "least", (MARGIN,)) if found else "open",
        answer=answer,
        advice=_advice(subject, found),
        conditions=subject.conditions(
            say("diagnose.ablation.conditions", draws=DRAWS, level=LEVEL)
        ),
        charts=_charts(subject, found),
    )


def _loss(subject: Subject, gate: Gate, whole: np.ndarray, seed: int) -> Loss:
    parameter = next(subject.model.parameters())
    instead = {(gate.passage, gate.node): gate.mean.to(parameter.dtype)}
    with watched(subject.model, instead) as watcher:
        found = []
        for batch in subject.batches:
            watcher.passages.clear()
            found.append(answers(subject.model, [batch]))
    return _compared(subject, gate.name, whole, np.concatenate(found), seed)


def _compared(subject: Subject, name: Text, whole: np.ndarray, less: np.ndarray, seed: int) -> Loss:
    score, truth = subject.score, subject.truth
    before, after = score.parts(truth, whole), score.parts(truth, less)
    value = _relative(subject, score.value(truth, whole), score.value(truth, less))
    if before is None or after is None:
        return Loss(name, value, float("nan"), float("nan"))
    rows = np.random.default_rng(seed).integers(0, len(truth), (DRAWS, len(truth)))
    pairs = [(score.combine(before[r].mean(0)), score.combine(after[r].mean(0))) for r in rows]
    drawn = [_relative(subject, float(one), float(other)) for one, other in pairs]
    low, high = np.quantile(drawn, ENDS)
    return Loss(name, value, float(low), float(high))


def _relative(subject: Subject, before: float, after: float) -> float:
    change = before - after if subject.score.info.higher_is_better else after - before
    return float(change / before) if before else float(change)


def _charts(subject: Subject, found: list[Loss]) -> tuple[Chart, ...]:
    if not found:
        return ()
    spread = all(np.isfinite(loss.low) for loss in found)
    line = Line(
        say("diagnose.ablation.replaced"),
        tuple(float(k) for k in range(len(found))),
        rounded(100 * loss.value for loss in found),
        rounded(100 * loss.low for loss in found) if spread else (),
        rounded(100 * loss.high for loss in found) if spread else (),
    )
    return (
        Chart(
            "bars",
            say("diagnose.ablation.title"),
            say("diagnose.ablation.gate"),
            say("diagnose.ablation.lost", score=subject.measure),
            (line,),
            limits=(100 * MARGIN,),
            names=tuple(loss.gate for loss in found),
            reading=say("diagnose.ablation.reading"),
        ),
    )


def _said(loss: Loss) -> Words:
    return say(
        "diagnose.ablation.loss", gate=loss.gate, value=loss.value, low=loss.low, high=loss.high
    )


def _advice(subject: Subject, found: list[Loss]) -> tuple[Words, ...]:
    """Only what the interval shows is advised."""
    free = [loss.gate for loss in found if loss.high < MARGIN]
    if not free:
        return ()
    return (say("diagnose.ablation.free", gates=free, most=MARGIN, trees=subject.trees),)

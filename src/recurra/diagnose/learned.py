"""Has it learned anything from its inputs?

The score of the network beside that of the best constant, an answer that does not look at the
input:

    gain = score - score of the constant     (the other way round where less is better)

The constant is chosen on the same examples, which favours it: of classes the one with the best
score (and the classes' shares, as probabilities), of numbers their mean or their median. The
interval is a paired bootstrap over examples. What the other questions say of a network without a
gain is about weights that have found nothing.
"""

from typing import NamedTuple

import numpy as np

from recurra.diagnose.subject import Subject, answers
from recurra.findings import Chart, Finding, Line, rounded
from recurra.records import LEVEL
from recurra.words import Words, say

KEY, QUESTION = "learned", say("diagnose.learned.question")
DRAWS = 1000
ENDS = [round((1 - LEVEL) / 2, 9), round((1 + LEVEL) / 2, 9)]  # quantiles of the interval


class Gain(NamedTuple):
    """Scores of the network and of the best constant; by how much the network is better."""

    own: float
    constant: float
    value: float
    low: float  # of the interval; the value itself where the score has no parts
    high: float


def gain(subject: Subject, seed: int = 0) -> Gain:
    """What the network is better by than the best answer that does not look at the input."""
    given, truth = answers(subject.model, subject.batches), subject.truth
    better = 1 if subject.score.info.higher_is_better else -1
    own = subject.score.value(truth, given)
    choices = _constants(truth, given)
    scores = [better * subject.score.value(truth, constant) for constant in choices]
    best = max(scores)
    constant = choices[scores.index(best)] if np.isfinite(best) else choices[0]
    value = better * own - best
    parts = [subject.score.parts(truth, a) for a in (given, constant)]
    low = high = value
    if parts[0] is not None and parts[1] is not None:
        rows = np.random.default_rng(seed).integers(0, len(truth), (DRAWS, len(truth)))
        one, other = (subject.score.combine(p[rows].mean(1)) for p in parts if p is not None)
        low, high = (float(q) for q in np.quantile(better * (one - other), ENDS))
    return Gain(own, better * best, value, low, high)


def find(subject: Subject) -> Finding:
    """The lower end of the gain's interval: above zero, something was learned."""
    found, label = gain(subject), subject.measure
    told = bool(np.isfinite(found).all())
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=found.low if told else None,
        unit=say("diagnose.learned.unit", score=label),
        threshold=(0.0,),
        rule="none" if not told else "least",
        verdict=_verdict(found),
        answer=_answer(found, label),
        advice=_advice(found),
        conditions=subject.conditions(say("diagnose.learned.conditions", draws=DRAWS, level=LEVEL)),
        charts=(_chart(found, label),) if told else (),
    )


def _verdict(found: Gain) -> str:
    if not np.isfinite(found.low):
        return "open"
    return "healthy" if found.low > 0 else "sick"


def _constants(truth: np.ndarray, given: np.ndarray) -> list[np.ndarray]:
    """Answers shaped like those given, the same for every example."""
    if truth.dtype.kind == "f":
        return [np.broadcast_to(f(truth, axis=0), given.shape) for f in (np.mean, np.median)]
    classes = given.shape[1]
    shares = np.bincount(truth, minlength=classes) / len(truth)
    return [np.broadcast_to(row, given.shape) for row in (*np.eye(classes), shares)]


def _answer(found: Gain, label: Words) -> Words:
    if not np.isfinite(found.low):
        return say("diagnose.learned.not_told", score=label)
    return say(
        "diagnose.learned.gain",
        score=label,
        own=found.own,
        constant=found.constant,
        value=found.value,
        low=found.low,
        high=found.high,
    )


def _advice(found: Gain) -> tuple[Words, ...]:
    if _verdict(found) != "sick":
        return ()
    return (say("diagnose.learned.when_nothing"),)


def _chart(found: Gain, label: Words) -> Chart:
    return Chart(
        "bars",
        say("diagnose.learned.title"),
        say("diagnose.learned.answer"),
        label,
        (Line(say("diagnose.learned.score"), (0.0, 1.0), rounded((found.constant, found.own))),),
        names=(say("diagnose.learned.best_constant"), say("diagnose.learned.this_network")),
        reading=say("diagnose.learned.reading"),
    )

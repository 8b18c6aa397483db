"""Which learning rates teach a network? A rate range test as a finding with its curve."""

import math

from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.train.range_test import OVER, Range
from recurra.words import say

KEY, QUESTION = "learning_rates", say("diagnose.learning_rates.question")
FALLS = 0.9  # of the first loss: a loss that nowhere falls below says nothing about rates


def finding(found: Range, model: str) -> Finding:
    """What a range test of a network says.

    >>> one = finding(Range((1e-4, 1e-3, 1e-2), (1.0, 0.5, 0.7)), "lstm")
    >>> one.verdict, one.number
    ('healthy', 0.0001)
    """
    powers = rounded(math.log10(rate) for rate in found.rates)
    curve = Line(say("diagnose.learning_rates.loss"), powers, rounded(found.losses))
    learns = judge(found.fell, "most", (FALLS,)) == "healthy"
    said = say(
        "diagnose.learning_rates.answer",
        learns=learns, edge=found.edge, suggested=found.suggested, last=found.rates[-1],
    )  # fmt: skip
    return Finding(
        key=KEY,
        question=QUESTION,
        model=model,
        number=found.suggested if learns else None,
        unit=say("diagnose.learning_rates.unit"),
        threshold=(),
        rule="none",
        verdict="healthy" if learns else "open",
        answer=said,
        conditions=say("diagnose.learning_rates.conditions", updates=len(found.rates), over=OVER),
        charts=(
            Chart(
                "lines",
                say("diagnose.learning_rates.title"),
                say("diagnose.learning_rates.rate"),
                say("diagnose.learning_rates.loss"),
                (curve,),
                marks=((math.log10(found.suggested), say("diagnose.learning_rates.suggested")),)
                if learns
                else (),
                reading=say("diagnose.learning_rates.reading"),
            ),
        ),
    )

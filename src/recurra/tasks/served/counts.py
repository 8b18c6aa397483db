"""Counts of sequences."""

from typing import ClassVar, Literal, final

from recurra.tasks.served.regression import ServedValues, ValueFacts


@final
class ServedCounts(ServedValues):
    """A network or a simple model that says rates of counts of each sequence."""

    name: ClassVar[str] = "counts"
    scored_as: ClassVar[str] = "counts"
    shown: ClassVar[tuple[str, ...]] = ("deviance", "mae", "rmse")

    class Facts(ValueFacts):
        """What is kept in a manifest."""

        name: Literal["counts"]

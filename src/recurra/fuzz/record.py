"""What a check of a random cell found, as plain records."""

from dataclasses import dataclass

from recurra.words import Text, Words, say


@dataclass(frozen=True)
class Found:
    """One check of one cell."""

    check: str  # parts of `CHECKS` in words/*/fuzz.py: "values/different_lengths"
    worst: float  # largest relative difference; infinite where a run ended in an error
    message: Text = ""  # what is wrong; empty: it holds
    kind: str = ""  # "difference", or the type of the exception that a run ended in

    @property
    def said(self) -> Words:
        """What was checked."""
        return say("fuzz.check", name=self.check, variant="")


@dataclass(frozen=True)
class Report:
    """A random cell and what its checks found."""

    number: int
    text: str
    choices: tuple[int, ...]
    backend: str
    checks: tuple[Found, ...]
    refused: int = 0  # cells drawn before it that were not legal

    @property
    def wrong(self) -> tuple[Found, ...]:
        """The checks that do not hold."""
        return tuple(f for f in self.checks if f.message)

    @property
    def worst(self) -> float:
        """The largest relative difference of any check."""
        return max((f.worst for f in self.checks), default=0.0)

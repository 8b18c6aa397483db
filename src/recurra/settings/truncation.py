"""How far back the gradient of a loss goes, as it is written: "100", "100:20", "50-200"."""

import re
from dataclasses import dataclass

from recurra.errors import SettingError
from recurra.words import say

WRITTEN = re.compile(r"(\d+)(?:-(\d+))?(?::(\d+))?")
STILL = 0.01  # of the least mean loss so far: a smaller gain is none, see `Truncation.longer`


@dataclass(frozen=True)
class Truncation:
    """Steps of a segment, from `least` to `most`; neighbours have `overlap` of them in common."""

    least: int
    most: int
    overlap: int = 0

    def steps(self, reached: int) -> int:
        """Steps now; `reached` is what `longer` said last, 0 at the start."""
        return reached or self.least

    def longer(self, reached: int, losses: tuple[float, ...]) -> int:
        """Steps from the next update on: twice as many, up to `most`, where the loss stands still.

        `losses`: mean training loss between the looks so far. It stands still where the last one is
        not below the least before by at least 1 % of that.

        >>> some = Truncation(50, 200)
        >>> some.longer(50, (1.0, 0.9)), some.longer(50, (1.0, 0.995)), some.longer(150, (1.0, 1.0))
        (50, 100, 200)
        """
        now = self.steps(reached)
        if len(losses) < 2:
            return now
        before = min(losses[:-1])
        still = losses[-1] > before - STILL * abs(before)
        return min(self.most, 2 * now) if still else now


def truncation(written: str) -> Truncation | None:
    """What is written; None of nothing, which is whole sequences.

    Raises SettingError for what says no number of steps, and for an overlap that leaves none.

    >>> truncation("100"), truncation("50-200:20")
    (Truncation(least=100, most=100, overlap=0), Truncation(least=50, most=200, overlap=20))
    """
    if not written:
        return None
    found = WRITTEN.fullmatch(written.replace(" ", ""))
    if found is None:
        raise SettingError(say("options.training.no_truncation", written=written))
    least, overlap = int(found[1]), int(found[3] or 0)
    most = int(found[2] or least)
    if least < 1 or most < least:
        raise SettingError(say("options.training.no_truncation", written=written))
    if overlap >= least:
        raise SettingError(say("options.training.all_overlap", steps=least, overlap=overlap))
    return Truncation(least, most, overlap)

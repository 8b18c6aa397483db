"""What a probe is: examples with exact labels, made from options and a seed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recurra.data.sequences import TEST, TRAIN, VALIDATION, Sequences
from recurra.data.trees import Trees
from recurra.errors import SettingError
from recurra.words import say

EXAMPLES = 12_000
SHAPES = ("split", "catalan")


@dataclass(frozen=True)
class Order:
    """What a probe is asked for: ranges with both ends included.

    depth: where the dependency lies, see each probe; None: anywhere. trees: "" for sequences,
    else how trees are drawn.
    """

    length: tuple[int, int]
    depth: tuple[int, int] | None
    trees: str
    examples: int
    rng: np.random.Generator

    def lengths(self) -> np.ndarray:
        """[examples] int64: uniform within the range."""
        low, high = self.length
        return self.rng.integers(low, high + 1, self.examples)

    def parts(self) -> np.ndarray:
        """[examples] int8: the first ten twelfths for training, one each to validate and test."""
        part = np.full(self.examples, TRAIN, np.int8)
        share = max(1, self.examples // 12)
        part[-2 * share : -share] = VALIDATION
        part[-share:] = TEST
        return part


@dataclass(frozen=True)
class Probe:
    """One task of known dependency length.

    length: the default of --length, in steps or as the probe says; least: the shortest that makes
    sense; ranges: whether --length may be a range; takes: which of the options depth and trees it
    has. authors, year: of the paper it is from, or, `after`, that it follows.
    """

    name: str
    authors: tuple[str, ...]
    year: str
    length: str
    make: Callable[[Order], Sequences | Trees]
    least: int = 2
    ranges: bool = True
    takes: tuple[str, ...] = ()
    after: bool = False


def span(text: str, option: str, least: int) -> tuple[int, int]:
    """A number or a range "21-30" with both ends; raises SettingError for anything else.

    >>> span("21-30", "length", 1), span("50", "length", 1)
    ((21, 30), (50, 50))
    """
    found = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", text)
    if not found:
        raise SettingError(say("data.probes.no_range", option=option, given=text))
    low = int(found.group(1))
    high = int(found.group(2) or low)
    if not least <= low <= high:
        raise SettingError(say("data.probes.bad_range", option=option, given=text, least=least))
    return low, high


def ahead(rng: np.random.Generator, needed: np.ndarray, longest: int) -> np.ndarray:
    """How many silent steps come before what needs so many, [examples].

    With them lengths are uniform within longest to 2 longest, whatever is needed: the length of a
    sequence says nothing of what it holds.

    >>> needed = np.array([3, 1])
    >>> (needed + ahead(np.random.default_rng(0), needed, 3) >= 3).tolist()
    [True, True]
    """
    return rng.integers(longest, 2 * longest + 1, len(needed)) - needed

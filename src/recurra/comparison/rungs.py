"""Synchronous successive halving inside one architecture.

Every architecture trains the same number of learning rates for the same number of updates; after
each rung the better half of its own learning rates goes on. The first rung is a quarter of the
full number of updates: shorter ones favour fast starters and drop slow memories.
"""

from collections.abc import Mapping

SHARES = (0.25, 0.5, 1.0)  # of the full number of updates


def updates(full: int) -> tuple[int, ...]:
    """Optimiser updates at the end of each rung.

    >>> updates(400)
    (100, 200, 400)
    """
    return tuple(max(1, -int(-full * share // 1)) for share in SHARES)


def keep(rates: int) -> tuple[int, ...]:
    """How many learning rates of an architecture enter each rung.

    >>> keep(8), keep(11), keep(2), keep(1)
    ((8, 4, 2), (11, 6, 3), (2, 1, 1), (1, 1, 1))
    """
    return rates, -(-rates // 2), -(-rates // 4)


def trainings(rates: int) -> float:
    """Cost of one architecture's search in full trainings; rungs go on from where they stopped.

    >>> trainings(8)
    4.0
    """
    before = (0.0, *SHARES)
    return sum(n * (s - b) for n, s, b in zip(keep(rates), SHARES, before, strict=False))


def promote(
    scores: Mapping[float, float | None], number: int, higher_is_better: bool
) -> tuple[float, ...]:
    """The learning rates that go on, best first; what diverged (None) never does.

    >>> promote({0.1: 0.5, 0.01: 0.9, 1.0: None}, 2, higher_is_better=True)
    (0.01, 0.1)
    """
    return ranked(scores, higher_is_better)[:number]


def ranked(scores: Mapping[float, float | None], higher_is_better: bool) -> tuple[float, ...]:
    """Learning rates with a score, best first; equal scores: the smaller rate first."""
    sign = -1.0 if higher_is_better else 1.0
    known = [(sign * score, rate) for rate, score in scores.items() if score is not None]
    return tuple(rate for _, rate in sorted(known))

"""What in a table looks other than it is: identifiers, sentinels, counters, copies in time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recurra.words import Text, say

LOOKED_AT = 20_000  # rows
SHARE = 0.95  # of the rows that must agree; what joins two groups does not
LAGS = (1, 2, 3)
VARIED = 10  # different values that a column must have to be compared with another
PAIRED = 40  # columns that are compared with each other at most
SENTINELS = (-1e9, -99999.0, -9999.0, -999.0, -99.0, 999.0, 9999.0, 99999.0, 999999.0)
FAR = 3.0  # ranges of the other values between a sentinel and them
_NAMED = re.compile(
    r"(^|[^A-Za-z])(id|code|zip|plz|postcode|nr|no|uid|serial)$|[a-z](Id|ID|Code|No)$|番号$|コード$"
    r"|^(unit|engine|machine|device|sensor|station|store|shop|customer|subject|patient|person|user"
    r"|item|product)$",
)


@dataclass(frozen=True)
class Suspicion:
    """kind: identifier, group, sentinel, counter, falls, shifted; said: of which columns, why."""

    kind: str
    column: str
    said: Text


def suspicions(
    values: Mapping[str, np.ndarray],
    targets: Sequence[str],
    groups: np.ndarray | None = None,
    texts: Mapping[str, np.ndarray] | None = None,
) -> tuple[Suspicion, ...]:
    """What looks odd in the first rows of columns of numbers [N].

    groups: [N] which series each row belongs to, where that is known; texts: numbers that stand for
    what is different in columns of texts.

    >>> rul = np.tile(np.arange(30.0)[::-1], 4)
    >>> [one.kind for one in suspicions({"rul": rul}, ["rul"], np.repeat(np.arange(4), 30))]
    ['falls']
    """
    head = {name: v[:LOOKED_AT].astype(np.float64) for name, v in values.items()}
    inside = None if groups is None else groups[:LOOKED_AT][1:] == groups[:LOOKED_AT][:-1]
    found: list[Suspicion] = []
    restart = _restarts(head)
    for name, own in head.items():
        found += _of_names(name, own, restart) + sentinels(name, own)
        found += _steady(name, own, inside, name in targets)
    if groups is None:
        found += _of_texts(texts or {}, restart)
    return (*found, *_shifted(head, targets, None if groups is None else groups[:LOOKED_AT]))


def sentinels(name: str, values: np.ndarray) -> list[Suspicion]:
    """Values such as -999 that lie far from all others and stand for none.

    >>> [s.kind for s in sentinels("t", np.array([20.0, 21.0, -999.0, 19.5, -999.0]))]
    ['sentinel']
    """
    known = values[np.isfinite(values)]
    found = []
    for one in SENTINELS:
        count = int((known == one).sum())
        others = known[~np.isin(known, SENTINELS)]
        if not count or len(others) < 2 or count > len(others):
            continue
        near = np.abs(others - one).min()
        if near > FAR * max(float(np.ptp(others)), 1e-9):
            said = say("data.suspicions.sentinel", name=name, value=one, count=count)
            found.append(Suspicion("sentinel", name, said))
    return found


def _restarts(head: Mapping[str, np.ndarray]) -> np.ndarray:
    """Rows at which a column that counts up or down begins anew."""
    rows: set[int] = set()
    for own in head.values():
        steps = np.diff(own)
        for step in (1.0, -1.0):
            if len(steps) and (steps == step).mean() >= 0.8:
                rows |= set((np.flatnonzero(steps != step) + 1).tolist())
    return np.array(sorted(rows), np.int64)


def _of_names(name: str, own: np.ndarray, restart: np.ndarray) -> list[Suspicion]:
    """Whole numbers that name something: each stands in one stretch of rows, or the name says."""
    known = own[np.isfinite(own)]
    if len(known) < VARIED or len(known) < len(own) or (known != np.floor(known)).any():
        return []
    changes = np.flatnonzero(np.diff(own) != 0) + 1
    distinct = len(np.unique(known))
    stretches = len(changes) + 1 == distinct and 2 <= distinct <= len(own) // 3
    named = bool(_NAMED.search(name) or _NAMED.search(name.lower()))
    if stretches and (named or np.array_equal(changes, restart)):
        return [Suspicion("group", name, say("data.suspicions.group", name=name, count=distinct))]
    if named and distinct > 1:
        return [Suspicion("identifier", name, say("data.suspicions.identifier", name=name))]
    return []


def _of_texts(texts: Mapping[str, np.ndarray], restart: np.ndarray) -> list[Suspicion]:
    """Texts that name series, one after the other: each changes where a counter begins anew."""
    found = []
    for name, own in texts.items():
        head = own[:LOOKED_AT]
        changes, count = np.flatnonzero(np.diff(head) != 0) + 1, len(np.unique(head))
        if len(restart) and len(changes) + 1 == count and np.array_equal(changes, restart):
            said = say("data.suspicions.series", name=name, count=count)
            found.append(Suspicion("group", name, said))
    return found


def _steady(
    name: str, own: np.ndarray, inside: np.ndarray | None, is_target: bool
) -> list[Suspicion]:
    """A counter, and a target that falls by one a row as the time that is left does."""
    steps = np.diff(own)
    steps = steps if inside is None else steps[inside]
    if len(steps) < VARIED:
        return []
    if (steps == -1).mean() >= (0.9 if inside is None else SHARE):
        said = say("data.suspicions.falls", name=name, target=is_target)
        return [Suspicion("falls", name, said)]
    if (steps == 1).mean() >= (0.9 if inside is None else SHARE):
        return [Suspicion("counter", name, say("data.suspicions.counter", name=name))]
    return []


def _shifted(
    head: Mapping[str, np.ndarray], targets: Sequence[str], groups: np.ndarray | None
) -> list[Suspicion]:
    """Columns that hold the target of rows ahead, or that the target holds of rows before."""
    varied = [n for n, v in head.items() if len(np.unique(v[np.isfinite(v)])) >= VARIED][:PAIRED]
    steady = {n for n in varied if (np.abs(np.diff(head[n])) == 1).mean() >= 0.9}
    found = []
    for target in (n for n in targets if n in head and n not in steady):
        for other in (n for n in varied if n != target and n not in steady):
            for lag in LAGS:
                for ahead in (True, False):
                    early, late = (other, target) if ahead else (target, other)
                    if _agree(head[early][:-lag], head[late][lag:], groups, lag):
                        said = say(
                            "data.suspicions.shifted",
                            name=other, target=target, rows=lag, ahead=ahead,
                        )  # fmt: skip
                        found.append(Suspicion("shifted", other, said))
    return found


def _agree(one: np.ndarray, other: np.ndarray, groups: np.ndarray | None, lag: int) -> bool:
    both = np.isfinite(one) & np.isfinite(other)
    if groups is not None:
        both &= groups[lag:] == groups[:-lag]
    same, before = one[both] == other[both], one[both]
    return len(same) >= VARIED and bool(same.mean() >= SHARE) and len(np.unique(before)) >= VARIED

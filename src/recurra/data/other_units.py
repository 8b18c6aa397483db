"""New data whose values lie far from those of the training, as those in another unit do."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from recurra.data.gaps import GAP, SEEN, SINCE
from recurra.data.scale import Scaler
from recurra.data.sequences import Cuts, Sequences
from recurra.words import Text, say

TIMES = 30.0  # so many times as large, or as small, is another unit
AWAY = 20.0  # spreads of the training from its centre
OUTSIDE = 3.0  # spreads: nearer values may be of the training's range
MANY = 50  # rows; fewer small ones may be of a quiet hour


def told(
    groups: Sequence[tuple[str, np.ndarray]], columns: Sequence[str], scaler: Scaler
) -> tuple[Text, ...]:
    """What is said of columns whose values are of another size than the scaler's.

    groups: key and values [T, columns] before they are changed and scaled. A group that the
    training did not have is left out, as its own past scales it. With centre c and spread s of the
    training, its values are as large as q = sqrt(c^2 + s^2): those of a column are far if half of
    them are above 30 q or the median is 20 s from c, or if all are below q / 30 and either more
    than 3 s from c or no fewer than 50.

    >>> scaler = Scaler("standard", ("",), np.full((2, 1), 10.0), np.full((2, 1), 2.0))
    >>> [len(told([("", np.full((5, 1), v))], ["y"], scaler)) for v in (9.0, 9000.0, 0.009)]
    [0, 1, 1]
    """
    if scaler.kind == "none":
        return ()
    said: dict[int, Text] = {}
    for key, values in groups:
        if key not in scaler.keys and len(scaler.keys) > 1:
            continue
        row = scaler.number(key)
        changed = scaler.changed(values)[scaler.reach :]
        for c in set(range(len(columns))) - said.keys():
            centre, spread = float(scaler.centre[row, c]), float(scaler.spread[row, c])
            if (centre, spread) != (0.0, 1.0) and _far(changed[:, c], centre, spread):
                own = float(np.median(changed[:, c]))
                said[c] = say("data.new_data.other_unit", column=columns[c], own=own, usual=centre)
    return tuple(said[c] for c in sorted(said))


def said_of(data: Sequences, scaler: Scaler) -> Sequences:
    """Sequences with the same said of all their steps together; of channels that mark gaps
    nothing."""
    marks = (" missing", SEEN, GAP, SINCE)
    where = [k for k, name in enumerate(data.channels) if not name.endswith(marks)]
    if data.tokens or scaler.kind == "none" or not where or not len(data):
        return data
    if isinstance(data.x, Cuts):
        rows = scaler.changed(data.x.rows(np.arange(len(data))))
    else:
        rows = np.concatenate([scaler.changed(one)[scaler.reach :] for one in data.x])
    plain = Scaler(scaler.kind, scaler.keys, scaler.centre[:, where], scaler.spread[:, where])
    units = told([("", rows[:, where])], [data.channels[k] for k in where], plain)
    return replace(data, cleaned=(*data.cleaned, *units))


def _far(values: np.ndarray, centre: float, spread: float) -> bool:
    size = np.abs(values[np.isfinite(values)].astype(np.float64))
    usual = float(np.hypot(centre, spread))
    if not len(size):
        return False
    if np.median(size) > TIMES * usual or abs(np.median(values) - centre) > AWAY * spread:
        return True
    most = float(size.max())
    small = 0 < most < usual / TIMES
    return small and (abs(centre) - most > OUTSIDE * spread or len(size) >= MANY)

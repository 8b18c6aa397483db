"""Preparation of whole sequences, before anything is learned from them: rows, gaps, filters."""

from collections.abc import Sequence

import numpy as np

from recurra.data.prepare.plan import Plan, filters, missing, resampling
from recurra.errors import SettingError
from recurra.words import say


def resampled(x: Sequence[np.ndarray], names: Sequence[str], plan: Plan) -> list[np.ndarray]:
    """Sequences [T, channels] with fewer steps; the last one may stand for fewer than the others.

    Raises SettingError for a span of time.
    """
    how = resampling(plan)
    if not how:
        return list(x)
    rows = next(iter(how.values())).rows
    if rows is None:
        every = next(iter(how.values())).every
        raise SettingError(say("data.prepare.needs_rows", every=every))
    ways = [how[name] for name in names]
    return [
        np.stack(
            [
                np.concatenate([way.joined(one[k : k + rows, [c]]) for c, way in enumerate(ways)])
                for k in range(0, len(one), rows)
            ]
        )
        for one in x
    ]


def filled(x: Sequence[np.ndarray], names: Sequence[str], plan: Plan) -> list[np.ndarray]:
    """Gaps (NaN) as far as steps of the plan fill them."""
    own = [(c, missing(plan, name)) for c, name in enumerate(names) if missing(plan, name)]
    if not own or not any(np.isnan(one).any() for one in x):
        return list(x)
    found = [one.copy() for one in x]
    for one in found:
        for c, steps in own:
            for step in steps:
                one[:, c] = step.fill(one[:, c])
    return found


def marked(names: Sequence[str], plan: Plan) -> list[str]:
    """Channels beside which another marks what is missing."""
    return [name for name in names if any(step.marks for step in missing(plan, name))]


def filtered(x: Sequence[np.ndarray], names: Sequence[str], plan: Plan) -> list[np.ndarray]:
    """Each sequence by itself, without gaps, through the filters of its channels."""
    own = [(c, filters(plan, name)) for c, name in enumerate(names) if filters(plan, name)]
    if not own:
        return list(x)
    found = [one.astype(np.float64) for one in x]
    for one in found:
        for c, steps in own:
            for step in steps:
                one[:, c] = step.run(one[:, c])[0]
    return found

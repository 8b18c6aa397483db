"""The forms in which an estimator takes sequences."""

from typing import Any

import numpy as np
from sklearn.utils.validation import validate_data

from recurra.estimators.given import check_size, table


def sequences(estimator: Any, x: Any, lengths: Any, reset: bool) -> list[np.ndarray]:
    """A list of finite arrays [T,channels] from what the user gave.

    A 2-D table [N,T] holds a univariate sequence a row and is checked as scikit-learn checks
    tables; a 3-D array is [N,T,channels], padded where `lengths` [N] says so; a list holds arrays
    [T,channels] or [T] of their own lengths. ValueError where it fits none of these.
    """
    if isinstance(x, np.ndarray) and x.ndim == 3:
        x = table(x)
        found = _padded(x, lengths)
    elif _is_list_of_sequences(x):
        found = [_columns(np.asarray(table(one), dtype=float)) for one in x]
    else:
        rows = validate_data(estimator, table(x), reset=reset, dtype=np.float64)
        check_size(rows)
        return list(_padded(rows[:, :, None], lengths))
    channels = {one.shape[1] for one in found}
    if len(channels) > 1:
        raise ValueError(f"sequences have different numbers of channels: {sorted(channels)}")
    _check(found)
    width = found[0].shape[1]
    if reset:
        estimator.n_features_in_ = width
    elif width != estimator.n_features_in_:
        raise ValueError(
            f"X has {width} channels, but {type(estimator).__name__} is expecting "
            f"{estimator.n_features_in_} features as input"
        )
    return found


def _is_list_of_sequences(x: Any) -> bool:
    """A list of arrays, or of lists of different lengths; equal lists of numbers are a table."""
    if not isinstance(x, list | tuple) or not x:
        return False
    first = [one for one in x if hasattr(one, "shape")]
    if first:
        return len(first) == len(x)
    return all(isinstance(one, list | tuple) for one in x) and len({len(one) for one in x}) > 1


def _columns(one: np.ndarray) -> np.ndarray:
    if one.ndim == 1:
        return one[:, None]
    if one.ndim != 2:
        raise ValueError(f"a sequence is [T,channels] or [T], found {one.ndim} dimensions")
    return one


def _padded(x: np.ndarray, lengths: Any) -> list[np.ndarray]:
    if lengths is None:
        return list(x.astype(float))
    ends = np.asarray(lengths)
    if ends.shape != (len(x),) or ends.min() < 1 or ends.max() > x.shape[1]:
        raise ValueError(f"lengths must be {len(x)} numbers between 1 and {x.shape[1]}")
    return [one[:end].astype(float) for one, end in zip(x, ends, strict=True)]


def _check(found: list[np.ndarray]) -> None:
    for number, one in enumerate(found):
        if len(one) == 0:
            raise ValueError(f"sequence {number} has a length of zero")
        if not np.isfinite(one).all():
            raise ValueError(f"sequence {number} contains NaN or infinity")
        check_size(one)

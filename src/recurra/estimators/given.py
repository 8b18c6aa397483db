"""What an estimator is given, parameters and data: right, or one sentence before anything is done.

scikit-learn wants parameters kept as they were given and looked at in `fit`.
"""

import math
from typing import Any, NoReturn

import numpy as np

from recurra.errors import SettingError, SettingTypeError
from recurra.ir import Cell
from recurra.words import Words, say

LARGEST = 3e38  # what float32 holds
# Parameter -> kind, its least value (itself allowed), and what it has to stay below.
NUMBERS: dict[str, tuple[str, float, float]] = {
    "horizon": ("whole", 1, math.inf),
    "lookback": ("whole", 1, math.inf),
    "updates": ("whole", 1, math.inf),
    "batch_size": ("whole", 1, math.inf),
    "num_layers": ("whole", 1, math.inf),
    "embedding_size": ("whole", 1, math.inf),
    "learning_rate": ("number", 0, math.inf),
    "validation_fraction": ("number", 0, 1),
    "dropout": ("number", 0, 1),
    "forget_bias": ("number", -math.inf, math.inf),
}
TEXTS = ("scoring", "target_transform", "init", "backend", "output", "loss", "pooling")
OPTIONAL = ("lookback", "forget_bias", "scoring")  # None has a meaning


def check_parameters(estimator: Any) -> None:
    """Raise SettingTypeError for a parameter of another type, SettingError for one out of range.

    NumPy's numbers are as good as Python's; True is no number, and 2.0 is no number of rows.

    >>> from recurra import Forecaster
    >>> check_parameters(Forecaster(horizon=0))
    Traceback (most recent call last):
    recurra.errors.SettingError: horizon is 0: it must be a whole number of at least 1
    """
    for name, value in estimator.get_params(deep=False).items():
        if value is None and name in OPTIONAL:
            continue
        if name in NUMBERS:
            _check_number(name, value, *NUMBERS[name])
        elif name in TEXTS and not isinstance(value, str):
            _wrong_type(name, value, "text")
        elif name == "cell" and not isinstance(value, str | Cell):
            _wrong_type(name, value, "cell")


def _check_number(name: str, value: Any, kind: str, least: float, below: float) -> None:
    kinds = (int, np.integer) if kind == "whole" else (int, float, np.integer, np.floating)
    if isinstance(value, bool | np.bool_) or not isinstance(value, kinds):
        _wrong_type(name, value, kind)
    if not (math.isfinite(value) and least <= value < below):
        raise SettingError(
            say(
                "estimators.out_of_range",
                name=name,
                value=str(value),
                kind=kind,
                least=None if least == -math.inf else least,
                below=None if below == math.inf else below,
            )
        )


def _wrong_type(name: str, value: Any, kind: str) -> NoReturn:
    shown = repr(value)
    shown = shown if len(shown) <= 40 else f"{shown[:40]}..."
    raise SettingTypeError(say("estimators.wrong_type", name=name, value=shown, kind=kind))


def table(x: Any) -> Any:
    """What was given as rows: lists as arrays, what a mask hides as missing.

    Raises ValueError for rows of different lengths, time stamps, and columns of one name, in a
    sentence.

    >>> table([1, 2, 3]).shape, table(range(4)).shape
    ((3,), (4,))
    """
    if isinstance(x, list | tuple | range):
        x = _as_array(list(x))
    if isinstance(x, np.ma.MaskedArray):
        x = np.ma.filled(x.astype(float), np.nan)
    columns = [str(name) for name in getattr(x, "columns", ())]
    twice = [name for k, name in enumerate(columns) if name in columns[:k]]
    if twice:
        _refuse(say("estimators.same_column", name=twice[0]))
    dtypes = zip(columns, x.dtypes, strict=True) if columns and hasattr(x, "dtypes") else ()
    for name, kind in dtypes:
        if getattr(kind, "kind", "") in "mM":
            _refuse(say("estimators.stamps_in", name=name))
    check_kind(x)
    return x


def check_kind(x: Any) -> None:
    """Raise ValueError for an array of time stamps or of sequences: they are no numbers."""
    if not isinstance(x, np.ndarray):
        return
    if x.dtype.kind in "mM":
        _refuse(say("estimators.stamps"))
    if x.dtype.kind == "O" and any(isinstance(one, list | tuple | np.ndarray) for one in x.flat):
        _refuse(say("estimators.ragged"))


def check_size(x: np.ndarray) -> None:
    """Raise ValueError where a number is too large for what is computed with it."""
    large = np.abs(x) > LARGEST
    if large.any():
        _refuse(say("estimators.too_large", value=float(x[large][0]), largest=LARGEST))


def _as_array(x: list[Any]) -> Any:
    try:
        return np.asarray(x)
    except ValueError:
        _refuse(say("estimators.ragged"))


def _refuse(what: Words) -> NoReturn:
    raise ValueError(str(what))

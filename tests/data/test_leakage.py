"""The audit finds each planted leak and is silent where there is none."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from recurra.data import (
    Finding,
    Parts,
    Sequences,
    Series,
    Windows,
    audit_sequences,
    audit_series,
    fit_sequences,
    fit_series,
    split_classes,
    split_time,
)
from recurra.data.leakage import sentences

Read = Callable[..., Series]


def audit(series: Series, horizon: int = 3) -> tuple[Finding, ...]:
    bounds = split_time(series)
    scaler = fit_series(series, bounds)
    return audit_series(series, bounds, scaler, Windows(series, bounds, scaler, 24, horizon))


def test_clean_series(read: Read, hours: pd.DataFrame) -> None:
    assert audit(read(hours)) == ()
    smooth = np.sin(np.arange(400) / 40)
    assert audit(read(hours.assign(y=smooth, x=np.sin(np.arange(400) / 40 + 0.1)))) == ()


def test_a_scaler_fitted_on_everything(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours)
    bounds = split_time(series)
    everything = dataclasses.replace(bounds, rows=((400, 400),))
    scaler = fit_series(series, everything)
    windows = Windows(series, bounds, scaler, 24, 3)
    (finding,) = audit_series(series, bounds, scaler, windows)
    assert finding.serious and "scaler was not fitted on the training part" in str(finding.what)


def test_windows_across_parts(read: Read, hours: pd.DataFrame) -> None:
    series = read(hours)
    bounds = split_time(series)
    scaler = fit_series(series, bounds)
    windows = Windows(series, bounds, scaler, 24, 3)
    windows.origins["train"] = np.append(windows.origins["train"], [278, 279])
    found = [str(f.what) for f in audit_series(series, bounds, scaler, windows)]
    assert found[0] == "2 train windows reach beyond the train part."
    assert "in windows of train and validation" in found[1]


@pytest.mark.parametrize("lag", [1, 3])
def test_a_column_that_is_the_target_of_later(read: Read, hours: pd.DataFrame, lag: int) -> None:
    hours["hint"] = 3 * hours.y.shift(-lag) - 1
    (finding,) = audit(read(hours[:-lag]))
    assert (
        finding.serious
        and str(finding.what) == f"Column 'hint' holds 'y' of {lag} step{'s' * (lag > 1)} later."
    )
    hours["late"] = hours.y.shift(lag)
    assert audit(read(hours[lag:].drop(columns="hint"))) == ()  # the past is no leak


def test_a_known_column_that_is_the_target(read: Read, hours: pd.DataFrame) -> None:
    (finding,) = audit(read(hours.assign(plan=hours.y * 2), known=("plan",)))
    assert finding.serious and "'plan' is known in the future and equals" in str(finding.what)


@pytest.fixture
def sequences() -> Sequences:
    rng = np.random.default_rng(0)
    x = [rng.normal(size=(5, 2)).astype(np.float32) for _ in range(40)]
    return Sequences("n", x, np.arange(40) % 2, ("a", "b"), ("c1", "c2"))


def test_sequences(sequences: Sequences) -> None:
    parts = split_classes(sequences, seed=0)
    scaler = fit_sequences(sequences, parts.train)
    assert audit_sequences(sequences, parts, scaler) == ()
    (leak,) = audit_sequences(sequences, parts, fit_sequences(sequences, np.arange(40)))
    assert leak.serious and "scaler" in str(leak.what)


def test_sequences_in_two_parts(sequences: Sequences) -> None:
    parts = split_classes(sequences, seed=0)
    both = Parts(parts.train, parts.validation, np.append(parts.test, parts.train[:3]))
    found = audit_sequences(sequences, both, fit_sequences(sequences, parts.train))
    assert found[0].serious and str(found[0].what) == "3 examples are in train and test."


def test_equal_examples_in_train_and_test(sequences: Sequences) -> None:
    parts = split_classes(sequences, seed=0)
    sequences.x[parts.test[0]][:] = sequences.x[parts.train[0]]  # type: ignore[index]
    found = audit_sequences(sequences, parts, fit_sequences(sequences, parts.train))
    (note,) = found
    assert not note.serious
    assert str(note.what) == "1 of 8 test examples equals a training example."
    assert str(sentences(found)[0]).startswith("Leakage audit: Note: 1 of 8")

"""New data in another unit than those of the training are said to be."""

from dataclasses import replace

import numpy as np
import pytest

from recurra.data import Sequences
from recurra.data.other_units import said_of, told
from recurra.data.scale import Scaler, fit_sequences
from recurra.words import speaking

Y = 50 + 10 * np.sin(np.arange(80.0) / 4)[:, None]
SCALER = Scaler("standard", ("a", "b"), np.full((3, 1), 50.0), np.full((3, 1), 7.0))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("change", "far"),
    [(1.0, False), (3.0, False), (1000.0, True), (0.001, True), (-100.0, True)],
)
def test_values_of_another_size_are_said(change: float, far: bool, language: str) -> None:
    with speaking(language):
        found = told([("a", Y), ("b", change * Y)], ["y"], SCALER)
        assert len(found) == far
        own = float(np.median(change * Y))
        assert not far or f"{own:.3g}" in str(found[0])


def test_kelvin_for_celsius() -> None:
    assert told([("a", Y / 5 + 273)], ["t"], replace(SCALER, centre=SCALER.centre / 5)) != ()


def test_what_is_scaled_by_itself_or_quiet_is_not_said() -> None:
    assert told([("new", 1000 * Y)], ["y"], SCALER) == ()
    near = replace(SCALER, centre=np.zeros((3, 1)))
    assert told([("a", 0.001 * Y[:20])], ["y"], near) == ()  # a quiet hour
    assert told([("a", 0 * Y)], ["y"], near) == ()


def test_sequences() -> None:
    data = Sequences("s", [Y, Y + 1], np.array([0, 1]), ("a", "b"), ("y",))
    scaler = fit_sequences(data, np.arange(2))
    assert said_of(data, scaler).cleaned == ()
    (said,) = said_of(replace(data, x=[1000 * Y]), scaler).cleaned
    assert "'y'" in str(said)

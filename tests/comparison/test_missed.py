"""How far forecasts are off in the user's units."""

from types import SimpleNamespace

import numpy as np
import pytest

from recurra.comparison.deliver import _missed
from recurra.records import Interval, Results, Source, Standing, Verdict


def results() -> Results:
    standings = tuple(Standing(n, None, 1.0, Interval(1.0, 0.9, 1.1)) for n in ("gru", "mean"))
    verdict = Verdict("gru", "gru", "mean", "yes", None, (), "clear")
    return Results(verdict, standings, (), (), ())


def material(truth: np.ndarray, targets: tuple[str, ...], **source: object) -> SimpleNamespace:
    return SimpleNamespace(
        plan=SimpleNamespace(
            data=SimpleNamespace(targets=targets), source=Source.of("x.csv", **source)
        ),
        task=SimpleNamespace(truth=lambda part: truth if part == "test" else None),
    )


def test_the_mean_absolute_error_of_each_target() -> None:
    truth = np.zeros((3, 2, 2))
    seeds = [np.full((3, 2, 2), (1.0, 10.0)), np.full((3, 2, 2), (-3.0, 20.0))]
    found = _missed(results(), material(truth, ("a", "b")), {"gru": seeds})
    assert found.standings[0].missed == {"a": 2.0, "b": 15.0}  # mean over both seeds
    assert found.standings[1].missed == {}  # it has no predictions


@pytest.mark.parametrize(
    ("targets", "source", "value"),
    [
        ((), {}, 1.0),
        (("a",), {"transform": "logreturn", "target": ("a",)}, 1.0),
        (("a",), {}, np.nan),
    ],
)
def test_nothing_is_said_of_classes_of_returns_and_of_no_numbers(targets, source, value) -> None:
    truth, answers = np.zeros((3, 1, 1)), np.full((3, 1, 1), value)
    found = _missed(results(), material(truth, targets, **source), {"gru": [answers]})
    assert not any(s.missed for s in found.standings)

"""Errors come from workers as they were raised there."""

import pickle

import pytest

from recurra import errors

RAISED = [
    errors.DataError("not a number", file="a.csv", line=3, column="y", remedy="Mend it."),
    errors.CellError("sizes differ", cell="leaky", file="mine.py", line=7),
    errors.SettingError("no such option"),
    errors.RunError("no such folder"),
]


@pytest.mark.parametrize("error", RAISED, ids=lambda e: type(e).__name__)
def test_an_error_goes_from_process_to_process(error):
    found = pickle.loads(pickle.dumps(error))
    assert type(found) is type(error) and str(found) == str(error) and vars(found) == vars(error)


def test_an_error_without_a_place_begins_with_what_is_wrong():
    assert str(errors.DataError("not a number", remedy="Mend it.")) == "not a number. Mend it."

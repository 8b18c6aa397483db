"""What `--inputs` says, for columns by width and by name."""

import pytest
from tests.diagnose.odd_cells import two_inputs

from recurra.errors import SettingError
from recurra.ir import cell, exp
from recurra.tasks import inputs

NAMES = ("a", "b", "kind=red", "kind=blue", "a seen", "b seen", "a gap", "b gap", "hour sin")


@cell(states="h")
def masked(x, mask, gap, h, W, V, G):
    return h + W @ x + V @ mask + G @ gap


@cell(states="h")
def matched(x, mask, gap, h, W, p):
    return h + W @ (mask * x + (1 - mask) * exp(p * gap) * x)


@cell(states="h")
def strange(left, right, h, W, V):
    return h + W @ left + V @ right


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x=5,mask=2,gap=2", [(0, 1, 2, 3, 4), (5, 6), (7, 8)]),
        ("gap=1,x=6,mask=2", [(1, 2, 3, 4, 5, 6), (7, 8), (0,)]),  # in the order of the text
        ("x=a+b,mask=mask,gap=gap", [(0, 1), (4, 5), (6, 7)]),
        ("x=b+a,mask=a seen,gap=b gap", [(1, 0), (4,), (7,)]),
        ("x=measured,mask=mask,gap=gap", [(0, 1), (4, 5), (6, 7)]),
        ("x=rest,mask=mask,gap=gap", [(0, 1, 2, 3, 8), (4, 5), (6, 7)]),
        ("x=kind+hour*,mask=mask,gap=gap", [(2, 3, 8), (4, 5), (6, 7)]),
        ("x=kind=red,mask=mask,gap=gap", [(2,), (4, 5), (6, 7)]),
        ("x=a+a,mask=a,gap=a", [(0,), (0,), (0,)]),  # a column may go to several
        (" x = a + b , mask = mask , gap = gap ", [(0, 1), (4, 5), (6, 7)]),
        ("", [(0, 1, 2, 3, 8), (4, 5), (6, 7)]),  # the names say it
    ],
)
def test_columns_of_each_input(text, expected):
    found = inputs.of_columns(text, masked, NAMES, len(NAMES))
    assert list(found) == ["x", "mask", "gap"] and [tuple(c) for c in found.values()] == expected


def test_inputs_that_meet_element_by_element_are_of_the_same_columns():
    found = inputs.of_columns("", matched, NAMES, len(NAMES))
    assert found == {"x": (0, 1), "mask": (4, 5), "gap": (6, 7)}


def test_a_mask_may_be_where_values_are_missing_and_a_gap_that_of_the_steps():
    names = ("a", "a missing", "time since last row")
    assert inputs.of_columns("", masked, names, 3) == {"x": (0,), "mask": (1,), "gap": (2,)}


@pytest.mark.parametrize(
    ("text", "of", "message"),
    [
        ("", strange, "left, right, and --inputs is not given. The data have 9 columns: a, b"),
        ("left=8", strange, "--inputs does not name right"),
        ("left=8,right=2", strange, "makes 10 columns, and the data have 9"),
        ("left=9,right=0", strange, "Widths are at least 1"),
        ("left=8,right=a", strange, "unknown column in --inputs: '8'"),
        ("left=a,right=c", strange, "unknown column in --inputs: 'c'"),
        ("left=rest,right=z*", strange, "unknown column in --inputs: 'z\\*'"),
        ("left=a", masked, "does not name x, mask, gap"),
        ("x=a,mask=", masked, "'mask=' gives no columns"),
        ("x=a,x=b", masked, "names 'x' twice"),
    ],
)
def test_what_is_wrong_is_said_with_inputs_columns_and_an_example(text, of, message):
    with pytest.raises(SettingError, match=message):
        inputs.of_columns(text, of, NAMES, len(NAMES))


def test_the_error_says_how_to_divide_these_data_and_how_masks_are_made():
    with pytest.raises(SettingError) as caught:
        inputs.of_columns("", masked, ("a", "b", "c", "d"), 4)
    said = str(caught.value)
    assert "--inputs x=2,mask=1,gap=1" in said and "--missing mask+gap" in said
    assert inputs.of_columns("x=2,mask=1,gap=1", masked, ("a", "b", "c", "d"), 4)
    with pytest.raises(SettingError, match="--missing gap makes them"):
        inputs.of_columns("x=a,mask=b,gap=gap", masked, ("a", "b"), 2)


def test_vectors_of_tokens_are_divided_by_width_alone():
    assert inputs.of_columns("x=40,gap=10", two_inputs, (), 50)["gap"] == tuple(range(40, 50))
    with pytest.raises(SettingError, match="numbers have no names"):
        inputs.of_columns("x=a,gap=b", two_inputs, (), 50)


def test_names_that_no_cell_has():
    inputs.check_known("x=1,gap=2", (two_inputs, masked))
    with pytest.raises(SettingError, match="did you mean 'gap'"):
        inputs.check_known("x=1,gop=2", (two_inputs,))
    inputs.check_known("", ())


def test_columns_that_nobody_gets_are_named():
    found = inputs.of_columns("x=a,mask=mask,gap=gap", masked, NAMES, len(NAMES))
    assert inputs.left_out(found, NAMES) == ("b", "kind=red", "kind=blue", "hour sin")
    assert inputs.left_out({}, NAMES) == ()

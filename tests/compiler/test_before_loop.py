"""What may be computed before the loop over time, as data."""

import odd_cells
import pytest

from recurra import cells
from recurra.compiler.measure import before_loop


@pytest.mark.parametrize(
    ("spec", "large", "inside", "loops"),
    [
        ("lstm", "4mn", "4n²", 1),
        ("lstm2", "mn", "4n²", 1),
        ("scrn", "mn + ms + ns", "n²", 2),
        ("elman", "mn", "n²", 1),
    ],
)
def test_products(spec, large, inside, loops):
    found = before_loop(cells.find(spec))
    assert (found.large_weights, found.inside_weights, found.loops) == (large, inside, loops)


def test_what_depends_on_parameters_alone_is_named():
    found = before_loop(cells.find("lstm3"))
    assert found.once == ("i", "f", "o")
    assert str(found.sentence).startswith("once: i, f, o; for all steps at a time: mn (W.g)")


def test_what_has_no_name_is_told_by_its_parameters():
    assert before_loop(odd_cells.elementwise).once == ("f(a)",)


def test_loop_without_product():
    assert before_loop(odd_cells.elementwise).inside_weights == "0"
    assert str(before_loop(odd_cells.bare).sentence).endswith("in the loop: no matrix product")

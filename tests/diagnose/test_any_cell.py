"""Any legal cell can be asked everything: gallery and odd ones, on chains and on trees."""

import pytest
from tests.diagnose.any_cell import diagnose_all
from tests.diagnose.odd_cells import ALL
from tests.diagnose.odd_trees import ALL as TREES


@pytest.mark.parametrize("cell", ALL, ids=lambda c: c.name)
def test_an_odd_cell_is_asked_everything(cell):
    diagnose_all(cell)


@pytest.mark.parametrize("cell", TREES, ids=lambda c: c.name)
def test_an_odd_cell_for_trees_is_asked_everything(cell):
    diagnose_all(cell)


@pytest.mark.parametrize("cell", ALL[:4] + ALL[-4:], ids=lambda c: c.name)
def test_layers_of_an_odd_cell_are_asked_everything(cell):
    diagnose_all(cell, layers=2)

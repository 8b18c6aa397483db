"""Where the time of a training step goes."""

import pytest

from recurra.bench.stages import profile
from recurra.compiler.backends.numba.program import program
from recurra.errors import RecurraError


def test_stages_are_parts_of_a_call():
    run = program.Program.run
    found = profile("elman", (20, 4, 8, 16), rounds=3)
    assert program.Program.run is run
    assert {s.direction for s in found.stages} == {"forward", "backward"}
    assert all(0 < s.seconds < found.whole for s in found.stages)
    # products: input 8 and state 16 into 16 units, forward and both gradients
    assert found.operations == 3 * 2 * 20 * 4 * (8 + 16) * 16
    assert found.bound == pytest.approx(found.operations / found.rate / 1e9)
    assert sum(s.seconds for s in found.stages) + found.rest == pytest.approx(found.whole)


def test_only_cells_for_sequences_have_stages():
    with pytest.raises(RecurraError):
        profile("nary", (20, 4, 8, 16), rounds=3)

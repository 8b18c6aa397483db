"""Random cells, chains and trees: a tenth of what `recurra cells fuzz` is run for by hand.

The reference against finite differences, the interpreter of statements and compiled kernels against
the reference. A failure shows the smallest cell that fails.
"""

import pytest
import torch
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.conformance.hypothesis_cells import random_cells

from recurra.compiler.backends import EVERY
from recurra.compiler.tree_backend import EVERY_TREE
from recurra.fuzz.campaign import COMPILED, INTERPRETER, TOO_WILD, Campaign, checks_of, growth, one
from recurra.fuzz.chains import chain
from recurra.fuzz.measured import measured
from recurra.fuzz.trees import tree

SEED = 20  # of the compiled ones; `fuzz` by hand takes others
KINDS = {"chains": (chain, EVERY), "trees": (tree, EVERY_TREE)}


@pytest.fixture(autouse=True)
def one_thread():
    """Tensors are so small that threads would wait for each other most of the time."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def few(count):
    return settings(
        max_examples=count, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=False,
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip


def held(cell, backend, seed, only=""):
    """Assert that the checks of a cell hold, with its text where one does not."""
    assume(growth(cell.cell, seed) < TOO_WILD)
    for name, check in checks_of(cell.cell, backend, seed).items():
        if only in name:
            found = measured(name, check)
            assert not found.message, f"{name} on {backend}: {found.message}\n\n{cell.text}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_reference_has_the_gradients_of_its_values(kind):
    @few(40)
    @given(random_cells(KINDS[kind][0]), st.integers(0, 99))
    def run(cell, seed):
        held(cell, "reference", str(seed), "finite_differences")

    run()


@pytest.mark.parametrize("kind", KINDS)
def test_the_statements_of_kernels(kind):
    write, backends = KINDS[kind]
    if INTERPRETER not in [b.name for b in backends]:
        pytest.skip(f"statements of {kind} are not interpreted")

    @few(20)
    @given(random_cells(write), st.integers(0, 99))
    def run(cell, seed):
        held(cell, INTERPRETER, str(seed))

    run()


@pytest.mark.parametrize("trees", [False, True], ids=["chains", "trees"])
@pytest.mark.parametrize(
    "number", [n if n < 3 else pytest.param(n, marks=pytest.mark.slow) for n in range(10)]
)
def test_compiled_kernels(number, trees):
    report = one(Campaign(10, SEED, trees, backend=COMPILED), number)
    found = [f"{f.check}: {f.message}" for f in report.wrong]
    assert not found, "\n".join([*found, "", report.text])

"""Random cells as text: legal, small, varied, and found again from their choices."""

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st

from recurra.errors import CellError
from recurra.fuzz.cell import RandomCell, drawn, executed, made
from recurra.fuzz.chains import chain
from recurra.fuzz.choices import Choices, replayed
from recurra.fuzz.features import FEATURES, has
from recurra.fuzz.shrink import shrunk
from recurra.fuzz.trees import tree

COUNT = 250
WRITERS = {"chain": chain, "tree": tree}


@pytest.fixture(scope="module")
def random_cells():
    return {kind: [drawn(w, 0, n) for n in range(COUNT)] for kind, w in WRITERS.items()}


@pytest.mark.parametrize("kind", WRITERS)
def test_most_are_legal_and_small(random_cells, kind):
    found = random_cells[kind]
    assert sum(c.refused for c in found) < COUNT / 10
    lengths = sorted(len(c.text.splitlines()) for c in found)
    assert lengths[COUNT // 2] <= 12 and lengths[-1] <= 24
    assert len({c.cell.fingerprint for c in found}) > 0.85 * COUNT


def test_chains_are_of_every_kind(random_cells):
    graphs = [c.cell.graph() for c in random_cells["chain"]]
    texts = [c.text for c in random_cells["chain"]]

    def share(of):
        return sum(map(of, graphs)) / COUNT

    assert {len(g.states) for g in graphs} == {1, 2, 3}
    assert share(lambda g: len(g.inputs) > 1) > 0.1
    assert share(lambda g: g.projects != ()) > 0.1
    assert share(lambda g: len(g.sizes) > 1) > 0.2
    assert share(lambda g: any(v == "learned" for v in g.start.values())) > 0.2
    assert share(lambda g: any(r in g.states for r in g.results)) > 0.1  # shift registers
    assert share(lambda g: any(r.op == "matmul" for r in g.results)) > 0.02
    assert share(lambda g: any(r.op in ("bias", "vector") for r in g.results)) > 0.02
    assert share(lambda g: any(p.blocks > 1 for p in g.params)) > 0.1
    assert share(lambda g: len(g.output) > 1) > 0.05
    assert share(_product_of_a_product) > 0.1
    assert share(_shared_matrix) > 0.1
    unread = [g for g in graphs if any(not _read(g, i) for i in g.inputs)]
    assert len(unread) / COUNT > 0.1
    for word in ("squash", "alpha", "mean(", "maximum(", "scalar(", "vector(", " ** 2", "W.n"):
        assert any(word in t for t in texts), word


def _read(graph, leaf):
    return any(leaf in n.args for n in graph.nodes) or leaf in graph.results


def _product_of_a_product(graph):
    return any(n.op == "matmul" and n.args[0].op == "matmul" for n in graph.nodes)


def _shared_matrix(graph):
    used = [n.param for n in graph.nodes if n.op == "matmul"]
    return len(set(used)) < len(used)


def test_trees_are_of_every_kind(random_cells):
    graphs = [c.cell.graph() for c in random_cells["tree"]]
    assert {len(g.children) for g in graphs if g.children != ("each",)} == {1, 2, 3}
    assert any(g.children == ("each",) for g in graphs)
    assert {g.at_leaves for g in graphs} == {True, False}
    assert any(g.projects for g in graphs) and any(len(g.sizes) > 1 for g in graphs)


def test_every_feature_of_the_language_is_written(random_cells):
    words = {
        "transpose": ".T @", "difference": ".T) @", "sum": "sum(", "softmax": "softmax(",
        "blocks": ", heads)", "slices": "[1:", "mod": "mod(", "powers": "** 3",
        "sizes_of_inputs": '"x"',
    }  # fmt: skip
    assert words.keys() == FEATURES.keys()
    texts = [c.text for cells in random_cells.values() for c in cells]
    for feature, word in words.items():
        assert any(word in t for t in texts) == has(feature), feature


@pytest.mark.parametrize("kind", WRITERS)
def test_choices_give_the_cell_again(random_cells, kind):
    for cell in random_cells[kind][:50]:
        assert made(WRITERS[kind], replayed(cell.choices)).text == cell.text


def test_a_text_knows_its_lines():
    text = '@cell(states="h")\ndef random_cell(x, h, W):\n    return tanh(W @ x + 1 @ h)\n'
    with pytest.raises(CellError, match="line 4: return tanh"):
        executed("from recurra.ir import cell, tanh\n" + text)


def has_a_mean_of_a_product(cell):
    nodes = cell.cell.graph().nodes
    return any(n.op == "mean" and n.args[0].op == "matmul" for n in nodes)


def test_a_failing_cell_is_made_small(random_cells):
    """What fails here is any cell with the mean of a product."""
    first = next(c for c in random_cells["chain"] if has_a_mean_of_a_product(c))
    small = shrunk(chain, first, has_a_mean_of_a_product, seconds=30)
    assert has_a_mean_of_a_product(small)
    assert len(small.cell.graph().states) == 1
    assert len(small.cell.graph().nodes) <= 12
    assert len(small.text) < len(first.text)


def test_hypothesis_makes_it_small_too():
    @st.composite
    def random_cells(draw):
        choices = Choices(lambda bound: draw(st.integers(0, bound - 1)))
        try:
            return made(chain, choices)
        except CellError:
            return None

    found = find(
        random_cells(),
        lambda c: isinstance(c, RandomCell) and len(c.cell.graph().states) == 2,
        settings=settings(
            derandomize=True, database=None, deadline=None, max_examples=300,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert len(found.cell.graph().nodes) <= 11

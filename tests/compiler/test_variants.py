"""What masks, probes and limits do to a graph, and odd graphs with them on the compiled backend."""

from dataclasses import replace

import odd_cells
import pytest
import torch

from recurra import cells
from recurra.compiler import conformance
from recurra.compiler.backends import BACKENDS
from recurra.compiler.conformance import Case
from recurra.compiler.masks import with_recurrent_dropout, with_zoneout
from recurra.compiler.variant import PLAIN, Variant

CASE = Case(4, 3, 2, 4, ragged=True)


def masked(graph):
    """(what is multiplied by a mask, the mask, the parameters of the products it goes to)."""
    found = []
    for node in graph.nodes:
        mask = [a for a in node.args if a.name in graph.masks]
        if node.op == "mul" and mask:
            (value,) = (a for a in node.args if a.name not in graph.masks)
            uses = [n.param for n in graph.nodes if node in n.args and n.op == "matmul"]
            found.append((value.name, mask[0].name, uses))
    return found


def test_one_mask_for_all_gates_or_one_for_each():
    graph = cells.find("lstm").graph()
    gates = ["U.i", "U.f", "U.g", "U.o"]
    assert masked(with_recurrent_dropout(graph)) == [("h", "drop_h", gates)]
    assert masked(with_recurrent_dropout(graph, tied=False)) == [
        ("h", f"drop_h_{g.replace('.', '_')}", [g]) for g in gates
    ]


def test_a_gated_state_is_masked_before_its_gate():
    """U @ (r * h): h is dropped there, and r * (mask * h) goes to the matrix."""
    found = masked(with_recurrent_dropout(cells.find("gru_original").graph()))
    assert [(value, mask) for value, mask, _ in found] == [("h", "drop_h")]
    assert found[0][2] == ["U.r", "U.z"]


def test_what_a_gate_carries_on_is_not_dropped():
    found = masked(with_recurrent_dropout(cells.find("scrn").graph()))
    assert found == [("s", "drop_s", ["P"]), ("h", "drop_h", ["R"])]
    graph = with_recurrent_dropout(cells.find("peephole").graph())
    assert {mask for _, mask, _ in masked(graph)} == {"drop_h", "drop_c"}
    carried = graph.named("c")
    assert not any(a.name == "drop_c" for a in carried.args for a in a.args)


def test_a_mask_of_zeros_changes_nothing_and_one_of_ones_keeps_the_state():
    drawn = conformance.problem(cells.find("lstm"), replace(CASE, ragged=False))
    reference, graph = BACKENDS[-1], with_zoneout(drawn.graph, [["h", "c"]])
    expected, _ = drawn.run(reference)
    for keep in (0.0, 1.0):
        mask = torch.full((4, 3, 4), keep, dtype=torch.float64)
        output, _ = replace(drawn, graph=graph, inputs=[*drawn.inputs, mask]).run(reference)
        wanted = drawn.states[0].expand_as(expected) if keep else expected
        assert torch.equal(output, wanted)


def test_names_of_new_inputs_are_free():
    graph = with_recurrent_dropout(with_recurrent_dropout(cells.find("elman").graph()))
    assert [i.name for i in graph.inputs] == ["x", "drop_h", "drop_h_"]


def test_variants_are_told_apart():
    graph = cells.find("lstm").graph()
    made = [v.of(graph) for v in conformance.variants(cells.find("lstm")).values()]
    assert len({g.fingerprint for g in [graph, *made]}) == len(made) + 1
    assert PLAIN.of(graph) is graph
    assert Variant(clipped=True).of(graph) is Variant(clipped=True).of(graph)


@pytest.mark.slow
@pytest.mark.parametrize("cell", odd_cells.ALL, ids=lambda c: c.name)
def test_odd_cells(cell):
    found = conformance.variants(cell)
    noisy = "recurrent_dropout_and_zoneout" if "recurrent_dropout" in found else "zoneout"
    for name in ("limited_gradients", noisy):
        case = replace(CASE, variant=found[name])
        conformance.check_values(BACKENDS[0], cell, case)
        conformance.check_gradients(BACKENDS[0], cell, case)


@pytest.mark.slow
@pytest.mark.parametrize("name", cells.NAMES)
def test_all_cells_on_the_reference(name):
    cell = cells.find(name)
    for variant in conformance.variants(cell).values():
        for check in conformance.CHECKS.values():
            check(BACKENDS[-1], cell, replace(CASE, variant=variant))

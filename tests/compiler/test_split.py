"""What is computed when."""

import odd_cells
import pytest

from recurra import cells
from recurra.compiler.backends.numba.chain.plan import Plan
from recurra.compiler.differentiate import backward_step
from recurra.compiler.layout import backward_layout, forward_layout
from recurra.compiler.loops import nest
from recurra.compiler.split import forward_step, schedule
from recurra.compiler.step import Step


def nests(spec):
    graph = cells.find(spec).graph()
    forward = forward_step(graph)
    backward = backward_step(forward, graph.output)
    layout = forward_layout(forward, backward.saved, set(forward.states))
    return backward, nest(layout), nest(backward_layout(layout, backward, forward.states))


def weights(products):
    return [sorted(b.matrix.name for b in p.blocks) for p in products]


def test_lstm_has_one_large_product_and_one_in_the_loop():
    backward, there, back = nests("lstm")
    (loop,) = there.loops
    assert weights(loop.large) == [["W.f", "W.g", "W.i", "W.o"]]
    assert weights(loop.stages[0].products) == [["U.f", "U.g", "U.i", "U.o"]]
    (stage,) = loop.stages
    gates, output = stage.loops  # the output waits for the tanh of the cell state
    assert {v.name for v in gates.values} >= {"c"} and "h" in {v.name for v in output.values}
    assert sorted(v.name for v in backward.saved) == ["f", "g", "i", "o"]
    # gates take the place of what they were computed from, gradients that of the gates
    assert set(there.layout.buffers) == {"h", "c", "in_x", "gates_h"}
    assert {"gates_h"} == {p.operand.buffer for loop in back.loops for p in loop.large}


def test_gates_of_parameters_alone_are_computed_once():
    graph = cells.find("lstm3").graph()
    forward = forward_step(graph)
    assert [n.op for n in forward.derived.values()] == ["sigmoid"] * 3
    assert not any(v.op == "sigmoid" for v in forward.step.values())


def test_context_of_scrn_comes_before_its_hidden_units():
    _, there, back = nests("scrn")
    context, hidden = there.loops
    assert weights(context.large) == [["B"]] and not context.stages[0].products
    assert sorted(weights(hidden.large)) == [["A"], ["P"]]
    assert weights(hidden.stages[0].products) == [["R"]]
    assert weights(back.loops[1].large) == [["P"]]  # backward in the other order


def test_a_product_of_a_product_is_a_second_stage():
    _, there, _ = nests("gru_original")
    first, second = there.loops[0].stages
    assert weights(first.products) == [["U.r", "U.z"]] and weights(second.products) == [["U.n"]]


def test_cell_without_recurrent_product_has_none_in_its_loop():
    graph = odd_cells.elementwise.graph()
    step = forward_step(graph).step
    assert not any(v.op == "products" for v in step.values())


@pytest.mark.parametrize("own", odd_cells.ALL, ids=lambda c: c.name)
def test_schedule_is_consistent(own):
    forward = forward_step(own.graph())
    for step in (forward.step, backward_step(forward, own.graph().output).step):
        assert_consistent(step)


def assert_consistent(step: Step) -> None:
    when = schedule(step)
    for value in step.values():
        for other in value.needs:
            if not other.leaf:
                assert when.at(other) <= when.at(value)
    for leaf, result in step.recurrences.items():
        assert when.level[leaf] == max(1, when.level[result])


def test_parts_are_made_when_they_are_asked_for():
    plan = Plan(cells.find("lstm").graph(), "float32")
    assert "training_nest" not in vars(plan)
    assert plan.training_nest is plan.training_nest


def test_what_needs_a_mean_goes_on_with_the_same_row():
    forward = forward_step(odd_cells.mean_alone.graph())
    layout = forward_layout(forward, (), set(forward.states))
    (loop,) = nest(layout).loops
    (stage,) = loop.stages
    assert [u.size for u in stage.loops] == ["h", "1", "h"]
    assert [v.op for v in stage.loops[0].values] == ["mean", "mean"]
    assert {b.size for b in layout.buffers.values()} == {"h", "x", "1"}

"""What is computed when."""

import odd_cells
import pytest

from recurra import cells
from recurra.compiler.chain import Chain
from recurra.compiler.differentiate import backward_step
from recurra.compiler.layout import backward_layout, forward_layout
from recurra.compiler.loops import program
from recurra.compiler.split import cycle_of, forward_step, schedule
from recurra.compiler.statements import Multiply, MultiplyAll
from recurra.compiler.step import Step


def passes(spec):
    graph = cells.find(spec).graph()
    forward = forward_step(graph)
    backward = backward_step(forward, graph.output)
    layout = forward_layout(forward, backward.saved, set(forward.states))
    back = backward_layout(layout, backward, forward.states)
    return backward, program(layout), program(back, layout, backward)


def weights(statements):
    """The matrices of each product."""
    products = [getattr(s, "product", s) for s in statements]
    return [
        sorted(b.matrix.name for b in p.packed.blocks)
        for p in products if isinstance(p, Multiply)
    ]  # fmt: skip


def large(own):
    return [s for s in own.statements if isinstance(s, MultiplyAll)]


def stores(unit_loop):
    return {s.value.name for s in unit_loop.body if hasattr(s, "place")}


def test_lstm_has_one_large_product_and_one_in_the_loop():
    backward, there, back = passes("lstm")
    (loop,) = there.loops
    assert weights(large(there)) == [["W.f", "W.g", "W.i", "W.o"]]
    product, rows = loop.body
    assert weights([product]) == [["U.f", "U.g", "U.i", "U.o"]]
    gates, output = rows.body  # the output waits for the tanh of the cell state
    assert stores(gates) >= {"c"} and "h" in stores(output)
    assert sorted(v.name for v in backward.saved) == ["f", "g", "i", "o"]
    # gates take the place of what they were computed from, gradients that of the gates
    assert set(there.buffers) == {"h", "c", "in_x", "gates_h"}
    assert {"gates_h"} == {s.product.operand.buffer for s in large(back)}


def test_gates_of_parameters_alone_are_computed_once():
    graph = cells.find("lstm3").graph()
    forward = forward_step(graph)
    assert [n.op for n in forward.derived.values()] == ["sigmoid"] * 3
    assert not any(v.op == "sigmoid" for v in forward.step.values())


def test_context_of_scrn_comes_before_its_hidden_units():
    _, there, back = passes("scrn")
    context, hidden = there.loops
    order = list(there.statements)
    early, late = order[: order.index(context)], order[order.index(context) : order.index(hidden)]
    assert weights(early) == [["B"]] and not weights(context.body)
    assert sorted(weights(late)) == [["A"], ["P"]]
    assert weights(hidden.body) == [["R"]]
    order = list(back.statements)
    between = order[order.index(back.loops[0]) : order.index(back.loops[1])]
    assert weights(between) == [["P"]]  # backward in the other order


def test_a_product_of_a_product_is_a_second_stage():
    _, there, _ = passes("gru_original")
    first, _, second, _ = there.loops[0].body
    assert weights([first]) == [["U.r", "U.z"]] and weights([second]) == [["U.n"]]


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
    own = Chain(cells.find("lstm").graph())
    assert "training" not in vars(own)
    assert own.training is own.training


def test_what_needs_a_mean_goes_on_with_the_same_row():
    forward = forward_step(odd_cells.mean_alone.graph())
    layout = forward_layout(forward, (), set(forward.states))
    (loop,) = program(layout).loops
    (rows,) = loop.body
    assert [u.size for u in rows.body] == ["h", "1", "h"]
    assert [s.value.op for s in rows.body[0].body if hasattr(s, "name")] == ["mean", "mean"]
    assert {b.size for b in layout.buffers.values()} == {"h", "x", "1"}


def test_readers_of_a_step():
    """What reads a value, in the order of the step, each once."""
    step = forward_step(cells.find("lstm").graph()).step
    for value, readers in step.readers.items():
        assert readers == [v for v in step.values() if value in v.needs]
    assert set(step.readers) == set(step.values())


@pytest.mark.parametrize("spec", ["lstm", "layernorm_lstm", "gru", odd_cells.mean_alone])
def test_a_cycle_is_what_leads_to_a_state_and_away_from_it(spec):
    """Held to the definition, followed from each value."""
    forward = forward_step(cells.find(spec).graph() if isinstance(spec, str) else spec.graph())
    step = forward.step
    after = {v: [w for w in step.values() if v in w.needs] for v in step.values()}
    for leaf, result in step.recurrences.items():
        after[result].append(leaf)

    def reached(value):
        seen, stack = set(), list(after[value])
        while stack:
            own = stack.pop()
            if own not in seen:
                seen.add(own)
                stack += after[own]
        return seen

    cycle = cycle_of(step)
    assert set(cycle) == {v for v in step.values() if v in reached(v)}
    for value, number in cycle.items():
        assert {v for v, n in cycle.items() if n == number} == {
            v for v in reached(value) if value in reached(v)
        }

"""The printed loops compute what the reference computes, for every cell and for odd ones."""

import pytest
import torch
from torch.nn import functional

from recurra import cells
from recurra.bench.rivals.loop_jax import JAX
from recurra.bench.rivals.loop_text import NOT_PRINTED, compiled, text
from recurra.bench.rivals.loop_torch import TORCH
from recurra.compiler import conformance
from recurra.compiler.backends.reference import Reference
from recurra.ir import (
    PRIMITIVES,
    absolute,
    cell,
    cos,
    exp,
    floor,
    log,
    maximum,
    mean,
    minimum,
    relu,
    scalar,
    sigmoid,
    sin,
    softplus,
    sqrt,
    sum,
    tanh,
    vector,
)

ALL = [
    *cells.NAMES,
    "scrn(learned=True)",
    "scrn(form='code')",
    "elman(nonlinearity='relu')",
]


class Loop(Reference):
    """The printed loop as a backend, so that the conformance checks can hold it."""

    name = "loop"

    def run(self, graph, sizes, weights, inputs, states, lengths):
        source = text(graph, sizes, TORCH)
        run = compiled(source, graph.cell, {"torch": torch, "functional": functional})
        return run(inputs, states, weights)


def hold(own):
    for case in (conformance.Case(), conformance.Case(steps=1, batch=1, width=1, hidden=2)):
        conformance.check_values(Loop(), own, case)
        conformance.check_gradients(Loop(), own, case)


@pytest.mark.parametrize("spec", ALL)
def test_gallery(spec):
    hold(cells.find(spec))


def test_every_primitive():
    @cell(states="h c")
    def odd(x, h, c, W, U, V, p, q, b):
        i = sigmoid(W.i @ x + U.i @ h + U.j @ h - V.i @ c + b.i + p.i * c)
        e = exp(minimum(-absolute(U.e @ (i * h)), 0.5)) / (1 + softplus(vector(q)))
        e = e + cos(i) * sin(h)
        n = maximum(relu(W.n @ x + b.n) + scalar(b.s), -0.1) - mean(h) + 0.1 * sum(h * c)
        n = n - floor(3 * i)
        c = sqrt(log(1 + exp(V.c @ c + b.i)) + e * e) + n + b.n
        return tanh(c + U.e @ e) + tanh(W.t @ x) * i, c

    used = {n.op for n in odd.graph().nodes}
    assert set(PRIMITIVES) - used == NOT_PRINTED
    hold(odd)


def test_a_product_of_parameters_alone_and_a_state_without_input():
    @cell(states="h s", sizes={"b.k": "0.5 * h"})
    def settled(x, h, s, W, U, b):
        k = tanh(U.k @ sigmoid(b.k))
        s = 0.9 * s + k
        return tanh(W @ x + U.h @ h + s), s

    hold(settled)


@pytest.mark.parametrize("language", [TORCH, JAX], ids=lambda x: x.name)
def test_a_rule_for_each_primitive(language):
    assert set(language.primitives) == set(PRIMITIVES) - NOT_PRINTED


def test_the_lstm_as_a_careful_author_writes_it():
    drawn = conformance.problem(cells.find("lstm"), conformance.Case())
    lines = [line.strip() for line in text(drawn.graph, drawn.sizes, TORCH).splitlines()]
    products = [line for line in lines if "linear" in line or "addmm" in line]
    assert products == [
        "m0 = functional.linear(in_x, w0, weights['bias'])",  # the whole sequence
        "q0 = torch.addmm(m0_t, state_h, wt1)",  # a step
    ]
    assert "r7, r13, r19, r25 = q0.chunk(4, -1)" in lines
    assert any("unbind(0)" in line for line in lines)


def test_gru_adds_both_gates_at_once():
    drawn = conformance.problem(cells.find("gru"), conformance.Case(hidden=6))
    source = text(drawn.graph, drawn.sizes, TORCH)
    assert source.count("functional.linear") == 2
    assert "split([12, 6], -1)" in source


def test_jax_text_runs_on_jax():
    jax = pytest.importorskip("jax", reason="jax is not installed")
    drawn = conformance.problem(cells.find("peephole"), conformance.Case(dtype=torch.float32))
    scope = {"jax": jax, "jnp": jax.numpy, "lax": jax.lax}
    run = compiled(text(drawn.graph, drawn.sizes, JAX), "peephole", scope)
    given = [[jax.numpy.asarray(v.detach().numpy()) for v in drawn.inputs]]
    given.append([jax.numpy.asarray(v.detach().numpy()) for v in drawn.states])
    given.append({k: jax.numpy.asarray(v.detach().numpy()) for k, v in drawn.weights.items()})
    output, _ = run(*given)
    wanted, _ = drawn.run(Reference())
    bound = conformance.tolerance(torch.float32, 7, 11)
    conformance.same([torch.tensor(output.tolist())], [wanted], bound, "output")

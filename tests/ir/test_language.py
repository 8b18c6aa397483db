"""Matrices, powers, slices and sums as the graph has them; names; and what to write instead."""

import pytest
import torch
from tests.japanese import english_in

from recurra import cells
from recurra.errors import CellError
from recurra.ir import cell, sigmoid, tanh
from recurra.ir.check import check_names
from recurra.ir.explain import ALIASES, FUNCTIONS, IN_WORDS, INSTEAD
from recurra.nn import Recurrent, Recursive
from recurra.words.en.ir import explain as english


@pytest.fixture
def graph(tmp_path):
    """The graph of a cell in a user's own file, from its equations."""

    def make(body, arguments="x, h, W, U, b", declaration='states="h"', bias=True, first=""):
        lines = "\n".join("    " + line for line in body.split("\n"))
        path = tmp_path / "mine.py"
        path.write_text(
            f"import math\nimport numpy as np\nimport torch\nfrom recurra.ir import *\n{first}\n\n"
            f"@cell({declaration})\ndef mine({arguments}):\n{lines}\n"
        )
        return cells.find(f"{path}:mine").graph(bias)

    return make


def products(graph):
    return [(n.param, n.transposed, n.args[0].name) for n in graph.nodes if n.op == "matmul"]


def operations(graph):
    return [n.op for n in graph.nodes if n.args]


# matrices


def test_a_transpose_is_the_same_parameter(graph):
    found = graph("return tanh((U - U.T) @ h + W @ x + b)")
    assert products(found)[:2] == [("U", False, "h"), ("U", True, "h")]
    assert list(found.param) == ["U", "W", "b"]
    assert found.group["weight_hh"].params == ("U",)
    twice = graph("return tanh(U.T @ h + U.T @ h + U.T.T @ h + W @ x + b)")
    assert products(twice) == [("U", True, "h"), ("U", False, "h"), ("W", False, "x")]


def test_a_transpose_first_gives_the_columns(graph):
    found = graph(
        "return tanh(U.T @ (V @ h) + W @ x + b)", "x,h,W,U,V,b", 'states="h", sizes={"V": "2 * h"}'
    )
    assert (found.param["U"].rows, found.param["U"].columns) == ("V", "h")
    assert found.group["weight_U"].params == ("U",)


def test_matrices_that_stand_transposed_alone_are_not_stacked(graph):
    found = graph(
        "return tanh(A.T @ h + W @ x), B.T @ h * s",
        "x,h,s,W,A,B",
        'states="h s", sizes={"s": "h + 1"}',
    )
    assert [found.param[p].columns for p in "AB"] == ["h", "s"]
    assert [found.param[p].group for p in "AB"] == ["weight_A", "weight_B"]


def test_sums_and_multiples_of_matrices(graph):
    found = graph("return tanh((2 * U - V / 4 + -(U + V).T) @ h + W @ x + b)", "x,h,W,U,V,b")
    assert products(found)[:4] == [
        ("U", False, "h"),
        ("V", False, "h"),
        ("U", True, "h"),
        ("V", True, "h"),
    ]
    assert [n.value for n in found.nodes if n.op == "constant"] == [2.0, 0.25]
    assert products(graph("return tanh(sum([U.T, U]) @ h + W @ x + b)"))[0] == ("U", True, "h")
    assert graph("return tanh((U + V) @ h + W @ x)", "x,h,W,U,V", bias=False).group["weight_hh"]


def test_sums_of_biases_and_vectors_are_values(graph):
    found = graph("s = b + 2 * d\nreturn tanh(U @ h + W @ x + s)", "x,h,W,U,b,d")
    assert [(p.name, p.role) for p in found.params if p.role != "matrix"] == [
        ("b", "bias"),
        ("d", "vector"),
    ]
    assert found.named("s").op == "add" and found.named("s").line == 9


@pytest.mark.parametrize("declaration", ["left, right", "x, children"])
def test_transposes_of_children(declaration):
    if declaration == "left, right":

        @cell(states="h", children=2)
        def own(left, right, W, b):
            return tanh(W.T @ left.rep + W @ right.rep + b)

    else:

        @cell(states="h", children="any")
        def own(x, children, W, U, b):
            from recurra.ir import total

            return tanh(W @ x + total((U - U.T) @ k.h for k in children) + b)

    found = own.graph()
    assert any(n.transposed for n in found.nodes)
    network = Recursive(own, 3, 4)
    assert "numba" in network.explain()


def test_the_fingerprint_tells_them_apart(graph):
    bodies = [
        "return tanh(U @ h + W @ x + b)",
        "return tanh(U.T @ h + W @ x + b)",
        "return tanh(softmax(U @ h, 2) + W @ x + b)",
        "return tanh(softmax(U @ h, 3) + W @ x + b)",
        "return tanh(U @ h[0:2] + W @ x + b)",
        "return tanh(U @ h[1:3] + W @ x + b)",
        "return tanh(U @ h[2:] + W @ x + b)",
    ]
    assert len({graph(body).fingerprint for body in bodies}) == len(bodies)


# sums, powers, slices


def test_sum_is_python_s_own_over_several_values(graph):
    body = "return tanh(sum(U[k] @ h for k in 'ab') + sum([W @ x, b]))"
    assert operations(graph(body)).count("sum") == 0
    assert operations(graph("return tanh(W @ x + b + U @ h * sum(h))")).count("sum") == 1
    assert operations(graph("return tanh(W @ x + b + U @ h * sum(sum(h)))")).count("sum") == 1
    own = [n for n in graph("return tanh(W @ x + b + U @ sum(h, 2))").nodes if n.op == "block_sum"]
    assert [(n.blocks, n.size) for n in own] == [(2, "h")]


def test_powers(graph):
    assert operations(graph("return tanh(U @ h + W @ x + b) ** 5")).count("mul") == 3
    assert operations(graph("return tanh(U @ h + W @ x + b) ** 2.5")).count("mul") == 2
    assert "exp" not in operations(graph("return sigmoid(U @ h + W @ x + b) ** -1.5"))
    found = graph("return sigmoid(U @ h + W @ x + b) ** 0.4")
    assert operations(found)[-3:] == ["log", "mul", "exp"]
    same = graph("return tanh(U @ h + W @ x + b) ** 1")
    assert same.fingerprint == graph("return tanh(U @ h + W @ x + b)").fingerprint
    one = graph("return tanh(U @ h + W @ x + b) + h ** 0").results[0].args[1]
    assert (one.op, one.value) == ("constant", 1.0)


def test_modulo(graph):
    one = graph("return tanh(U @ h + W @ x + b) % 0.3")
    assert one.fingerprint == graph("return mod(tanh(U @ h + W @ x + b), 0.3)").fingerprint
    assert operations(one)[-4:] == ["div", "floor", "mul", "sub"]


def test_slices(graph):
    found = graph("return tanh(U @ (h[0:3] + h[3:6]) + W @ x[:] + b)")
    cut = [n for n in found.nodes if n.op == "slice"]
    assert [(n.first, n.last, n.size) for n in cut] == [(0, 3, "slice3"), (3, 6, "slice3")]
    assert repr(cut[1]).endswith("= slice([3:6], %1)")
    assert found.sizes[1].fixed and found.param["U"].columns == "slice3"


# names


def test_no_two_parameters_share_a_tensor(graph):
    found = graph(
        "a = tanh(U.a @ h + W @ x)\nc = tanh(U_c @ a + U.a @ a)\n"
        "return tanh(U.c @ (a * c)) + U.e @ c",
        "x,h,W,U,U_c",
    )
    held = {p.name: p.group for p in found.params}
    assert len(set(held.values())) == len(found.groups) and held["U_c"] != held["U.c"]
    for group in found.groups:
        assert {found.param[p].group for p in group.params} == {group.name}


def test_a_vector_called_like_a_projection():
    @cell(states="h")
    def own(x, h, U, projection_x):
        return tanh(x + projection_x * h + U @ h)

    names = dict(Recurrent(own, 3, 4, backend="reference").named_parameters())
    assert set(names) == {"weight_projection_x__l0", "weight_projection_x_l0", "weight_hh_l0"}


@pytest.mark.parametrize(
    "name", ["forward", "weight_hh", "training", "bias", "cell", "_parameters"]
)
def test_a_parameter_called_like_a_part_of_a_module(graph, name):
    found = graph(f"return tanh({name} * h + U @ h + W @ x + b)", f"x,h,W,U,b,{name}")
    assert len(found.groups) == len({g.name for g in found.groups}) == 4
    network = Recurrent(f"{found.file}:mine", 3, 4, backend="reference")
    assert network(torch.zeros(2, 1, 3))[0].shape == (2, 1, 4)
    assert len(list(network.parameters())) == 4


def test_sizes_that_are_written_alike(graph):
    found = graph(
        "return tanh(A @ (V.a @ h) + B @ (V_a @ h) + W @ x)",
        "x,h,W,A,B,V,V_a",
        'states="h", sizes={"V.a": "2 * h", "V_a": "3 * h"}',
    )
    assert [(s.name, s.default) for s in found.sizes] == [
        ("h", ""),
        ("V_a", "2 * h"),
        ("V_a_", "3 * h"),
    ]
    assert found.param["B"].columns == "V_a_"


def test_names_are_walked_over():
    from dataclasses import replace

    found = cells.find("lstm").graph()
    check_names(found)
    first = found.groups[0]
    with pytest.raises(CellError, match="two stored tensors are called 'weight_ih'"):
        check_names(replace(found, groups=(first, replace(found.groups[1], name=first.name))))
    with pytest.raises(CellError, match=r"two parameters are called 'W.i'"):
        check_names(replace(found, groups=(*found.groups, replace(first, name="other"))))
    with pytest.raises(CellError, match="two sizes are called 'h'"):
        check_names(replace(found, sizes=found.sizes * 2))


# what is not in the language


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return leaky_relu(h)", r"'leaky_relu' is no function .*`maximum\(a, 0.01 \* a\)`"),
        ("return gelu(h)", "'gelu' is no function of the language.*tanh"),
        ("return silu(h)", r"`a \* sigmoid\(a\)`"),
        ("return elu(h)", r"`relu\(a\) \+ exp\(minimum\(a, 0\)\) - 1`"),
        ("return where(h, x, h)", r"`c \* a \+ \(1 - c\) \* b`, with a gate"),
        ("return cumsum(h)", "a state that adds up"),
        ("return W @ concat([x, h])", "W.a @ a"),
        ("return clip(h, 0, 1)", r"`maximum\(minimum\(a, high\), low\)`"),
        ("return dot(h, h)", r"`sum\(a \* b\)`"),
        ("return torch.tanh(h)", "none of the language.*`tanh` is a function of recurra.ir"),
        ("return torch.clamp(h, 0, 1)", r"For clamp write `maximum\(minimum\(a, high\), low\)`"),
        ("return np.exp(h)", "`exp` is a function of recurra.ir"),
        ("return np.where(h, 1, 0)", "with a gate c"),
        ("return np.concatenate([x, h])", "W.a @ a"),
        ("return math.exp(h)", "no number while it is traced.*`exp` is a function of recurra.ir"),
        ("return math.floor(h)", r"`floor\(a\)`, of recurra.ir"),
        ("return max(h, x)", "cannot be compared.*maximum"),
        ("return h if x > 0 else x", r"`c \* a \+ \(1 - c\) \* b`"),
        ("return h if x else x", r"`c \* a \+ \(1 - c\) \* b`"),
        ("return (h == 0) * x", "cannot be compared"),
        ("return h != x", "cannot be compared"),
        ("return h.sum()", r"method 'sum'.*sum\(value\)"),
        ("return h.clamp(0, 1)", r"method 'clamp'.*maximum\(minimum"),
        ("return h.T", "no transpose.*sum"),
        ("return h[::2]", "every unit between"),
        ("return h[-2:]", "whole numbers from 0 on"),
        ("return h[:-1]", "whole numbers from 0 on"),
        ("return h[3:3]", r"\[3:3\] holds no unit"),
        ("return h[0.5:]", "whole numbers from 0 on"),
        ("return h[2]", r"slice, \[2:3\]"),
        ("return mean(h)[0:2] + h", "one number has no parts"),
        ("return h @ U", "matrix on the left.*`U @ value`"),
        ("return h @ h", r"both are values.*sum\(a \* b\)"),
        ("return h // 2", r"floor\(a / b\)"),
        ("return 2 // h", r"floor\(a / b\)"),
        ("return round(h)", r"floor\(a \+ 0.5\)"),
        ("return h & x", "for and"),
        ("return ~h", "1 - a"),
        ("return tanh(U.T) + h", "U.T is a matrix, which stands in no function"),
        ("return U.T * h", "U.T is a matrix, and what it meets here is none"),
        ("return (U.T + b) @ h + tanh(b + h)", "'b' is used as a bias here but as a matrix"),
        ("return h + b + (b + U.T) @ h", "U.T is a matrix, and what it meets here is none"),
        ("return U.T.i @ h", "U.T has no part 'i'.*`U.i.T`"),
        ("return U['T'] @ h", "is the transpose of 'U'"),
        ("return U.T @ U", r"product of two parameters.*`U.T @ \(U @ value\)`"),
        ("return b[0:2] + h", r"slices are of values.*vector\(b\)\[0:4\]"),
        ("return softmax(h, 1.5)", "in 1.5 parts"),
        ("return sum(h, 0)", "in 0 parts"),
        ("return softmax(mean(h)) * h", "one number has no units"),
        ("return softmax(3) * h", "softmax takes values"),
        ("return h ** float('inf')", "power inf"),
        ("return (-2) ** h", "no power of a value"),
    ],
)
def test_what_to_write_instead(graph, body, message):
    with pytest.raises(CellError, match=f"(?s){message}") as caught:
        graph(body)
    assert not english_in(caught.value, caught.value.equation, str(caught.value.__cause__ or ""))
    assert caught.value.line == 9


def test_what_is_written_instead_is_of_the_language(graph):
    """Every formula that an error proposes can be followed."""
    for formula in INSTEAD.values():
        body = (
            "a, b, c, p, high, low = sigmoid(W @ x) + h, 0.5 + h * h, h, 0.1, 0.9, 0.1\n"
            f"return 0 * h + {formula}"
        )
        graph(body, "x, h, W")
    assert set(ALIASES.values()) <= {*INSTEAD, *IN_WORDS}
    assert not set(ALIASES) & {*INSTEAD, *IN_WORDS} and set(english.NOTES) <= set(INSTEAD)
    assert set(english.IN_WORDS) == IN_WORDS


def test_a_function_of_the_language_is_not_said_to_be_missing():
    assert not {n for n in (*INSTEAD, *IN_WORDS, *ALIASES) if n in FUNCTIONS}


def test_an_import_that_the_language_does_not_have(graph):
    with pytest.raises(CellError, match=r"gelu.*`0.5 \* a \* \(1 \+ tanh"):
        graph("return h", first="from recurra.ir import gelu")


def test_sizes_of_inputs_are_not_declared(graph):
    with pytest.raises(CellError, match="gives the width of the input 'x'"):
        graph("return tanh(W @ x + U @ h + b)", declaration='states="h", sizes={"x": "4"}')


def test_a_sum_of_parameters_that_reaches_nothing(graph):
    with pytest.raises(CellError, match=r"'d' changes nothing|'b' changes nothing"):
        graph("s = b + d\nreturn tanh(W @ x + U @ h)", "x,h,W,U,b,d")


def test_values_have_the_names_of_their_lines():
    @cell(states="h")
    def own(x, h, W, U):
        near = sigmoid(h[0:4])
        return tanh(W @ x + U @ near)

    assert own.graph().named("near").args[0].op == "slice"

"""What the language says is what torch computes: each feature beside the same by hand."""

import language_cells as own
import pytest
import torch

from recurra.cells import find
from recurra.compiler import conformance
from recurra.compiler.backends.reference import Reference
from recurra.compiler.measure import formula, operations, parameters
from recurra.compiler.sizes import known_sizes, sizes, smallest
from recurra.errors import CellError, SettingError
from recurra.nn import Recurrent

CASE = conformance.Case(steps=4, batch=3, width=5, hidden=6)


def drawn(cell):
    """Random numbers, the parameters of the equations by name, and one step by the reference."""
    problem = conformance.problem(cell, CASE)
    graph = problem.graph
    weights = {}
    for group in graph.groups:
        rows = [problem.sizes.get(graph.param[p].rows, 1) for p in group.params]
        parts = problem.weights[group.name].split(rows)
        weights |= dict(zip(group.params, parts, strict=True))
    inputs = {i.name: x[0] for i, x in problem.named_inputs()}
    states = {s.name: v for s, v in zip(graph.states, problem.states, strict=True)}
    _, final = Reference().run(
        graph, problem.sizes, problem.weights, [x[:1] for x in problem.inputs], problem.states, None
    )
    return weights, inputs | states, final


def same(found, *wanted):
    torch.testing.assert_close(tuple(found), tuple(wanted), rtol=1e-12, atol=1e-12)


def test_antisymmetric():
    P, v, found = drawn(own.antisymmetric)
    A = P["U"] - P["U"].T
    same(found, torch.tanh(v["h"] @ A.T + v["x"] @ P["W"].T + P["b"]))


def test_tied():
    P, v, found = drawn(own.tied)
    assert P["U"].shape == (8, 6)
    inner = torch.sigmoid(v["h"] @ P["U"].T)
    same(found, torch.tanh(inner @ P["U"] + v["x"] @ P["W"].T + P["b"]))


def test_a_transpose_before_any_other_use():
    P, v, found = drawn(own.first_transposed)
    new = torch.tanh(v["s"] @ P["U"] + v["x"] @ P["W.h"].T)
    other = (new * v["h"]) @ P["U"].T + v["x"] @ P["W.s"].T + 0.5 * v["h"] @ P["V"]
    same(found, new, torch.tanh(other))
    assert P["V"].shape == (6, 8)


def test_blocks_transposed():
    P, v, found = drawn(own.blocks_transposed)
    a, b = (torch.block_diag(*P[name].chunk(2)) for name in ("U.a", "U.b"))
    M = 0.5 * a - b.T / 2 - a.T
    same(found, torch.tanh(v["h"] @ M.T + v["x"] @ P["W"].T + P["b"]))


def test_low_rank():
    P, v, found = drawn(own.low_rank)
    same(found, torch.tanh(v["h"] @ (P["U"] @ P["V"]).T + v["x"] @ P["W"].T + P["b"]))


def test_softmax_and_sums_over_units_and_heads():
    P, v, found = drawn(own.attentive)
    h, new = v["h"], v["x"] @ P["W"].T + v["h"] @ P["U"].T
    heads = torch.softmax(2 * new.view(3, 2, 3), -1).view(3, 6)
    parts = (new * h).view(3, 2, 3).sum(-1, keepdim=True).expand(3, 2, 3).reshape(3, 6)
    whole = 0.1 * (h * new).sum(-1, keepdim=True)
    same(found, torch.softmax(new, -1) * 3 + heads * h - torch.tanh(parts - whole))


def test_softmax_of_large_values_does_not_overflow():
    graph = own.attentive.graph()
    big = torch.full((1, 6), 1e4, dtype=torch.float64)
    weights = {"weight_ih": torch.eye(6).double(), "weight_hh": torch.zeros(6, 6).double()}
    known = {"h": 6, "x": 6}
    output, _ = Reference().run(graph, known, weights, [big[None]], [big * 0], None)
    assert torch.allclose(output[0, 0], torch.full((6,), 0.5).double())


def test_gru_d():
    cell = own.gru_d
    assert cell.graph().projects == ("mask", "gap")
    assert (
        cell.graph().sizes[1].fixed and sizes(cell, 9, {"x": 4, "mask": 4, "gap": 4})["last"] == 4
    )
    network = Recurrent(
        cell, {"x": 4, "mask": 4, "gap": 4}, 6, backend="reference", dtype=torch.float64
    )
    assert not [n for n, _ in network.named_parameters() if "projection" in n]
    layer, P = network._layers[0], {}
    for name in layer.graph.param:
        group, rows = layer.rows(name)
        P[name] = getattr(network, f"{group}_l0")[rows]
    x, gap = torch.randn(5, 2, 4).double(), torch.rand(5, 2, 4).double()
    mask = (torch.rand(5, 2, 4) > 0.5).double()
    output, (h, last) = network([x, mask, gap])
    own_h, own_last = torch.zeros(2, 6).double(), torch.zeros(2, 4).double()
    for t in range(5):
        own_last = torch.where(mask[t] > 0, x[t], own_last)
        fading = torch.exp(-torch.relu(P["w"] * gap[t] + P["b.x"]))
        given = torch.where(mask[t] > 0, x[t], fading * own_last)
        own_h = torch.exp(-torch.relu(gap[t] @ P["W.d"].T + P["b.d"])) * own_h

        def total(k, state, given=given, t=t):
            return (
                given @ P[f"W.{k}"].T
                + state @ P[f"U.{k}"].T
                + mask[t] @ P[f"V.{k}"].T
                + P[f"b.{k}"]
            )

        r, z = torch.sigmoid(total("r", own_h)), torch.sigmoid(total("z", own_h))
        own_h = (1 - z) * own_h + z * torch.tanh(total("n", r * own_h))
    same([output[-1], h[0], last[0]], own_h, own_h, own_last)


def test_phased():
    P, v, found = drawn(own.phased)
    phase = torch.remainder(v["time"] - P["shift"], P["period"]) / P["period"]
    opened = torch.relu(1 - 4 * phase)
    new = torch.tanh(v["x"] @ P["W"].T + v["h"] @ P["U"].T + P["b"])
    same(found, opened * new + (1 - opened) * v["h"])
    assert own.phased.graph().projects == ("time",)


def test_a_register():
    P, v, found = drawn(own.register)
    r = torch.tanh(v["x"] @ P["A"].T + v["r"][:, :4] @ P["B"].T)
    inner = r[:, 4:] @ P["U.a"].T + (r[:, :2] * r[:, 2:4]) @ P["U.b"].T
    same(found, torch.tanh(v["x"] @ P["W"].T + inner + P["b"]), r)


def test_powers():
    P, v, found = drawn(own.powers)
    h, a = v["h"], 1 + torch.sigmoid(v["x"] @ P["W"].T + v["h"] @ P["U"].T)
    same(found, torch.tanh(a**3 - a**-2 + a**0.5 - a**-1.5 + a**0.3 + a**h + 2**h - 8))
    ops = [n.op for n in own.powers.graph().nodes]
    assert ops.count("log") == 1 and ops.count("sqrt") == 1


def test_floor_has_no_derivative():
    P, v, found = drawn(own.stepped)
    a = v["x"] @ P["W"].T + v["h"] @ P["U"].T
    norm = torch.sqrt((a * a).sum(-1, keepdim=True) + 1)
    same(found, torch.tanh(a) * torch.floor(2 * v["h"]) + (a - a.mean(-1, keepdim=True)) / norm)
    h = torch.full((1, 2), 0.3, dtype=torch.float64, requires_grad=True)
    weights = {n: torch.zeros(2, 2).double() for n in ("weight_ih", "weight_hh")}
    output, _ = Reference().run(
        own.stepped.graph(), {"h": 2, "x": 2}, weights, [torch.zeros(1, 1, 2).double()], [h], None
    )
    assert torch.autograd.grad(output.sum(), h)[0].abs().max() == 0


@pytest.mark.parametrize("cell", own.SMOOTH, ids=lambda c: c.name)
def test_derivatives(cell):
    conformance.check_finite_differences(Reference(), cell, CASE)


@pytest.mark.parametrize("name", ["alone", "step_by_step", "not_a_number"])
@pytest.mark.parametrize("cell", own.ALL, ids=lambda c: c.name)
def test_ragged_and_stepwise(cell, name):
    conformance.CHECKS[name](Reference(), cell, CASE)


@pytest.mark.parametrize("cell", own.ALL, ids=lambda c: c.name)
def test_variants(cell):
    """Dropout, zoneout and the rest are graphs more, with the settings of their nodes."""
    for variant in conformance.variants(cell).values():
        drawn = conformance.problem(cell, conformance.Case(steps=2, batch=2, variant=variant))
        assert all(g.isfinite().all() for g in conformance.gradients(drawn, Reference()))


@pytest.mark.parametrize("cell", own.ALL, ids=lambda c: c.name)
def test_training(cell):
    """A network of the cell learns, on the backend that "auto" chooses and on the reference."""
    widths = dict.fromkeys(cell.inputs, 4)
    size = 4 if len(widths) == 1 else widths
    network = Recurrent(cell, size, 8, backend="reference", generator=torch.manual_seed(0))
    given = [torch.rand(5, 3, 4) for _ in widths]
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    losses = []
    for _ in range(8):
        output, _ = network(given)
        loss = (output - 0.3).square().mean()
        optimizer.zero_grad()
        loss.backward()
        assert all(p.grad is not None and p.grad.isfinite().all() for p in network.parameters())
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0]
    counted = sum(p.numel() for p in network.parameters())
    assert counted == parameters(cell, size, 8)


# sizes


@pytest.fixture
def written(tmp_path):
    """A cell in a user's own file, from its text."""

    def make(declaration, text):
        path = tmp_path / "mine.py"
        path.write_text(f"from recurra.ir import *\n\n@cell({declaration})\ndef mine{text}\n")
        return find(f"{path}:mine")

    return make


def test_a_state_as_wide_as_an_input_is_not_chosen():
    widths = {"x": 4, "mask": 1, "gap": 4}
    assert sizes(own.gru_d, {"h": 6}, widths) == {"h": 6, "last": 4}
    assert sizes(own.gru_d, {"h": 6, "last": 4}, widths) == {"h": 6, "last": 4}
    with pytest.raises(SettingError, match=r"'last' is 4 \(x\) and cannot be set to 5"):
        sizes(own.gru_d, {"h": 6, "last": 5}, widths)
    with pytest.raises(SettingError, match="the width of the input 'x' is not given"):
        sizes(own.gru_d, 6)
    with pytest.raises(SettingError, match=r"'last' .* 4 and 6 in layers over each other"):
        Recurrent(own.gru_d, {"x": 4, "mask": 4, "gap": 4}, 6, num_layers=2)
    stacked = Recurrent(own.gru_d, {"x": 6, "mask": 4, "gap": 6}, 6, num_layers=2)
    assert sum("projection_mask" in n for n, _ in stacked.named_parameters()) == 2


def test_an_expression_of_an_input_and_a_cell_of_nothing_else(written):
    cell = written(
        'states="k", sizes={"k": "2 * x"}', "(x, k, W, U):\n    return tanh(W @ x + U @ k)"
    )
    assert known_sizes(cell, 3, 100) == {"k": 6, "x": 3}
    assert cell.graph().projects == () and parameters(cell, 3, 100) == 6 * 3 + 6 * 6
    alone = written('states="k", sizes={"k": "x"}', "(x, k, p):\n    return vector(p) * k + x")
    assert known_sizes(alone, 3, 100) == {"k": 3, "x": 3} and alone.graph().projects == ()
    assert formula(alone) == "m" and formula(cell) == "(2 * m)² + (2 * m)m"


def test_inputs_by_element(written):
    """Every input that meets a state or another input has a projection of its own."""
    both = written('states="h"', "(x, y, h, U):\n    return tanh(x + y * h + U @ h)")
    network = Recurrent(both, {"x": 3, "y": 2}, 4, backend="reference", dtype=torch.float64)
    shapes = {n: tuple(p.shape) for n, p in network.named_parameters()}
    assert shapes["weight_projection_x_l0"] == (4, 3) and shapes["weight_projection_y_l0"] == (4, 2)
    x, y = torch.randn(1, 2, 3).double(), torch.randn(1, 2, 2).double()
    h = torch.randn(1, 2, 4).double()
    p = dict(network.named_parameters())
    wanted = torch.tanh(
        x[0] @ p["weight_projection_x_l0"].T
        + y[0] @ p["weight_projection_y_l0"].T * h[0]
        + h[0] @ p["weight_hh_l0"].T
    )
    torch.testing.assert_close(network([x, y], h)[0][0], wanted)
    assert parameters(both, {"x": 3, "y": 2}, 4) == sum(v.numel() for v in p.values())
    assert set(network.state_dict()) == set(p)


def test_an_input_that_meets_another_input(written):
    masked = written('states="h"', "(x, mask, h, W, U):\n    return tanh(W @ (x * mask) + U @ h)")
    assert masked.graph().projects == ("mask",)
    for width in (1, 2):
        network = Recurrent(masked, {"x": 3, "mask": width}, 4, backend="reference")
        p = dict(network.named_parameters())
        assert tuple(p["weight_projection_mask_l0"].shape) == (3, width)
        x, mask = torch.randn(1, 2, 3), torch.randn(1, 2, width)
        inner = x[0] * (mask[0] @ p["weight_projection_mask_l0"].T)
        wanted = torch.tanh(inner @ p[next(n for n in p if p[n].shape == (4, 3))].T)
        torch.testing.assert_close(network([x, mask])[0][0], wanted)
        assert parameters(masked, {"x": 3, "mask": width}, 4) == sum(v.numel() for v in p.values())
    assert "projection" not in str(Recurrent(masked, {"x": 3, "mask": 3}, 4).state_dict().keys())


def test_an_input_in_a_product_and_by_element(written):
    """One projection, which the product sees as well."""
    cell = written('states="h"', "(x, h, W, U):\n    return tanh(W @ x + U @ h) + x")
    network = Recurrent(cell, 3, 4, backend="reference")
    p = dict(network.named_parameters())
    assert tuple(p["weight_ih_l0"].shape) == (4, 4)
    x = torch.randn(1, 2, 3)
    seen = x[0] @ p["weight_projection_x_l0"].T
    wanted = torch.tanh(seen @ p["weight_ih_l0"].T) + seen
    torch.testing.assert_close(network(x)[0][0], wanted)


def test_an_input_that_meets_declared_rows_and_a_slice(written):
    rows = written(
        'states="h", sizes={"V": "h + 1"}', "(x, h, V, U):\n    return tanh(U @ (V @ h + x))"
    )
    assert rows.graph().projects == ("x",) and known_sizes(rows, 3, 4) == {"h": 4, "V": 5, "x": 5}
    part = written('states="h"', "(x, y, h, W, U):\n    return tanh(W @ x + U @ (h[0:2] * y))")
    assert part.graph().projects == ("y",)
    network = Recurrent(part, {"x": 3, "y": 5}, 4, backend="reference")
    assert tuple(network.weight_projection_y_l0.shape) == (2, 5)
    assert network([torch.ones(1, 1, 3), torch.ones(1, 1, 5)])[0].shape == (1, 1, 4)


def test_slices_have_fixed_sizes(written):
    cell = written(
        'states="h"',
        "(x, h, W, U, V):\n    a = h[2:] * tanh(V @ h)\n"
        "    return tanh(W @ x + U.a @ a + U.b @ h[0:3])",
    )
    assert [(s.name, s.default, s.fixed) for s in cell.graph().sizes] == [
        ("h", "", False),
        ("slice3", "3", True),
        ("h_from2", "h - 2", True),
    ]
    assert known_sizes(cell, 3, 9) == {"h": 9, "slice3": 3, "h_from2": 7, "x": 3}
    assert formula(cell) == "2(n - 2)n + mn + 3n"
    with pytest.raises(SettingError, match=r"line 5: the slice \[2:\] of a value that has 2"):
        parameters(cell, 3, 2)
    with pytest.raises(SettingError, match=r"'slice3' is 3 and cannot be set to 4"):
        sizes(cell, {"h": 9, "slice3": 4}, 3)
    assert smallest(cell, 3, 100) == 3
    again = sizes(cell, sizes(cell, 9, 3), 3)  # what a comparison writes down is read again
    assert again == sizes(cell, 9, 3)


def test_slices_that_must_agree(written):
    cell = written('states="h c"', "(x, h, c, W):\n    return tanh(W @ x) + h, c * h[0:4] + h[1:5]")
    assert sizes(cell, 6, 3) == {"h": 6, "c": 4}
    with pytest.raises(SettingError, match=r"'c' is 5, but it meets a slice of 4"):
        sizes(cell, {"h": 6, "c": 5}, 3)
    mixed = written('states="h"', "(x, h, W, U):\n    return tanh(W @ x + U @ (h[2:] * h[0:3]))")
    assert sizes(mixed, 5, 3) == {"h": 5, "slice3": 3}
    with pytest.raises(SettingError, match=r"'slice3' is 3, but it meets a slice of 4 .*h - 2"):
        sizes(mixed, 6, 3)
    with pytest.raises(CellError, match="meets what it was cut from"):
        written('states="h"', "(x, h, W):\n    return W @ x + h * h[2:]").graph()


def test_blocks_of_units_must_divide(written):
    cell = written('states="h"', "(x, h, W):\n    return softmax(W @ x + h, 4)")
    with pytest.raises(CellError, match=r"6 units cannot be divided into 4 equal parts") as caught:
        Recurrent(cell, 3, 6)
    assert caught.value.line == 5
    assert Recurrent(cell, 3, 8)(torch.zeros(2, 1, 3))[0].sum(-1).allclose(torch.full((2, 1), 4.0))


def test_operations():
    assert operations(own.tied, 3, 4).flops == 2 * (4 * 6 + 6 * 4 + 3 * 4) + 2 * 4
    found = operations(own.register, 3, 4)
    assert found.flops == 2 * (3 * 6 + 4 * 6 + 3 * 4 + 2 * 4 + 2 * 4) + 6 + 2 + 3 * 4
    assert found.transcendental == 6 + 4


def test_kernels_give_what_the_reference_gives():
    for cell in own.ALL:
        size = 4 if len(cell.inputs) == 1 else dict.fromkeys(cell.inputs, 4)
        network = Recurrent(cell, size, 8)
        x = [torch.rand(3, 2, 4) for _ in cell.inputs]
        reference = Recurrent(cell, size, 8, backend="reference")
        reference.load_state_dict(network.state_dict())
        torch.testing.assert_close(network(x)[0], reference(x)[0])

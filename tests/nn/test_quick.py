"""Prepared runs give what the reference backend gives, without a gradient and with one."""

import copy

import pytest
import torch
from torch import Tensor

from recurra.nn import Recurrent

TOLERANCE = {torch.float32: 2e-6, torch.float64: 1e-14}  # some ulp of numbers below 1


def pair(cell: str, dtype: torch.dtype) -> tuple[Recurrent, Recurrent]:
    own = Recurrent(cell, 3, 5, backend="numba", dtype=dtype)
    reference = Recurrent(cell, 3, 5, backend="reference", dtype=dtype)
    reference.load_state_dict(own.state_dict())
    return own, reference


def everything(network: Recurrent, *given: object) -> list[Tensor]:
    with torch.no_grad():
        output, final = network(*given)
    return [output, *([final] if isinstance(final, Tensor) else final)]


def agree(own: Recurrent, reference: Recurrent, *given: object) -> None:
    for a, b in zip(everything(own, *given), everything(reference, *given), strict=True):
        assert a.shape == b.shape
        assert torch.allclose(a, b, rtol=0, atol=TOLERANCE[a.dtype])


@pytest.mark.parametrize("dtype", list(TOLERANCE))
@pytest.mark.parametrize("cell", ["lstm", "gru", "lstm3"])
def test_as_the_reference(cell: str, dtype: torch.dtype) -> None:
    own, reference = pair(cell, dtype)
    for steps, batch in ((7, 1), (1, 4), (7, 1)):
        agree(own, reference, torch.randn(steps, batch, 3, dtype=dtype))


def test_starting_states_of_any_strides() -> None:
    own, reference = pair("lstm", torch.float32)
    h, c = torch.randn(1, 4, 5), torch.randn(5, 1, 4).permute(1, 2, 0)
    agree(own, reference, torch.randn(6, 4, 3), (h, c))
    agree(own, reference, torch.randn(4, 6, 3).transpose(0, 1), (h, h))


def test_weights_of_now() -> None:
    own, reference = pair("lstm", torch.float32)
    x = torch.randn(6, 1, 3)
    agree(own, reference, x)
    with torch.no_grad():
        for network in (own, reference):
            network.weight_hh_l0.data.mul_(2)
            network.bias_l0 = torch.nn.Parameter(network.bias_l0 + 1)
    agree(own, reference, x)


def test_results_do_not_share_memory() -> None:
    own, _ = pair("lstm", torch.float32)
    first = everything(own, torch.zeros(6, 1, 3))
    kept = [f.clone() for f in first]
    everything(own, torch.ones(6, 1, 3))
    assert all(torch.equal(a, b) for a, b in zip(first, kept, strict=True))


def test_another_type() -> None:
    own, reference = pair("lstm", torch.float32)
    x = torch.randn(6, 1, 3)
    agree(own, reference, x)
    agree(own.double(), reference.double(), x.double())


def gradients(
    network: Recurrent, x: Tensor, hx: tuple[Tensor, ...] | None, second: bool
) -> list[Tensor]:
    """Of a loss over output and final states, or of the norm of its gradient."""
    output, final = network(x, hx)
    states = [final] if isinstance(final, Tensor) else list(final)
    loss = sum((t * t.detach().cos()).sum() for t in (output, *states))
    leaves = [*network.parameters(), x, *([] if hx is None else hx)]
    first = torch.autograd.grad(loss, leaves, create_graph=second)
    if not second:
        return list(first)
    return list(torch.autograd.grad(sum((g * g).sum() for g in first), leaves))


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("cell", ["lstm", "gru", "elman"])
def test_gradients_as_the_reference(cell: str, given: bool, second: bool) -> None:
    """Prepared once: also where the sizes are known already, and of given states [1, B, units]."""
    own, reference = pair(cell, torch.float64)
    for _ in range(2):
        x = torch.randn(7, 4, 3, dtype=torch.float64, requires_grad=True)
        hx = tuple(
            torch.randn(1, 4, 5, dtype=torch.float64, requires_grad=True) for _ in own.cell.states
        )
        found, wanted = (gradients(n, x, hx if given else None, second) for n in (own, reference))
        for a, b in zip(found, wanted, strict=True):
            assert a.shape == b.shape
            assert torch.allclose(a, b, rtol=1e-9, atol=1e-9 * float(b.abs().max()))


def test_a_graph_that_is_kept_gives_the_same_gradient_again() -> None:
    own, _ = pair("lstm", torch.float32)
    loss = own(torch.randn(7, 4, 3))[0].square().sum()
    first = torch.autograd.grad(loss, list(own.parameters()), retain_graph=True)
    for a, b in zip(first, torch.autograd.grad(loss, list(own.parameters())), strict=True):
        assert torch.equal(a, b)


def test_a_weight_that_was_changed_since_is_noticed() -> None:
    own, _ = pair("lstm", torch.float32)
    loss = own(torch.randn(7, 4, 3))[0].square().sum()
    with torch.no_grad():
        own.weight_hh_l0.mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_a_weight_without_a_gradient() -> None:
    own, reference = pair("lstm", torch.float64)
    x = torch.randn(7, 4, 3, dtype=torch.float64)
    for network in (own, reference):
        network.weight_ih_l0.requires_grad_(False)
        network(x)[0].square().sum().backward()
    assert own.weight_ih_l0.grad is None
    assert torch.allclose(own.weight_hh_l0.grad, reference.weight_hh_l0.grad, rtol=1e-9)
    for p in own.parameters():
        p.requires_grad_(False)
    assert not own(x)[0].requires_grad


def test_a_copy_is_a_network_of_its_own() -> None:
    own, _ = pair("lstm", torch.float32)
    x = torch.randn(7, 4, 3)
    everything(own, x)
    other = copy.deepcopy(own)
    own(x)[0].sum().backward()
    with torch.no_grad():
        other.bias_l0.add_(1)
    kept = everything(own, x)
    assert not torch.equal(kept[0], everything(other, x)[0])
    assert torch.equal(kept[0], everything(own, x)[0]) and other.bias_l0.grad is None

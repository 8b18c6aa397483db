"""Short sequences without a gradient give what the reference backend gives."""

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

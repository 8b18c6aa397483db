"""Operations of a module, counted while it runs: each operation of torch by its row here.

Products of matrices, convolutions and attention as torch itself counts them
(`torch.utils.flop_counter`), a multiply-add as two; of arithmetic one for each number; exp, tanh
and the like apart, as of cells (`recurra.compiler.measure`).
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import flop_registry

from recurra.compiler.measure import Operations

ARITHMETIC = frozenset({
    "add", "sub", "mul", "div", "neg", "abs", "maximum", "minimum", "relu", "threshold", "rsub",
    "sum", "mean", "addcmul", "where", "clamp", "clamp_min", "square", "reciprocal", "cumsum",
    "avg_pool1d", "amax",
})  # fmt: skip
REDUCED = ("sum", "mean", "amax")  # by the numbers that go in
FUNCTIONS = frozenset({
    "exp", "log", "tanh", "sigmoid", "gelu", "silu", "elu", "softplus", "erf", "sqrt", "rsqrt",
    "pow", "sin", "cos", "_softmax", "_log_softmax",
})  # fmt: skip
NORMS = {"native_layer_norm": 5}  # operations a number, its square root aside


class Counter(TorchDispatchMode):
    """Counts what runs inside.

    >>> with Counter() as found:
    ...     _ = torch.ones(2, 3) @ torch.ones(3, 4)
    >>> found.operations
    Operations(flops=48, transcendental=0)
    """

    def __init__(self) -> None:
        super().__init__()
        self.flops = self.transcendental = 0
        self.values = 0  # numbers that were made

    @property
    def operations(self) -> Operations:
        """What was counted."""
        return Operations(self.flops, self.transcendental)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **(kwargs or {}))
        given = {t.untyped_storage()._cdata for t in tree_leaves(args) if isinstance(t, Tensor)}
        made = [t for t in tree_leaves(out) if isinstance(t, Tensor)]
        self.values += sum(t.numel() for t in made if t.untyped_storage()._cdata not in given)
        packet = func._overloadpacket
        name, number = packet.__name__.rstrip("_"), sum(t.numel() for t in made[:1])
        if packet in flop_registry:
            self.flops += int(flop_registry[packet](*args, **(kwargs or {}), out_val=out))
        elif name.startswith("_scaled_dot_product"):  # of a processor, which torch does not count
            query, key, value = args[:3]
            pairs = math.prod(query.shape[:-1]) * key.shape[-2]
            self.flops += 2 * pairs * (query.shape[-1] + value.shape[-1])
            self.transcendental += pairs  # of the softmax inside
        elif name in ARITHMETIC:
            self.flops += max(number, args[0].numel() if name in REDUCED else 0)
        elif name in FUNCTIONS:
            self.transcendental += number
        elif name in NORMS:
            self.flops += NORMS[name] * number
        return out


def counted(run: Callable[[], object]) -> Counter:
    """What is counted while it runs, without gradients."""
    with torch.no_grad(), Counter() as found:
        run()
    return found


def numbers(module: nn.Module) -> int:
    """Parameters that are trained."""
    return sum(p.numel() for p in module.parameters() if p.requires_grad)

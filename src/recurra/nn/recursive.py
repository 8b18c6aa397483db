"""A recursive network: any cell for trees, over a batch of trees."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from recurra import cells
from recurra.compiler.backends.tree_reference import TreeReference
from recurra.compiler.choose import choose_for_trees
from recurra.compiler.forest import Forest, misfit, takes
from recurra.compiler.tree_backend import TreeBackend
from recurra.errors import DataError, SettingError
from recurra.ir import Cell
from recurra.nn.calls import functorch_active, whole, widths
from recurra.nn.initialise import initialise
from recurra.nn.layer import Layer
from recurra.words import Text, say


class Nodes(NamedTuple):
    """What a recursive network finds for N nodes of B trees; O is the width of the output."""

    output: Tensor  # [N, O], in the order of the forest's nodes
    states: tuple[Tensor, ...]  # each [N, units], in the cell's order
    roots: Tensor  # [B, O]: the output at each root


class Recursive(nn.Module):
    """A cell for trees, applied from the leaves of each tree to its root.

    The nodes of a batch of trees are computed level by level together. Letters of shapes: B trees,
    N nodes in all, R nodes that have an input, I its width, O width of the output.

    Args:
        cell: a cell for trees, its name ("nary"), or "FILE.py:NAME".
        input_size: I.
        hidden_size: units; of a cell with states of several sizes a number for each name.
        bias: without it the terms `+ b` are left out.
        init, forget_bias: starting weights, as in `Recurrent`.
        backend: "auto", "reference" or "numba", proven at first use as in `Recurrent`.
        generator: draws the starting weights.

    Raises:
        SettingError: a size, name or option that does not fit; a cell for chains.
        CellError: equations that cannot be followed.

    >>> import torch
    >>> network = Recursive("nary", 3, 5)
    >>> forest = Forest.of([([2, 2, -1], [0, 1, -1])])  # two leaves and their parent
    >>> found = network(forest, torch.zeros(2, 3))
    >>> found.output.shape, found.roots.shape
    (torch.Size([3, 5]), torch.Size([1, 5]))
    """

    def __init__(
        self,
        cell: str | Cell,
        input_size: int,
        hidden_size: int | Mapping[str, int],
        *,
        bias: bool = True,
        init: str = "uniform",
        forget_bias: float | None = None,
        backend: str = "auto",
        generator: torch.Generator | None = None,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        self.cell = cells.find(cell)
        if not self.cell.for_trees:
            raise SettingError(say("nn.cell_for_chains", cell=self.cell.name))
        input_size, hidden_size = (
            whole("input_size", input_size),
            widths("hidden_size", hidden_size),
        )
        if input_size < 1:
            raise SettingError(say("nn.input_size_too_small"))
        self.input_size, self.hidden_size = input_size, hidden_size
        self.biased = bias  # `bias` is a parameter's name
        self.init, self.forget_bias, self.backend = init, forget_bias, backend
        self._derive()
        self.output_size = self._layer.output_size
        for name, shape in self._layer.shapes().items():
            empty = torch.empty(shape, device=device, dtype=dtype)
            self.register_parameter(name, nn.Parameter(empty))
        self.reset_parameters(generator)

    def _derive(self) -> None:
        """What follows from the settings, or is known of runs so far."""
        self._layer = Layer(self.cell, self.input_size, self.hidden_size, self.biased, "")
        self._choices: dict[tuple[torch.device, torch.dtype], tuple[TreeBackend, Text]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Settings and parameters, for pickle: kernels are found again where it arrives."""
        return {k: v for k, v in vars(self).items() if k not in ("_layer", "_choices")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._derive()

    def __prepare_scriptable__(self) -> None:  # torch.jit.script asks every module for it
        raise SettingError(say("nn.no_script"))

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw new starting weights."""
        initialise(
            self._layer, self._weights(), self.init, forget_bias=self.forget_bias, longest=None,
            generator=generator,
        )  # fmt: skip

    def forward(self, forest: Forest, x: Tensor) -> Nodes:
        """The states of all nodes.

        Args:
            forest: trees such as the cell takes.
            x: [R, I], a row for each node that has an input (`forest.tokens`), in their order.

        Raises:
            DataError: trees that the cell does not take.
            SettingError: an input of another shape.
        """
        self._check(forest, x)
        weights = self._weights()
        for name in self._layer.projections:
            x = nn.functional.linear(x, weights[f"weight_projection_{name}"])
        layer = self._layer
        # torch's function transforms differentiate and batch what torch itself computes
        plain = functorch_active() and not torch.compiler.is_compiling()
        backend = TreeReference() if plain else self._choice(x)[0]
        states = backend.run(layer.graph, layer.sizes, weights, x, forest)
        parts = [states[i] for i in layer.graph.output]
        output = parts[0] if len(parts) == 1 else torch.cat(parts, -1)
        return Nodes(output, states, output[torch.from_numpy(forest.roots).to(output.device)])

    def explain(self) -> str:
        """Which backend runs this network on its parameters' device, and why."""
        return str(self._choice(next(self.parameters()))[1])

    def runs_on(self, training: bool) -> str:
        """The name of the backend that runs this network, in training or outside of it."""
        return self._choice(next(self.parameters()))[0].name

    def extra_repr(self) -> str:
        """What the module prints of itself."""
        return f"{self.cell.name}, {self.input_size}, {self.hidden_size}"

    def _weights(self) -> dict[str, Tensor]:
        return {name: getattr(self, name) for name in self._layer.shapes()}

    @contextmanager
    def run_by(self, backend: TreeBackend) -> Iterator[None]:
        """Inside, a backend of the caller's runs this network."""
        before, like = self._choices, next(self.parameters())
        self._choices = {(like.device, like.dtype): (backend, backend.name)}
        try:
            yield
        finally:
            self._choices = before

    def _choice(self, like: Tensor) -> tuple[TreeBackend, Text]:
        key = (like.device, like.dtype)
        if key not in self._choices:
            self._choices[key] = choose_for_trees(
                self.backend, self._layer.graph, *key, self._layer.sizes
            )
        return self._choices[key]

    def _check(self, forest: Forest, x: Tensor) -> None:
        wrong = misfit(self._layer.graph, forest)
        if wrong:
            kind = takes(self._layer.graph)
            raise DataError(wrong, remedy=say("nn.takes_trees", cell=self.cell.name, trees=kind))
        expected = (len(forest.tokens), self.input_size)
        if tuple(x.shape) != expected:
            raise SettingError(
                say("nn.shape_of_tree_input", shape=tuple(x.shape), expected=expected)
            )

"""One layer of a cell in one direction: its stored tensors and one run over a sequence."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import torch
from torch import Tensor, nn

from recurra.compiler import checkpoint as checkpointed
from recurra.compiler.backend import Backend
from recurra.compiler.checkpoint import Checkpoint
from recurra.compiler.sizes import known_sizes, state_units
from recurra.compiler.slices import shape, slices
from recurra.compiler.variant import PLAIN, Variant
from recurra.ir import Cell

PROJECTION = "weight_output"  # the tensor V of a projected output


class Layer:
    """Sizes, names and shapes of one layer; the parameters belong to the module that holds it.

    `suffix` says its place; `own` by which suffix its tensors are stored, where that is another
    layer's: both directions then share their weights. `projection`: width P of the output
    y_t = V s_t that is handed on, in place of the states' units; 0: these themselves.
    """

    def __init__(
        self,
        cell: Cell,
        input_size: int | Mapping[str, int],
        hidden: int | Mapping[str, int],
        bias: bool,
        suffix: str,
        own: str | None = None,
        projection: int = 0,
    ) -> None:
        self.graph = graph = cell.graph(bias)
        self.groups = tuple(group.name for group in graph.groups)  # tensors that a backend is given
        self.options = cell.options
        self.suffix = suffix
        self.own = suffix if own is None else own
        self.sizes = known_sizes(cell, input_size, hidden)
        self.main = self.sizes[graph.sizes[0].name]
        self.units = state_units(graph, self.sizes)
        self.cell_output = sum(self.units[graph.states[i].name] for i in graph.output)
        self.projection = projection
        self.output_size = projection or self.cell_output
        given = (
            {i.name: input_size for i in graph.inputs}
            if isinstance(input_size, int)
            else dict(input_size)
        )
        self._starts = [
            (name, units, self.graph.start.get(name, 0.0)) for name, units in self.units.items()
        ]
        self.projections = {
            name: given[name] for name in graph.projects if given[name] != self.sizes[name]
        }

    @cached_property
    def stored(self) -> tuple[tuple[str, str], ...]:
        """Names of the tensors to store, without and with the suffix."""
        return tuple((name, name + self.own) for name in self.shapes())

    def held_by(self, module: nn.Module) -> dict[str, Tensor]:
        """The stored tensors by their names without the suffix."""
        own = module._parameters  # an attribute goes through Module.__getattr__, which takes longer
        found: dict[str, Tensor] = {}
        for name, stored in self.stored:
            parameter = own.get(stored)
            found[name] = getattr(module, stored) if parameter is None else parameter
        return found

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of every tensor to store, by its name without the suffix."""
        return dict(self.known_shapes)

    @cached_property
    def known_shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The same, made once: not to be changed."""
        found = {g.name: shape(self.graph, g, self.sizes) for g in self.graph.groups}
        for name, width in self.projections.items():
            found[f"weight_projection_{name}"] = (self.sizes[name], width)
        for state, start in self.graph.start.items():
            if start == "learned":
                found[f"start_{state}"] = (self.units[state],)
        if self.projection:
            found[PROJECTION] = (self.projection, self.cell_output)
        return found

    def rows(self, param: str) -> tuple[str, slice]:
        """The tensor that holds a parameter of the equations, and the rows there."""
        group = self.graph.group[self.graph.param[param].group]
        return group.name, slice(*slices(self.graph, group, self.sizes)[param])

    def start(self, weights: Mapping[str, Tensor], batch: int, like: Tensor) -> tuple[Tensor, ...]:
        """The starting value of each state, [B, units]."""
        return tuple([
            weights[f"start_{name}"].expand(batch, units)
            if value == "learned"
            else like.new_full((batch, units), float(value))
            for name, units, value in self._starts
        ])  # fmt: skip

    def run(
        self,
        backend: Backend,
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor] | None,
        lengths: Tensor | None,
        reverse: bool,
        variant: Variant = PLAIN,
        extra: Sequence[Tensor] = (),
        checkpoint: Checkpoint = None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Output [T, B, width] and final states [B, units]; reversed, each sequence starts at
        its own last step and the output stands where its input stood. `extra` are the inputs that
        a variant of the graph adds."""
        if self.projections:
            names = [i.name for i in self.graph.inputs]
            inputs = [
                nn.functional.linear(x, weights[f"weight_projection_{n}"])
                if n in self.projections
                else x
                for n, x in zip(names, inputs, strict=True)
            ]
        if reverse:
            inputs = [reversed_in_time(x, lengths) for x in inputs]
        if states is None:
            states = self.start(weights, inputs[0].shape[1], inputs[0])
        graph, inputs = variant.of(self.graph), [*inputs, *extra]
        # starting states and projections are no business of a backend
        own = {group.name: weights[group.name] for group in graph.groups}
        output, final = checkpointed.run(
            checkpoint, backend, graph, self.sizes, own, inputs, states, lengths
        )
        if self.projection:
            output = nn.functional.linear(output, weights[PROJECTION])
        return (reversed_in_time(output, lengths) if reverse else output), final


def reversed_in_time(x: Tensor, lengths: Tensor | None) -> Tensor:
    """Each sequence of [T, B, width] backwards within its own length; padding stays behind it."""
    if lengths is None:
        return x.flip(0)
    steps = torch.arange(x.shape[0], device=x.device)[:, None]
    own = lengths.to(x.device)[None, :]
    index = torch.where(steps < own, own - 1 - steps, steps)
    return x.gather(0, index[:, :, None].expand_as(x))

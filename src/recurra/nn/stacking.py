"""Layers over layers, in one direction or in both."""

from collections.abc import Mapping

import torch
from torch import Tensor

from recurra.compiler.backend import Backend
from recurra.compiler.checkpoint import Checkpoint
from recurra.compiler.variant import Variant
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.nn.calls import check_layers
from recurra.nn.drawing import Drawing
from recurra.nn.layer import Layer
from recurra.words import say


def build(
    cell: Cell,
    input_size: int | Mapping[str, int],
    hidden_size: int | Mapping[str, int],
    num_layers: int = 1,
    bias: bool = True,
    bidirectional: bool = False,
    shared: bool = False,
    projection: int = 0,
) -> list[Layer]:
    """The layers of a network, from below, forward direction before backward; no memory is taken.

    >>> from recurra import cells
    >>> [layer.suffix for layer in build(cells.find("gru"), 3, 5, 2, bidirectional=True)]
    ['_l0', '_l0_reverse', '_l1', '_l1_reverse']
    """
    layers: list[Layer] = []
    size = input_size
    for number in range(num_layers):
        first = f"_l{number}"
        for suffix in (first, f"{first}_reverse") if bidirectional else (first,):
            own = first if shared else suffix
            layers.append(Layer(cell, size, hidden_size, bias, suffix, own, projection))
        below = layers[-1].output_size * (2 if bidirectional else 1)
        size = below if isinstance(size, int) else {**size, cell.inputs[0]: below}
    check_layers(cell, [layer.units for layer in layers])
    return layers


class Stacked(Drawing):
    """A network of layers."""

    directions: int
    bidirectional: bool
    residual: bool = False  # of networks that were pickled before there was such a thing
    projection: int = 0
    shared: bool = False
    _layers: list[Layer]

    def _weights(self, layer: Layer) -> dict[str, Tensor]:
        return layer.held_by(self)

    def _stored(self) -> list[Layer]:
        """Those whose tensors are their own."""
        return [layer for layer in self._layers if layer.own == layer.suffix]

    def _check_stack(self) -> None:
        if self.projection < 0:
            raise SettingError(say("nn.negative_projection", width=self.projection))
        if self.shared and not self.bidirectional:
            raise SettingError(say("nn.nothing_shared"))

    def _check_residual(self, given: int) -> None:
        """Somewhere there has to be something to add; `given`: width of the first input."""
        width = self._layers[0].output_size * self.directions
        if self.residual and self.num_layers == 1 and given != width:
            raise SettingError(say("nn.nothing_residual", given=given, width=width))

    def _run_by(
        self,
        backend: Backend,
        checkpoint: Checkpoint,
        variant: Variant,
        inputs: list[Tensor],
        states: list[Tensor] | None,
        lengths: Tensor | None,
    ) -> tuple[Tensor, list[Tensor]]:
        finals: list[tuple[Tensor, ...]] = []
        for number in range(self.num_layers):
            outputs = []
            for direction in range(self.directions):
                row = number * self.directions + direction
                layer = self._layers[row]
                own = None if states is None else [s[row] for s in states]
                weights, reverse = self._weights(layer), direction == 1
                if variant.expected or variant.clipped:
                    weights |= self._noise.weights(inputs[0])
                extra = self._masks(layer, variant, inputs[0]) if variant.masked else []
                if variant.watched:
                    extra += self._probes(layer, inputs[0], lengths, reverse)
                output, final = layer.run(
                    backend, weights, inputs, own, lengths, reverse, variant, extra, checkpoint
                )
                outputs.append(output)
                finals.append(final)
            joined = outputs[0] if len(outputs) == 1 else torch.cat(outputs, -1)
            if self.residual and joined.shape == inputs[0].shape:
                joined = joined + inputs[0]
            if number + 1 < self.num_layers:
                joined = self._dropped(joined)
            inputs = [joined, *inputs[1:]]
        if len(finals) == 1:
            return inputs[0], [s.unsqueeze(0) for s in finals[0]]
        return inputs[0], [torch.stack(s) for s in zip(*finals, strict=True)]

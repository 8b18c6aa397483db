"""Layers of a cell as a body: `lstm`, `gru(units=128, residual=true, projection=32)`."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, final

from torch import nn

from recurra.cells.find import Named
from recurra.compiler import measure
from recurra.compiler.sizes import smallest
from recurra.ir import Cell
from recurra.nn.bodies.body import Interface
from recurra.nn.bodies.design import How, Measures, Sizes, with_file
from recurra.nn.initialise import FORGET_BIAS
from recurra.nn.inputs import network, widths
from recurra.nn.layer import Layer
from recurra.nn.noise import noise
from recurra.nn.recursive import Recursive
from recurra.nn.stacking import build as stack
from recurra.words import Text, say

LARGEST = 8192  # units that slices may ask for


@final
@dataclass(frozen=True)
class Layers:
    """Layers of a cell, over each other and in one direction or both; of trees the cell itself."""

    named: Named
    cell: Cell

    @property
    def spec(self) -> str:
        """As it was written."""
        return self.named.spec

    @property
    def name(self) -> str:
        """Of the cell, where nothing stands in brackets."""
        return self.spec if self.spec.endswith(")") else self.cell.name

    @property
    def options(self) -> dict[str, Any]:
        """Those of the layers."""
        return {k: v for k, v in self.named.options.items() if k != "units"}

    @property
    def plain(self) -> bool:
        """Whether there is one layer in one direction."""
        return not self.options

    @property
    def equations(self) -> str:
        """The cell's."""
        return self.cell.equations

    @property
    def fingerprint(self) -> str:
        """Of the traced equations; for a user's own cell of its file's text as well."""
        return with_file(self.cell.fingerprint, self.spec)

    @property
    def given_units(self) -> int:
        """Of the first state."""
        return int(self.named.options.get("units", 0))

    def reason_against(self, interface: Interface, recurrence: Mapping[str, float]) -> Text:
        """Trees that meet layers; a recurrence that has nothing to be dropped."""
        if self.cell.for_trees:
            if self.named.options.keys() - {"units"}:
                return say("bodies.layers_on_trees", spec=self.spec, cell=self.cell.name)
            if any(recurrence.values()):
                return say("tasks.network.only_for_chains", cell=self.cell.name)
            return ""
        noise(
            self.cell.graph(), recurrence.get("recurrent_dropout", 0.0), True,
            recurrence.get("zoneout", 0.0), recurrence.get("hidden_gradient_clip", 0.0),
        )  # fmt: skip
        return ""

    def sizes(self, interface: Interface, units: int) -> dict[str, int]:
        """Of each state."""
        return measure.sizes(self.cell, units, self._width(interface))

    def fitting(self, interface: Interface) -> tuple[int, int]:
        """Block-diagonal matrices and slices want their own."""
        width = self._width(interface)
        return smallest(self.cell, width, LARGEST), measure.multiple(self.cell)

    def parameters(self, interface: Interface, sizes: Sizes) -> tuple[int, int]:
        """From the equations."""
        cell, width = self.cell, self._width(interface)
        if self.plain:
            states = measure.state_units(cell.graph(), sizes)
            features = sum(states[name] for name in cell.signature.output)
            return measure.parameters(cell, width, sizes), features
        layers = self._layers(interface, sizes)
        own = (layer for layer in layers if layer.own == layer.suffix)
        number = sum(math.prod(shape) for layer in own for shape in layer.shapes().values())
        return number, layers[-1].output_size * self._directions

    def measures(self, interface: Interface, sizes: Sizes) -> Measures:
        """From the equations: each layer with the width of what it gets."""
        cell, width = self.cell, self._width(interface)
        parameters, features = self.parameters(interface, sizes)
        layers = [None] if self.plain else self._layers(interface, sizes)
        states = measure.state_units(cell.graph(), sizes)
        flops = functions = values = 0
        for number, layer in enumerate(layers):
            if layer is not None and number and number % self._directions == 0:
                below = layers[number - 1].output_size * self._directions  # type: ignore[union-attr]
                first = cell.inputs[0]
                width = below if isinstance(width, int) else {**width, first: below}
            found = measure.operations(cell, width, sizes)
            flops, functions = flops + found.flops, functions + found.transcendental
            values += sum(states.values()) + _inner(cell, width, sizes)
            if layer is not None:
                flops += 2 * layer.projection * layer.cell_output
                flops += layer.output_size if self.options.get("residual") else 0
                values += layer.projection
        formula = measure.formula(cell) if self.plain else ""
        return Measures(features, parameters, flops, functions, values, formula=formula)

    def build(self, interface: Interface, sizes: Sizes, how: How) -> nn.Module:
        """A `Recurrent`, a `Columned` or a `Recursive`."""
        common: dict[str, Any] = {
            "init": how.init, "forget_bias": FORGET_BIAS, "backend": how.backend,
            "dtype": how.dtype, "generator": how.generator,
        }  # fmt: skip
        hidden: Any = sizes
        if self.cell.for_trees:
            return Recursive(self.cell, interface.input_size, hidden, **common)
        given = self.options
        return network(
            self.cell, interface.columns or interface.input_size, interface.input_size, hidden,
            given.get("layers", 1), bidirectional=given.get("both", False),
            **{k: given[k] for k in ("dropout", "residual", "projection", "shared") if k in given},
            longest=interface.longest, **common, **how.recurrence,
        )  # fmt: skip

    def notes(self, interface: Interface) -> tuple[Text, ...]:
        """How many layers, and what is done between them."""
        if self.plain:
            return ()
        given = self.options
        return (
            say(
                "bodies.layers",
                layers=given.get("layers", 1),
                both=given.get("both", False),
                shared=given.get("shared", False),
                dropout=given.get("dropout", 0.0),
                residual=given.get("residual", False),
                projection=given.get("projection", 0),
            ),
        )

    @property
    def _directions(self) -> int:
        return 2 if self.options.get("both") else 1

    def _width(self, interface: Interface) -> int | dict[str, int]:
        return widths(interface.columns or interface.input_size)

    def _layers(self, interface: Interface, sizes: Sizes) -> list[Layer]:
        given = self.options
        return stack(
            self.cell, self._width(interface), sizes, given.get("layers", 1), True,
            given.get("both", False), given.get("shared", False), given.get("projection", 0),
        )  # fmt: skip


def _inner(cell: Cell, width: int | Mapping[str, int], sizes: Sizes) -> int:
    """Numbers that a step makes."""
    graph = cell.graph()
    known = {**sizes, **measure.input_widths(graph, width, sizes), "1": 1}
    fixed = measure.constant_nodes(graph)
    return sum(
        known.get(node.size, 1)
        for node in graph.nodes
        if node.op != "constant" and node not in fixed
    )

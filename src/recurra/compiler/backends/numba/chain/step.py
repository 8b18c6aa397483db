"""One step at a time, as a stream needs it: everything that can be prepared is prepared.

Weights are packed once; buffers, states and tables stay where they are. A step is one call of
compiled code with the addresses of an input and an output.
"""

import ctypes
import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.derived import derived_values
from recurra.compiler.backends.numba.chain.collect import Collector, Sized
from recurra.compiler.backends.numba.chain.rows import Rows
from recurra.compiler.backends.numba.chain.tensors import known
from recurra.compiler.backends.numba.machine import cache
from recurra.compiler.backends.numba.machine.memory import ALIGNMENT, Arena
from recurra.compiler.backends.numba.program.panels import Binding
from recurra.compiler.backends.numba.program.program import Program
from recurra.compiler.statements import CARRY
from recurra.ir import ONE, Graph

TEXT = '''"""Runs a step."""

from numba import cfunc

from recurra.compiler.backends.numba.machine.threads import call, put_word
from recurra.compiler.backends.numba.machine.vector import word

STAGE = 6  # words, as in the programs of sequences


@cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")
def step(header, x, output):
    """The words that hold addresses in input or output, then all stages."""
    patches, positions, values, which = (
        word(header, 0), word(header, 1), word(header, 2), word(header, 3)
    )
    stages, program, table = word(header, 4), word(header, 5), word(header, 6)
    for k in range(patches):
        base = x if word(which, k) == 0 else output
        put_word(table, word(positions, k), word(values, k) + base)
    for stage in range(stages):
        here = program + stage * STAGE * 8
        call(word(here, 0), table + word(here, 1) * 8, 0, word(here, 2))
'''
_STEP = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)
MEMORY, INPUT, OUTPUT = 1, 2, 3  # bases of the step's program


class OneLayer(NamedTuple):
    """A layer as `Backend.run` is given it."""

    graph: Graph
    sizes: Mapping[str, int]
    weights: Mapping[str, Tensor]


class Steps:
    """Layers over each other, each with one input, for a fixed number of sequences.

    `states` are the states' memory, [batch, units] for each layer and state.
    """

    def __init__(self, layers: Sequence[OneLayer], batch: int) -> None:
        arena, body = Arena(), Program()
        collected: list[_Step] = []
        for number, layer in enumerate(layers):
            dtype = next(iter(layer.weights.values())).dtype
            collector = _Step(known(layer.graph, layer.sizes, dtype), batch, arena, body)
            below = collected[-1].result if collected else None
            collector.collect(below, number + 1 == len(layers))
            collected.append(collector)
        for collector in collected:
            collector.before.finish(arena)
        self._memory = np.zeros(arena.size + ALIGNMENT, dtype=np.uint8)
        start = int(self._memory.ctypes.data)
        address = -(-start // ALIGNMENT) * ALIGNMENT
        for collector, layer in zip(collected, layers, strict=True):
            collector.take(layer.weights, address)
        self.states = [
            [self._view(s, address - start, batch, units, collector.sized)
             for s, units in collector.kept]
            for collector in collected
        ]  # fmt: skip
        self._bind(body, address)
        self._run = _step()

    def __call__(self, x: int, output: int) -> None:
        """One step: addresses of an input [batch, width] and of memory for the output."""
        self._run(self._header, x, output)

    def _view(self, binding: Binding, start: int, batch: int, units: int, sized: Sized) -> Tensor:
        first = start + binding.offset
        rows = self._memory[first : first + batch * binding.stride].view(sized.plan.dtype)
        return torch.from_numpy(rows.reshape(batch, -1)[:, :units])

    def _bind(self, body: Program, address: int) -> None:
        """The table with all addresses but those of input and output."""
        values, which = np.array(body.values), np.array(body.which)
        table = body.fixed(values + np.where(which == MEMORY, address, 0))
        open_ = np.flatnonzero(which > MEMORY)
        header = [
            open_.size, body.fixed(open_), body.fixed(values[open_]),
            body.fixed(which[open_] - INPUT), len(body.stages),
            body.fixed(np.array(body.stages).reshape(-1)), table,
        ]  # fmt: skip
        self._header, self._body = body.fixed(np.array(header)), body


class _Step(Collector):
    """Collects one layer: what is done before, and what is done at each step."""

    def __init__(self, sized: Sized, batch: int, arena: Arena, body: Program) -> None:
        super().__init__(sized, sized.plan.inference, Rows(1, batch), ())
        bases = ("scratch", "input", "output", *sized.given)
        self.base = {name: n for n, name in enumerate(("", *bases))}
        self.scratch, self.before, self.body = arena, self.program, body
        self.kept: list[tuple[Binding, int]] = []  # states, with their units
        self.result = Binding(OUTPUT, 0)

    def collect(self, below: Binding | None, top: bool) -> None:
        """All stages; `below` is the output of the layer below."""
        for name, size in self.own.parameters:
            self._parameter(name, size)
        self.pack(self.own.products)
        self.program = self.body
        node = self.plan.graph.inputs[0]
        units = self.sized.sizes[node.size]
        self._input(below or Binding(INPUT, 0, units * self.sized.item), node.name, node.size)
        for leaf in self.plan.forward.states:
            self._state(leaf.name, leaf.size)
        self.loops()
        width = self.sized.output_width
        self.result = (
            Binding(OUTPUT, 0, width * self.sized.item) if top else self.new(self.rows.batch, width)
        )
        self._leave()

    def take(self, weights: Mapping[str, Tensor], address: int) -> None:
        """Pack the current weights."""
        with torch.no_grad():
            graph, own = self.plan.graph, self.plan.forward.derived
            derived = derived_values(graph, own, self.sized.sizes, weights)
            held = [weights[name].detach().contiguous() for name in self.sized.names]
        absent = [0] * (len(self.sized.given) - len(held) - len(derived))
        addresses = [t.data_ptr() for t in (*held, *derived)]
        self.before.run([0, address, 0, 0, *absent, *addresses], address)

    def _parameter(self, name: str, size: str) -> None:
        """A copy, as weights may change or be freed."""
        units = 1 if size == ONE else self.sized.sizes[size]
        own = self.params[name] = self.new(1, self.sized.padded(size))
        self.copy(self.parameter(name), own, units, self.sized.padded(size), 1)

    def _input(self, given: Binding, name: str, size: str) -> None:
        units, width = self.sized.sizes[size], self.sized.padded(size)
        buffer = self.own.input(name)
        self.bindings[buffer] = given
        if buffer in self.read and units != width:
            own = self.bindings[buffer] = self.new(self.rows.batch, width)
            self.copy(given, own, units, width, self.rows.batch)

    def _state(self, name: str, size: str) -> None:
        """Memory of a state between steps: where it begins."""
        width = self.sized.padded(size)
        buffer = self.own.find("state", name)
        begin = self.begin[buffer] = self.new(self.rows.batch, width)
        self.kept.append((begin, self.sized.sizes[size]))
        if self.buffers[buffer].lifetime == CARRY:
            own = self.buffer(buffer)
            half = Binding(own.base, own.offset + own.half, own.stride)
            self.copy(begin, half, width, width, self.rows.batch)

    def _final_of(self, state: str) -> Binding:
        return self.buffer(self.own.find("state", state))

    def _leave(self) -> None:
        first, batch, item = 0, self.rows.batch, self.sized.item
        states = self.plan.forward.states
        for number in self.plan.graph.output:
            units = self.sized.sizes[states[number].size]
            place = Binding(self.result.base, self.result.offset + first * item, self.result.stride)
            self.copy(self._final_of(states[number].name), place, units, units, batch)
            first += units
        for state, (begin, units) in zip(states, self.kept, strict=True):
            width = self.sized.padded(state.size)
            self.copy(self._final_of(state.name), begin, units, width, batch)


@functools.cache
def _step() -> Any:
    return _STEP(int(cache.module("step", TEXT).step.address))

"""The programs of kernels, interpreted: nothing is compiled. For tests and `recurra cells fuzz`."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from recurra.compiler import execute
from recurra.compiler.asked import without
from recurra.compiler.backends.derived import Counts, by_reference, derived_values
from recurra.compiler.backends.reference import parameters
from recurra.compiler.chain import Chain, chain_of
from recurra.compiler.interpret import Numbers, Sums, dense
from recurra.compiler.listing import listing
from recurra.ir import Graph


class Interpreted:
    """Runs one statement after the other with NumPy; CPU, float32 and float64."""

    name = "statements"

    def about(self, dtype: torch.dtype) -> str:
        """See `Backend.about`."""
        return "the statements of kernels, interpreted by NumPy on one thread"

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """Why it cannot run a graph: the device or the type."""
        if device.type != "cpu" or dtype not in (torch.float32, torch.float64):
            return "it interprets float32 and float64 on a CPU"
        return ""

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        lengths: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """See `Backend.run`."""
        own = chain_of(graph)
        named = {g.name: weights[g.name] for g in graph.groups}
        derived = derived_values(graph, own.forward.derived, sizes, named)
        tensors = [*inputs, *states, *named.values(), *derived]
        counts = (len(inputs), len(states), len(named), len(derived))
        output, *finals = _Node.apply((own, sizes, lengths), counts, *tensors)
        return output, tuple(finals)

    def in_segments(self, *_: object) -> None:
        """None: nothing is faster than `run`."""
        return

    def prepared(self, *_: object) -> None:
        """None: nothing is faster than `run`."""
        return

    def steps(self, *_: object) -> None:
        """None: nothing is faster than `run`."""
        return

    def source(self, graph: Graph) -> str:
        """The statements of a training step, forward and backward."""
        own = chain_of(graph)
        return "\n\n".join(
            listing(p, f"{graph.cell}: {'backward' if p.backward else 'forward'}")
            for p in (own.training, own.backward)
        )


class _Node(torch.autograd.Function):
    """A sequence as a node of autograd."""

    @staticmethod
    def forward(ctx: Any, given: Any, counts: Counts, *tensors: Tensor) -> tuple[Tensor, ...]:
        """Output and final states."""
        ctx.set_materialize_grads(False)
        training = any(t.requires_grad for t in tensors)
        own, sizes, lengths = given
        ctx.run = _Run(own, sizes, lengths, counts, tensors)
        ctx.save_for_backward(*tensors)
        ctx.given, ctx.counts = given, counts
        return ctx.run.forward(training)

    @staticmethod
    def backward(ctx: Any, *arriving: Tensor | None) -> tuple[Any, ...]:
        """Gradients of the tensors."""
        tensors = ctx.saved_tensors
        own, sizes, lengths = ctx.given
        if torch.is_grad_enabled():
            graph = own.graph
            return None, None, *by_reference(graph, sizes, lengths, tensors, ctx.counts, arriving)
        wanted = ctx.needs_input_grad[2 : 2 + ctx.counts[0]]
        return None, None, *ctx.run.backward(arriving, wanted)


class _Run:
    """One call: sequences sorted by length, memory, results in the order in which they came."""

    def __init__(
        self, own: Chain, sizes: Mapping[str, int], lengths: Tensor | None, counts: Counts,
        tensors: Sequence[Tensor],
    ) -> None:  # fmt: skip
        self.own, self.sizes, graph = own, sizes, own.graph
        arrays = [t.detach().numpy() for t in tensors]
        a, b, c = counts[0], counts[0] + counts[1], counts[0] + counts[1] + counts[2]
        self.inputs, self.states, self.weights = arrays[:a], arrays[a:b], arrays[b:c]
        self.steps, self.batch = next(
            x.shape[:2]
            for x, n in zip(self.inputs, graph.inputs, strict=True)
            if graph.masks.get(n.name) != "sequence"
        )
        self.lengths = np.full(self.batch, self.steps)
        if lengths is not None:
            self.lengths = lengths.numpy().astype(int)
        self.order = np.argsort(-self.lengths, kind="stable")
        running = [int((self.lengths > t).sum()) for t in range(int(self.lengths.max()))]
        named = dict(zip([g.name for g in graph.groups], tensors[b:c], strict=True))
        params = {
            name: dense(p.detach().numpy(), graph.param[name].blocks)
            for name, p in parameters(graph, sizes, named).items()
        }
        params |= dict(zip(own.forward.derived, arrays[c:], strict=True))
        dtype = arrays[a].dtype
        self.numbers = Numbers(dtype, sizes, params, self.batch)
        self.running = running

    def column(self, x: Any, size: str) -> Any:
        """Numbers of all sequences, the longest first."""
        return self.numbers.filled(x[self.order], size)

    def forward(self, training: bool) -> tuple[Tensor, ...]:
        """Output and final states."""
        graph = self.own.graph
        run = execute.Sequence(
            self.own.training if training else self.own.inference, self.numbers, self.running
        )
        inputs = {}
        for node, x in zip(graph.inputs, self.inputs, strict=True):
            rows = [x] if graph.masks.get(node.name) == "sequence" else x[: len(self.running)]
            inputs[node.name] = [self.column(one, node.size) for one in rows]
        states = {
            s.name: self.column(x, s.size) for s, x in zip(graph.states, self.states, strict=True)
        }
        execute.enter(run, inputs, states)
        run.run()
        self.at = run
        return self._output(run), *(self._final(run, s.name, s.size) for s in graph.states)

    def _output(self, run: execute.Sequence) -> Tensor:
        graph, parts = self.own.graph, []
        for number in graph.output:
            state = graph.states[number]
            name = run.own.find("state", state.name)
            whole = np.zeros((self.steps, self.batch, self.sizes[state.size]), self.numbers.dtype)
            for time, rows in enumerate(self.running):
                column = run.memory[name, 0, time]
                whole[time, self.order[:rows]] = column[:rows, : self.sizes[state.size]]
            parts.append(whole)
        return torch.from_numpy(np.concatenate(parts, -1))

    def _final(self, run: execute.Sequence, state: str, size: str) -> Tensor:
        name, finals = run.own.find("state", state), []
        carried = run.own.buffers[name].lifetime == execute.CARRY
        for rank, sequence in enumerate(self.order):
            last = int(self.lengths[sequence]) - 1
            cell = run.memory[name, 0, last & 1 if carried else last]
            finals.append(cell[rank, : self.sizes[size]])
        return torch.from_numpy(self._as_came(np.stack(finals)))

    def _as_came(self, rows: Any) -> Any:
        ordered = np.empty_like(rows)
        ordered[self.order] = rows
        return ordered

    def backward(self, arriving: Sequence[Tensor | None], wanted: Sequence[bool]) -> list[Tensor]:
        """Gradients of inputs (of those that are wanted), starting states, weights and derived
        values."""
        graph, numbers = self.own.graph, self.numbers
        unwanted = [n.name for n, w in zip(graph.inputs, wanted, strict=True) if not w]
        run = execute.Sequence(without(self.own.backward, unwanted), numbers, self.running)
        run.memory = execute.kept(self.at)
        seeds, first = {}, 0
        for number in graph.output:
            state = graph.states[number]
            units, given = self.sizes[state.size], arriving[0]
            rows = np.zeros((self.steps, self.batch, units), numbers.dtype)
            if given is not None:
                rows = given.detach().numpy()[..., first : first + units]
            seeds[state.name] = [self.column(x, state.size) for x in rows[: len(self.running)]]
            first += units
        finals = {
            s.name: numbers.zero(s.size) if g is None else self.column(g.detach().numpy(), s.size)
            for s, g in zip(graph.states, arriving[1:], strict=True)
        }
        execute.arrive(run, seeds, finals, numbers.zero)
        sums = run.gradients = Sums(numbers)
        run.run()
        own = sums.stored(graph, self.own.forward.derived)
        return [*self._inputs(run, wanted), *self._starts(run), *map(torch.from_numpy, own)]

    def _inputs(self, run: execute.Sequence, wanted: Sequence[bool]) -> list[Tensor]:
        gradients, buffers = [], run.own.buffers.items()
        for node, x, wants in zip(self.own.graph.inputs, self.inputs, wanted, strict=True):
            whole = np.zeros_like(x)
            key = ("gradient", node.name)
            name = next((n for n, b in buffers if (b.role, b.of) == key), "")
            for time, rows in enumerate(self.running if name and wants else ()):
                column = run.memory[name, 0, time]
                whole[time, self.order[:rows]] = column[:rows, : x.shape[-1]]
            gradients.append(torch.from_numpy(whole))
        return gradients

    def _starts(self, run: execute.Sequence) -> list[Tensor]:
        return [
            torch.from_numpy(
                self._as_came(
                    run.memory[run.own.find("later", s.name), 0, 0][:, : self.sizes[s.size]]
                )
            )
            for s in self.own.graph.states
        ]

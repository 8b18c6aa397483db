"""The passes of a cell over a sequence, each made when it is first asked for, and checked."""

import functools
from collections import OrderedDict
from dataclasses import dataclass

from recurra.compiler.differentiate import Backward, backward_step
from recurra.compiler.layout import Layout, backward_layout, forward_layout
from recurra.compiler.loops import program
from recurra.compiler.split import Forward, forward_step
from recurra.compiler.statements import Pass
from recurra.compiler.verify import verify_backward, verify_forward
from recurra.ir import Graph


@dataclass(frozen=True, eq=False)
class Chain:
    """From equations to programs, independent of language and machine."""

    graph: Graph

    @functools.cached_property
    def forward(self) -> Forward:
        """The forward step."""
        return forward_step(self.graph)

    @functools.cached_property
    def reverse(self) -> Backward:
        """The backward step."""
        return backward_step(self.forward, self.graph.output, self.graph.limit)

    @functools.cached_property
    def training_layout(self) -> Layout:
        """Places of the forward pass, with what the gradient needs kept."""
        return forward_layout(self.forward, self.reverse.saved, set(self.forward.states))

    @functools.cached_property
    def training(self) -> Pass:
        """Forward, keeping what the gradient needs."""
        return verify_forward(self, program(self.training_layout), True)

    @functools.cached_property
    def inference(self) -> Pass:
        """Forward, keeping nothing but the output."""
        outputs = {self.forward.states[i] for i in self.graph.output}
        own = program(forward_layout(self.forward, (), outputs))
        return verify_forward(self, own, False)

    @functools.cached_property
    def backward(self) -> Pass:
        """The gradient."""
        layout = backward_layout(self.training_layout, self.reverse, self.forward.states)
        return verify_backward(self, program(layout, self.training_layout, self.reverse))


_known: "OrderedDict[str, Chain]" = OrderedDict()
MOST = 256  # chains kept


def known_as(graph: Graph) -> str:
    """The same for graphs that compute the same and call it the same."""
    return " ".join([graph.fingerprint, *(n.name for n in (*graph.inputs, *graph.states))])


def chain_of(graph: Graph) -> Chain:
    """The passes of a graph, the same ones for graphs that compute the same."""
    key = known_as(graph)
    if key not in _known:
        _known[key] = Chain(graph)
        if len(_known) > MOST:
            _known.popitem(last=False)
    return _known[key]

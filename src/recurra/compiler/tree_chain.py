"""The passes of a tree cell, each made when it is first asked for, and checked."""

import functools
from collections import OrderedDict
from dataclasses import dataclass

from recurra.compiler.chain import known_as
from recurra.compiler.statements import Pass
from recurra.compiler.tree_layout import TreeLayout, backward_layout, forward_layout, program
from recurra.compiler.tree_step import TreeBackward, TreeForward, tree_backward, tree_forward
from recurra.compiler.verify_trees import verify_tree_backward, verify_tree_forward
from recurra.ir import Graph


@dataclass(frozen=True, eq=False)
class TreeChain:
    """From equations to programs, independent of language and machine."""

    graph: Graph

    @functools.cached_property
    def forward(self) -> TreeForward:
        """A node's step."""
        return tree_forward(self.graph)

    @functools.cached_property
    def reverse(self) -> TreeBackward:
        """Its derivative."""
        return tree_backward(self.forward)

    @functools.cached_property
    def up(self) -> TreeLayout:
        """Places of the forward pass."""
        return forward_layout(self.graph, self.forward, self.reverse.saved)

    @functools.cached_property
    def down(self) -> TreeLayout:
        """Places of the backward pass."""
        return backward_layout(self.graph, self.up, self.reverse)

    @functools.cached_property
    def upwards(self) -> Pass:
        """From the leaves up."""
        return verify_tree_forward(self, program(self.graph, self.up))

    @functools.cached_property
    def downwards(self) -> Pass:
        """From the roots down: the gradient."""
        own = program(self.graph, self.down, self.up, self.reverse)
        return verify_tree_backward(self, own)


_known: "OrderedDict[str, TreeChain]" = OrderedDict()
MOST = 256  # chains kept


def tree_chain_of(graph: Graph) -> TreeChain:
    """The passes of a graph, the same ones for graphs that compute the same."""
    key = known_as(graph)
    if key not in _known:
        _known[key] = TreeChain(graph)
        if len(_known) > MOST:
            _known.popitem(last=False)
    return _known[key]

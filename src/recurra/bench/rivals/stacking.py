"""How a careful author would arrange a cell's products in a loop over time: products of the input
for the whole sequence at once, and one product for each operand and step, its matrices stacked.

Letters: a *chain* is a sum in the equations that holds products ("W.i @ x + U.i @ h + b.i"); a
*block* is the chains that are sums of products of the same operands, so that they can be computed
as one wide sum; a *stack* is the matrices that are applied to one operand.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from recurra.compiler.measure import constant_nodes
from recurra.ir import Graph, Node


@dataclass(frozen=True, eq=False)
class Chain:
    """A sum: products with matrices, biases, and whatever else is added."""

    root: Node
    products: tuple[Node, ...]
    biases: tuple[Node, ...] = ()
    others: tuple[Node, ...] = ()

    def product(self, operand: Node) -> Node:
        """The chain's product of that operand."""
        return next(p for p in self.products if p.args[0] is operand)


@dataclass(frozen=True, eq=False)
class Block:
    """Chains with products of the same operands."""

    index: int
    chains: tuple[Chain, ...]
    operands: tuple[Node, ...]  # those that are known before the loop first


@dataclass(frozen=True, eq=False)
class Arrangement:
    """The arranged graph."""

    graph: Graph
    fixed: frozenset[Node]  # depend on parameters alone
    hoisted: frozenset[Node]  # depend on inputs and parameters alone
    blocks: tuple[Block, ...]
    chain: dict[Node, Chain] = field(default_factory=dict)  # by root
    inner: frozenset[Node] = frozenset()  # computed inside a chain

    def stack(self, operand: Node) -> tuple[Block, ...]:
        """The blocks that hold products of an operand."""
        return tuple(b for b in self.blocks if operand in b.operands)

    def block(self, chain: Chain) -> Block:
        """The block that a chain belongs to."""
        return next(b for b in self.blocks if chain in b.chains)


def arrange(graph: Graph) -> Arrangement:
    """Arrange the products of a graph.

    >>> from recurra import cells
    >>> found = arrange(cells.find("lstm").graph())
    >>> [len(b.chains) for b in found.blocks]
    [4]
    """
    fixed = constant_nodes(graph)
    hoisted = _hoisted(graph, fixed)
    chains, inner = _chains(graph, fixed)
    groups: dict[frozenset[Node], list[Chain]] = {}
    for chain in chains:
        groups.setdefault(frozenset(p.args[0] for p in chain.products), []).append(chain)
    blocks = tuple(
        Block(k, tuple(members), tuple(sorted(operands, key=lambda n: (n not in hoisted, n.index))))
        for k, (operands, members) in enumerate(groups.items())
    )
    return Arrangement(graph, fixed, hoisted, blocks, {c.root: c for c in chains}, inner)


def _hoisted(graph: Graph, fixed: frozenset[Node]) -> frozenset[Node]:
    found: set[Node] = set()
    for node in graph.nodes:
        if node.op == "input" or (
            node.args and node not in fixed and all(a in found or a in fixed for a in node.args)
        ):
            found.add(node)
    return frozenset(found)


def _chains(graph: Graph, fixed: frozenset[Node]) -> tuple[list[Chain], frozenset[Node]]:
    uses = Counter(a for n in graph.nodes for a in n.args) + Counter(graph.results)
    chains: list[Chain] = []
    inner: set[Node] = set()
    for node in reversed(graph.nodes):
        if node in inner or node in fixed or node.op not in ("add", "matmul"):
            continue
        if node.op == "matmul":
            chains.append(Chain(node, (node,)))
            continue
        chain, within = _chain(node, uses, fixed)
        if chain.products:
            chains.append(chain)
            inner |= within
    return sorted(chains, key=lambda c: c.products[0].index), frozenset(inner)


def _chain(root: Node, uses: Counter[Node], fixed: frozenset[Node]) -> tuple[Chain, set[Node]]:
    products: list[Node] = []
    biases: list[Node] = []
    others: list[Node] = []
    inner: set[Node] = set()
    for term, sums in _terms(root, root, uses, fixed):
        inner |= sums
        own = term.op == "matmul" and uses[term] == 1 and term.size == root.size
        if own and term not in fixed and all(p.args != term.args for p in products):
            products.append(term)
            inner.add(term)
        elif term.op == "bias" and term.size == root.size:
            biases.append(term)
        else:
            others.append(term)
    return Chain(root, tuple(products), tuple(biases), tuple(others)), inner


def _terms(
    node: Node, root: Node, uses: Counter[Node], fixed: frozenset[Node]
) -> Iterable[tuple[Node, set[Node]]]:
    """The terms of a sum of sums, each with the inner sums that it was found in."""
    for argument in node.args:
        sum_of_its_own = argument.op == "add" and uses[argument] == 1
        if sum_of_its_own and argument.size == root.size and argument not in fixed:
            for term, sums in _terms(argument, root, uses, fixed):
                yield term, {*sums, argument}
        else:
            yield argument, set()

"""Several trees as flat arrays, and the order in which their nodes are computed together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from recurra.errors import DataError, SettingError
from recurra.ir import Graph
from recurra.words import Text, Words, say

NONE = -1


@dataclass(frozen=True, eq=False)
class Forest:
    """B trees of N nodes in all, one tree after the other, children before parents.

    parent [N] int64: the parent's number within the forest, -1 at a root, which is the last node
    of its tree; the children of a node, in ascending order, are its children from left to right.
    token [N] int64: what the node's input is (a word's number), -1 where it has none.
    height [N]: edges to the deepest leaf below, 0 at a leaf. place [N]: which child of its parent a
    node is, from 0; 0 at a root. children [N]: how many a node has. sizes [B]: nodes of each tree.

    >>> forest = Forest.of([([2, 2, -1], [5, 7, -1]), ([-1], [5])])
    >>> forest.roots.tolist(), forest.height.tolist(), forest.tokens.tolist()
    ([2, 3], [0, 0, 1, 0], [5, 7, 5])
    """

    nodes: np.ndarray  # [5, N]: parent, token, height, place, children
    sizes: np.ndarray
    made: dict[tuple[int, bool], "Levels"] = field(default_factory=dict, repr=False)

    @staticmethod
    def of(
        trees: Sequence[tuple[Sequence[int] | np.ndarray, Sequence[int] | np.ndarray]],
    ) -> "Forest":
        """From parents (numbers within the tree) and tokens of each tree.

        Raises DataError where parents are none of a tree with children before parents.
        """
        if not trees:
            raise SettingError(say("compiler.forest.no_tree"))
        return Forest.join([_one(n, *tree) for n, tree in enumerate(trees)])

    @staticmethod
    def join(forests: Sequence["Forest"]) -> "Forest":
        """The trees of all forests, in order; heights are not computed again."""
        nodes = np.concatenate([f.nodes for f in forests], axis=1)
        counts = np.array([f.nodes.shape[1] for f in forests], np.int64)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        np.add(nodes[0], first, out=nodes[0], where=nodes[0] >= 0)
        return Forest(nodes, np.concatenate([f.sizes for f in forests]))

    def take(self, trees: np.ndarray) -> "Forest":
        """The trees with these numbers, in this order."""
        sizes = self.sizes[trees]
        starts = np.cumsum(sizes) - sizes
        own = np.repeat(self.roots[trees] + 1 - sizes - starts, sizes)  # old number - new number
        nodes = self.nodes[:, own + np.arange(len(own))]
        nodes[0] = np.where(nodes[0] < 0, NONE, nodes[0] - own)
        return Forest(nodes, sizes)

    parent = property(lambda self: self.nodes[0])
    token = property(lambda self: self.nodes[1])
    height = property(lambda self: self.nodes[2])
    place = property(lambda self: self.nodes[3])
    children = property(lambda self: self.nodes[4])

    def __len__(self) -> int:
        return len(self.sizes)

    @cached_property
    def roots(self) -> np.ndarray:
        """[B] int64: the root of each tree."""
        return np.asarray(np.cumsum(self.sizes) - 1)

    @cached_property
    def depth(self) -> np.ndarray:
        """[N] int64: edges from each node to its root.

        >>> Forest.of([([2, 2, 4, 4, -1], [0, 1, -1, 2, -1])]).depth.tolist()
        [2, 2, 1, 1, 0]
        """
        depth = [0] * len(self.parent)
        above = self.parent.tolist()
        for node in reversed(range(len(depth))):
            if above[node] >= 0:
                depth[node] = depth[above[node]] + 1
        return np.array(depth, np.int64)

    @cached_property
    def tree(self) -> np.ndarray:
        """[N] int64: the tree that each node belongs to."""
        return np.repeat(np.arange(len(self)), self.sizes)

    @cached_property
    def tokens(self) -> np.ndarray:
        """[R] int64: the tokens of the nodes that have an input, in order."""
        return self.token[self.token >= 0]


def _one(
    number: int, parent: Sequence[int] | np.ndarray, token: Sequence[int] | np.ndarray
) -> Forest:
    above, own = np.asarray(parent, np.int64), np.asarray(token, np.int64)
    _check(number, above, own)
    count = len(above)
    children = np.bincount(above[:-1], minlength=count)
    nodes = np.stack([above, own, _heights(above), _places(above, children), children])
    return Forest(nodes, np.array([count], np.int64))


def _check(number: int, above: np.ndarray, own: np.ndarray) -> None:
    count = len(above)
    if above.ndim != 1 or own.shape != above.shape or not count:
        raise DataError(
            say("compiler.forest.shapes", tree=number, parents=above.shape, tokens=own.shape),
            remedy=say("compiler.forest.one_each"),
        )
    if above[-1] != NONE or (above[:-1] <= np.arange(count - 1)).any() or (above >= count).any():
        wrong = next(
            n for n, p in enumerate(above.tolist())
            if (p != NONE if n == count - 1 else not n < p < count)
        )  # fmt: skip
        raise DataError(
            say(
                "compiler.forest.wrong_parent",
                tree=number,
                node=wrong,
                nodes=count,
                parent=above[wrong],
            ),
            remedy=say("compiler.forest.children_first"),
        )


def _places(above: np.ndarray, children: np.ndarray) -> np.ndarray:
    """Which child of its parent each node is."""
    order = np.argsort(above[:-1], kind="stable")  # the root is the last node
    places = np.zeros(len(above), np.int64)
    first = np.cumsum(children) - children
    places[order] = np.arange(len(order)) - first[above[order]]
    return places


def _heights(above: np.ndarray) -> np.ndarray:
    """One pass over the nodes, whatever the depth."""
    heights = [0] * len(above)
    for node, parent in enumerate(above.tolist()[:-1]):
        if heights[parent] <= heights[node]:
            heights[parent] = heights[node] + 1
    return np.array(heights, np.int64)


@dataclass(frozen=True, eq=False)
class Levels:
    """The nodes of a forest sorted by height: what is computed together.

    Row numbers count sorted nodes. A slot is a place for a child's states: rows times the number
    of children where that is fixed, else one for each edge, those of a row next to each other.
    """

    order: np.ndarray  # [N] the node of each row
    row: np.ndarray  # [N] the row of each node
    bounds: np.ndarray  # [L + 1] rows of level l: bounds[l] to bounds[l + 1]
    slot: np.ndarray  # [N] of each row: the slot that it fills, -1 for a root
    slots: int
    first_slot: np.ndarray  # [N + 1] slots of each row
    given: np.ndarray  # [R] rows that have an input, in the order of the forest's nodes

    @cached_property
    def row_of(self) -> np.ndarray:
        """[slots] the row that each slot belongs to."""
        return np.repeat(np.arange(len(self.order)), np.diff(self.first_slot))


def levels(forest: Forest, arity: int, by_parent: bool = False) -> Levels:
    """The levels of a forest for a cell of `arity` children, -1 for any number.

    Within a level nodes are in the forest's order; `by_parent`: in that of their parents' heights.
    """
    key = (arity, by_parent)
    if key not in forest.made:
        forest.made[key] = _levels(forest, arity, by_parent)
    return forest.made[key]


def _levels(forest: Forest, arity: int, by_parent: bool) -> Levels:
    parent, height = forest.parent, forest.height
    count = int(height.max()) + 1
    key = height
    if by_parent:
        key = height * count + np.where(parent < 0, 0, height[parent])
    elif count < 1 << 16:
        key = height.astype(np.uint16)  # numpy sorts these in linear time
    order = np.argsort(key, kind="stable")
    row = np.empty_like(order)
    row[order] = np.arange(len(order))
    bounds = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(height), out=bounds[1:])
    own = parent[order]
    parent_row = np.where(own < 0, NONE, row[own])
    place = forest.place[order]
    if arity > 0:
        slots = len(order) * arity
        slot = np.where(own < 0, NONE, parent_row * arity + place)
        first = np.arange(0, slots + 1, arity)
    else:
        first = np.zeros(len(order) + 1, np.int64)
        np.cumsum(forest.children[order], out=first[1:])
        slots = int(first[-1])
        slot = np.where(own < 0, NONE, first[parent_row] + place)
    given = row[forest.token >= 0]
    return Levels(order, row, bounds, slot, slots, first, given)


def arity_of(graph: Graph) -> int:
    """How many children a node has in the equations, -1 where that is open."""
    return -1 if graph.children == ("each",) else len(graph.children)


def takes(graph: Graph) -> Words:
    """Which trees a cell takes.

    >>> from recurra import cells
    >>> print(takes(cells.find("rlstm").graph()))
    binary trees with inputs at the leaves alone
    """
    return say("compiler.forest.taken", children=arity_of(graph), at_leaves=graph.at_leaves)


def misfit(graph: Graph, forest: Forest) -> Text:
    """What is wrong with the trees for a cell, with the first node where it is; empty: nothing."""
    arity, children, inputs = arity_of(graph), forest.children, forest.token >= 0
    wrong, extra = np.zeros(len(children), bool), False
    if arity > 0:
        wrong = children > arity
        if graph.at_leaves:
            wrong |= (children > 0) & (children < arity)
    crowded = bool(wrong.any())
    if graph.at_leaves and not crowded:
        wrong = inputs != (children == 0)
        extra = bool((wrong & inputs).any())
        wrong &= inputs if extra else ~inputs
    if not wrong.any():
        return ""
    node = int(np.flatnonzero(wrong)[0])
    tree = int(np.searchsorted(forest.roots, node))
    number, nodes = node - int(forest.roots[tree] - forest.sizes[tree] + 1), forest.sizes[tree]
    if crowded:
        return say(
            "compiler.forest.other_children",
            tree=tree,
            node=number,
            nodes=nodes,
            children=children[node],
        )
    if extra:
        return say("compiler.forest.input_of_its_own", tree=tree, node=number, nodes=nodes)
    return say("compiler.forest.leaf_without_input", tree=tree, node=number, nodes=nodes)

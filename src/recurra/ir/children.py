"""Children of a node of a tree, as a tree cell's equations see them.

A child has the cell's states by name, `k.h`. A child that is absent, and a state that a leaf does
not have, count as zero: products with them are skipped. In a cell without an input of its own,
`k.rep` is an inner child's first state or a leaf's input, and a matrix before it has two versions,
`W.i` for inner children and `W.i.leaf` for leaves.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recurra.ir.operands import Traced
from recurra.ir.trace import Recorder
from recurra.words import say

EACH = "each"  # the one stand-in for every child where their number is open
NAMES = {1: ("child",), 2: ("left", "right")}


def child_names(count: int) -> tuple[str, ...]:
    """What the children of a node are called; a count of -1: any number.

    >>> child_names(2), child_names(3), child_names(-1)
    (('left', 'right'), ('child1', 'child2', 'child3'), ('each',))
    """
    if count < 0:
        return (EACH,)
    return NAMES.get(count, tuple(f"child{n}" for n in range(1, count + 1)))


class Child:
    """The stand-in for a child: `left.h`, `left.rep`."""

    def __init__(self, recorder: Recorder, name: str, first: str, sizes: Mapping[str, int]) -> None:
        self._recorder, self._name, self._first = recorder, name, first
        self._sizes = sizes  # what a child has: states, and "x" where leaves have inputs

    def __getattr__(self, what: str) -> Traced:
        if what.startswith("_"):
            raise AttributeError(what)
        if what == "rep" and "x" in self._sizes:
            return Representation(self._value(self._first), self._value("x"))
        if what == "x" or what not in self._sizes:
            self._refuse(what)
        return self._value(what)

    def _value(self, what: str) -> Traced:
        return self._recorder.add("child", size=self._sizes[what], param=f"{self._name}.{what}")

    def _refuse(self, what: str) -> None:
        states = [s for s in self._sizes if s != "x"]
        if what == "rep":
            self._recorder.fail(
                say("ir.children.no_rep_with_inputs"),
                say("ir.children.use_states", states=states),
            )
        names = [*states, *(["rep"] if "x" in self._sizes else [])]
        self._recorder.fail(
            say("ir.children.has_no", what=what), say("ir.children.has", names=names)
        )

    def __add__(self, other: Any) -> Any:
        self._recorder.fail(
            say("ir.children.is_no_value"),
            say("ir.children.use_one_of", names=[s for s in self._sizes if s != "x"]),
        )

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__
    __matmul__ = __rmatmul__ = __neg__ = __add__


class Children:
    """The stand-in for any number of children: `total(k.h for k in children)`."""

    def __init__(self, each: Child) -> None:
        self._each = each

    def __iter__(self) -> Iterator[Child]:
        yield self._each

    def _number(self, *_: Any) -> Any:
        self._each._recorder.fail(say("ir.children.number_is_open"), say("ir.children.write_total"))

    __len__ = __getitem__ = __bool__ = _number


class Representation(Traced):
    """`k.rep`: the sum of an inner child's state and a leaf's input, one of which is zero."""

    def __init__(self, inner: Traced, leaf: Traced) -> None:
        self._recorder, self._inner, self._leaf = inner._recorder, inner, leaf

    @property
    def index(self) -> int:  # type: ignore[override]
        """The node of the sum: used element by element, an input is as wide as a state."""
        return self._recorder.computed("add", self._inner, self._leaf).index

    def multiplied(self, matrix: str, blocks: int = 1, transposed: bool = False) -> Traced:
        """One product for each kind of child."""
        inner = self._inner.multiplied(matrix, blocks, transposed)
        leaf = self._leaf.multiplied(f"{matrix}.leaf", blocks, transposed)
        return self._recorder.computed("add", inner, leaf)


def total(values: Iterable[Any]) -> Traced:
    """In a tree cell's equations: the sum over children, `total(k.h for k in children)`."""
    listed = list(values)
    recorder = next((v._recorder for v in listed if hasattr(v, "_recorder")), None)
    if recorder is None:
        raise TypeError(say("ir.children.total_takes_children", got=repr(listed)))
    first = recorder.lift(listed[0])
    if of_each(recorder, first.index):
        return recorder.add("total", (first.index,), recorder.nodes[first.index].size)
    if recorder.any_children:
        recorder.fail(say("ir.children.nothing_of_a_child"), say("ir.children.multiply_instead"))
    for value in listed[1:]:
        first = recorder.computed("add", first, value)
    return first


def of_each(recorder: Recorder, index: int) -> bool:
    """Whether a value is one for each child, not one for the node."""
    stack = [index]
    while stack:
        node = recorder.nodes[stack.pop()]
        if node.op == "child" and node.param.startswith(f"{EACH}."):
            return True
        if node.op != "total":
            stack.extend(node.args)
    return False

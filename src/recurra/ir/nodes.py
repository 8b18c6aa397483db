"""The graph of one step of a cell: what the equations mean, with the notation taken away.

A graph is a directed acyclic graph of `Node`s in topological order. Leaves are the step's inputs,
the states of the step before, constants and parameters; every other node is a primitive of
`primitives.PRIMITIVES` or a product with a matrix. Sizes are names: "1" for one number, an input's
name for its width, a state's name for its number of units (a state stands for all states of the
same size), a declared name, or that of a slice's length.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

LEAVES = ("input", "state", "child", "constant", "bias", "vector", "scalar")
ONE = "1"


@dataclass(frozen=True, eq=False)
class Node:
    """One value of a step. Compared by identity: equal expressions are one node."""

    index: int  # position in Graph.nodes
    op: str  # a leaf kind, "matmul" or a primitive
    args: tuple["Node", ...]  # of a matmul: the operand alone, the matrix is `param`
    size: str
    value: float = 0.0  # of a constant
    param: str = ""  # of a parameter leaf or a matmul: the parameter's name, "W.i"
    name: str = ""  # as the equations call it: "i", "f", "c"
    line: int = 0
    transposed: bool = False  # of a matmul: with the transpose, rows of `param` are units of args
    blocks: int = 1  # of block_sum and block_largest: equal parts of the units
    first: int = 0  # of a slice: its first unit
    last: int = -1  # of a slice: the unit after its last one; -1: to the end

    def __repr__(self) -> str:
        inside = ", ".join(f"%{a.index}" for a in self.args)
        extra = self.param or (f"{self.value:g}" if self.op == "constant" else self.name)
        parts = ", ".join(p for p in (extra + self.setting, inside) if p)
        return f"%{self.index}:{self.size} = {self.op}({parts})"

    @property
    def setting(self) -> str:
        """What an operation takes beside its arguments: ".T", "/3", "[0:4]"; mostly empty."""
        blocks = f"/{self.blocks}" if self.blocks > 1 else ""
        end = "" if self.last < 0 else str(self.last)
        part = f"[{self.first}:{end}]" if self.op == "slice" else ""
        return (".T" if self.transposed else "") + blocks + part


@dataclass(frozen=True)
class Param:
    """A parameter of the equations: a part of a stored tensor."""

    name: str  # "W.i"
    role: str  # matrix | bias | vector | scalar
    rows: str  # size of the result; of a vector or bias: its size
    columns: str  # size of the operand of a matrix, else ""
    group: str  # the stored tensor that holds it: "weight_ih"
    blocks: int = 1  # of a matrix: on its diagonal, each rows/blocks by columns/blocks


@dataclass(frozen=True)
class Group:
    """A stored tensor: the parameters of one operand stacked by rows, in order of first use.

    A block-diagonal matrix is stored as its blocks, stacked by rows: [rows, columns/blocks].
    """

    name: str  # torch's name without the layer: "weight_ih", "bias"
    role: str
    params: tuple[str, ...]
    columns: str
    blocks: int = 1


@dataclass(frozen=True)
class SizeClass:
    """A number of units that a user may choose, with its default in terms of the main one."""

    name: str
    default: str  # an expression over names of sizes and inputs, "" for the main class
    # nobody chooses it: it follows from the width of an input or is the length of a slice
    fixed: bool = field(default=False, repr=False)
    also: tuple[str, ...] = field(default=(), repr=False)  # what it must be equal to as well


@dataclass(frozen=True)
class Graph:
    """One step of a cell: previous states and inputs -> new states."""

    cell: str
    nodes: tuple[Node, ...]
    inputs: tuple[Node, ...]
    states: tuple[Node, ...]
    results: tuple[Node, ...]  # the new states, in the order of `states`
    output: tuple[int, ...]  # which states make up the output, by position
    params: tuple[Param, ...]
    groups: tuple[Group, ...]
    sizes: tuple[SizeClass, ...]  # the main class first
    # inputs that enter element by element: projected where they are not as wide as their partner
    projects: tuple[str, ...] = ()
    start: dict[str, float | str] = field(default_factory=dict)  # state -> constant | "learned"
    init: dict[str, str] = field(default_factory=dict)  # parameter -> named starting value
    file: str = ""  # where the equations stand
    children: tuple[str, ...] = ()  # of a tree cell: its children's names; ("each",): any number
    at_leaves: bool = False  # of a tree cell: leaves are inputs and compute nothing
    # inputs that are given numbers and have no gradient: "step" for one row a step, [T, B, width],
    # "sequence" for one row a sequence, the same at every step, [B, width]
    masks: dict[str, str] = field(default_factory=dict)
    limit: str = ""  # the parameter that limits the norm of gradients that arrive at a state

    @cached_property
    def param(self) -> dict[str, Param]:
        """Parameters by name."""
        return {p.name: p for p in self.params}

    @cached_property
    def group(self) -> dict[str, Group]:
        """Stored tensors by name."""
        return {g.name: g for g in self.groups}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what the step computes, whatever its names of intermediate values."""
        lines = [
            f"{n.index} {n.op} {n.size} {n.value!r} {n.param} {_ids(n.args)}"
            + (f" {n.setting}" if n.setting else "")
            for n in self.nodes
        ]
        lines += [f"{_ids(self.inputs)} {_ids(self.states)} {_ids(self.results)} {self.output}"]
        lines += [repr(p) for p in self.params] + [repr(g) for g in self.groups]
        lines += [repr((self.sizes, self.projects, sorted(self.start.items()), self.init))]
        if self.children:
            seen = [(n.index, n.name) for n in self.nodes if n.op == "child"]
            lines += [repr((self.children, self.at_leaves, seen))]
        lines += [repr(sorted(self.masks.items()))] if self.masks else []
        lines += [self.limit] if self.limit else []
        lines += [repr((s.name, s.fixed, s.also)) for s in self.sizes if s.fixed or s.also]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def each(self) -> frozenset[Node]:
        """Of a tree cell: values that are one for each child."""
        each: set[Node] = set()
        for node in self.nodes:
            own = node.op == "child" and self.children == ("each",)
            if own or (node.op != "total" and any(a in each for a in node.args)):
                each.add(node)
        return frozenset(each)

    def named(self, name: str) -> Node:
        """The last value of that name.

        Raises KeyError where no value has it.
        """
        nodes = [n for n in self.nodes if n.name == name]
        if not nodes:
            raise KeyError(name)
        return nodes[-1]


def _ids(nodes: tuple[Node, ...]) -> str:
    return ",".join(str(n.index) for n in nodes)

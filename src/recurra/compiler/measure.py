"""What a cell costs, from its graph alone: parameters and operations."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from recurra.compiler.sizes import input_widths, known_sizes, multiple, sizes, state_units
from recurra.compiler.slices import shape
from recurra.compiler.split import forward_step, schedule
from recurra.errors import SettingError
from recurra.ir import ONE, PRIMITIVES, Cell, Graph, Node, Param
from recurra.ir.nodes import LEAVES
from recurra.words import Words, say

__all__ = [
    "BeforeLoop",
    "Operations",
    "before_loop",
    "constant_nodes",
    "formula",
    "input_widths",
    "known_sizes",
    "multiple",
    "operations",
    "parameters",
    "sizes",
    "state_units",
]
_LEAF_OPS = LEAVES


@dataclass(frozen=True)
class Operations:
    """Operations of one step of one sequence; a multiply-add counts as two."""

    flops: int
    transcendental: int


def parameters(
    cell: Cell,
    input_size: int | Mapping[str, int],
    hidden: int | Mapping[str, int],
    bias: bool = True,
) -> int:
    """The number of parameters of a layer: one bias a gate, learned starting states and
    the projection of an input (where its width is not that of what it meets) included.

    >>> from recurra import cells
    >>> parameters(cells.find("lstm"), 28, 100)
    51600
    """
    graph, known = cell.graph(bias), known_sizes(cell, input_size, hidden)
    total = sum(math.prod(shape(graph, g, known)) for g in graph.groups)
    total += sum(known[s.size] for s in graph.states if graph.start.get(s.name) == "learned")
    for name in graph.projects:
        width = input_size if isinstance(input_size, int) else input_size[name]
        total += width * known[name] if width != known[name] else 0
    return total


def formula(cell: Cell, bias: bool = True) -> str:
    """The parameters of a layer in m (width of the input) and n (hidden size); other inputs and
    sizes keep their names. A projection of the input is left out.

    >>> from recurra import cells
    >>> formula(cells.find("lstm3"))
    'mn + n² + 4n'
    """
    graph = cell.graph(bias)
    numbers = [_factors(p) for p in graph.params]
    numbers += [
        ((s.size,), Fraction(1)) for s in graph.states if graph.start.get(s.name) == "learned"
    ]
    return _written(graph, numbers)


@dataclass(frozen=True)
class BeforeLoop:
    """Which part of a step is computed before a loop over time, and which inside of one.

    The counts are numbers of weights by formula, as in `formula`; a product of a step costs two
    operations a weight.
    """

    once: tuple[str, ...]  # values of parameters alone, computed once
    large: tuple[str, ...]  # matrices whose products are computed for all steps at a time
    inside: tuple[str, ...]  # matrices whose products wait for the step before
    large_weights: str  # "4mn"
    inside_weights: str  # "4n²", "0" where no loop contains a matrix product
    loops: int  # loops over time, one after the other

    @property
    def sentence(self) -> Words:
        """All of it, as a message."""
        return say(
            "compiler.measure.before_loop",
            once=self.once,
            large=self.large,
            large_weights=self.large_weights,
            inside=self.inside,
            inside_weights=self.inside_weights,
            loops=self.loops,
        )


def before_loop(cell: Cell, bias: bool = True) -> BeforeLoop:
    """What may be computed before the loop over time, from the equations alone.

    >>> from recurra import cells
    >>> print(before_loop(cells.find("gru")).sentence)
    for all steps at a time: 3mn (W.r W.z W.n); in the loop: 3n² (U.r U.z U.n)
    >>> print(before_loop(cells.find("scrn")).sentence)
    for all steps at a time: mn + ms + ns (B P A); in 2 loops after each other: n² (R)

    Raises SettingError for a cell for trees, which is computed level by level.
    """
    graph = cell.graph(bias)
    if graph.children:
        raise SettingError(say("compiler.measure.no_loop_over_time", cell=cell.name))
    forward = forward_step(graph)
    when = schedule(forward.step)
    early, late = set[str](), set[str]()
    for value in forward.step.values():
        for arg, (matrix, *_) in zip(value.args, value.weights, strict=False):
            (late if when.inside(value, arg) else early).add(matrix)
    params = [p for p in graph.params if p.name in early | late]
    large = [p for p in params if p.name not in late]
    inside = [p for p in params if p.name in late]
    return BeforeLoop(
        tuple(n.name or f"f({', '.join(_made_of(n))})" for n in forward.derived.values()),
        tuple(p.name for p in large),
        tuple(p.name for p in inside),
        _written(graph, map(_factors, large)),
        _written(graph, map(_factors, inside)),
        max(level for value, level in when.level.items() if not value.leaf),
    )


def _made_of(node: Node) -> list[str]:
    """The parameters that a value is computed from."""
    names = [node.param] if node.param else []
    return list(dict.fromkeys([*names, *(p for a in node.args for p in _made_of(a))]))


def _factors(param: Param) -> tuple[tuple[str, ...], Fraction]:
    factors = (param.rows, param.columns) if param.columns else (param.rows,)
    return factors, Fraction(1, param.blocks)


def _written(graph: Graph, numbers: Iterable[tuple[tuple[str, ...], Fraction]]) -> str:
    """A sum of products of sizes."""
    letters = _letters(graph)
    terms: dict[tuple[str, ...], Fraction] = {}
    for factors, count in numbers:
        written = [letters.get(f, f) for f in factors]
        times = math.prod(int(f) for f in written if f.isdigit())
        key = tuple(sorted(f for f in written if not f.isdigit()))
        terms[key] = terms.get(key, Fraction()) + count * times
    ordered = sorted(terms.items(), key=lambda t: (-len(t[0]), t[0]))
    return " + ".join(_term(factors, count) for factors, count in ordered) or "0"


def _letters(graph: Graph) -> dict[str, str]:
    """How a formula writes sizes: n, m, a number, or an expression over them in brackets."""
    letters = {graph.inputs[0].name: "m", graph.sizes[0].name: "n"}
    for size in graph.sizes:
        if not size.fixed:
            continue
        text = re.sub(r"[A-Za-z_]\w*", lambda m: letters.get(m[0], m[0]), size.default).strip()
        letters[size.name] = text if re.fullmatch(r"\w+", text) else f"({text})"
    return letters


def operations(
    cell: Cell, input_size: int | Mapping[str, int], hidden: int | Mapping[str, int]
) -> Operations:
    """Operations of one step; what depends on parameters alone is computed once and left out.

    Of a tree cell: those of a node; where the number of children is open, with one child.

    >>> from recurra import cells
    >>> operations(cells.find("elman"), 1, 1)
    Operations(flops=6, transcendental=1)
    """
    graph, known = cell.graph(), {**known_sizes(cell, input_size, hidden), ONE: 1}
    fixed = constant_nodes(graph)
    flops = transcendental = 0
    for node in graph.nodes:
        if node.op in _LEAF_OPS or node in fixed:
            continue
        if node.op == "matmul":
            blocks = graph.param[node.param].blocks
            flops += 2 * known[node.size] * known[node.args[0].size] // blocks
            continue
        if node.op == "total":
            flops += known[node.size]
            continue
        primitive = PRIMITIVES[node.op]
        elements = max(known[a.size] for a in node.args)
        flops += primitive.flops * elements
        transcendental += primitive.transcendental * elements
    return Operations(flops, transcendental)


def constant_nodes(graph: Graph) -> frozenset[Node]:
    """The nodes that depend on parameters and constants alone: the same at every step."""
    fixed: set[Node] = set()
    for node in graph.nodes:
        if node.op in ("input", "state", "child"):
            continue
        if all(a in fixed for a in node.args):
            fixed.add(node)
    return frozenset(fixed)


def _term(factors: tuple[str, ...], count: Fraction) -> str:
    powers = {f: factors.count(f) for f in dict.fromkeys(factors)}
    text = "".join(f + ("²" if power == 2 else "") for f, power in powers.items())
    times, parts = count.as_integer_ratio()
    return f"{'' if times == 1 and text else times}{text}{'' if parts == 1 else f'/{parts}'}"

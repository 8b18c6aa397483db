"""What a cell costs, from its graph alone: parameters and operations."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from recurra.compiler.slices import shape
from recurra.errors import SettingError
from recurra.ir import ONE, PRIMITIVES, Cell, Graph, Node, units

_LEAF_OPS = ("input", "state", "constant", "bias", "vector", "scalar")


@dataclass(frozen=True)
class Operations:
    """Operations of one step of one sequence; a multiply-add counts as two."""

    flops: int
    transcendental: int


def sizes(cell: Cell, hidden: int | Mapping[str, int]) -> dict[str, int]:
    """Units of every class of sizes: what is given, the rest from the cell's declared defaults.

    Raises SettingError for a size that is no class of the cell or is not a positive number.

    >>> from recurra import cells
    >>> sizes(cells.find("scrn"), 100)
    {'h': 100, 's': 40}
    """
    classes = cell.graph().sizes
    given = {classes[0].name: hidden} if isinstance(hidden, int) else dict(hidden)
    for name, value in given.items():
        if name not in [c.name for c in classes]:
            known = ", ".join(c.name for c in classes)
            raise SettingError(f"cell {cell.name!r} has no size {name!r}; its sizes: {known}")
        if value < 1:
            raise SettingError(f"hidden size {name} of cell {cell.name!r} is {value}, not positive")
    found: dict[str, int] = {}
    for c in classes:
        if c.name not in given and not c.default:
            raise SettingError(f"cell {cell.name!r}: its size {c.name!r} is not given")
        found[c.name] = given[c.name] if c.name in given else units(c.default, found)
    return found


def state_units(graph: Graph, found: Mapping[str, int]) -> dict[str, int]:
    """Units of each state, by its own name."""
    return {s.name: found[s.size] for s in graph.states}


def input_widths(
    graph: Graph, input_size: int | Mapping[str, int], found: Mapping[str, int]
) -> dict[str, int]:
    """Width of each input as the equations see it: a projected one has its state's units."""
    given = (
        {i.name: input_size for i in graph.inputs} if isinstance(input_size, int) else input_size
    )
    return {i.name: found[i.size] if i.size in found else given[i.name] for i in graph.inputs}


def parameters(
    cell: Cell,
    input_size: int | Mapping[str, int],
    hidden: int | Mapping[str, int],
    bias: bool = True,
) -> int:
    """How many numbers a layer of the cell learns: one bias a gate, learned starting states and
    the projection of an input (where its width is not the state's) included.

    >>> from recurra import cells
    >>> parameters(cells.find("lstm"), 28, 100)
    51600
    """
    graph, found = cell.graph(bias), sizes(cell, hidden)
    known = {**found, **input_widths(graph, input_size, found)}
    total = sum(math.prod(shape(graph, g, known)) for g in graph.groups)
    total += sum(found[s.size] for s in graph.states if graph.start.get(s.name) == "learned")
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
    letters = {graph.sizes[0].name: "n", graph.inputs[0].name: "m", ONE: ""}
    terms: dict[tuple[str, ...], int] = {}
    for param in graph.params:
        factors = [param.rows, param.columns] if param.columns else [param.rows]
        key = tuple(sorted(letters.get(f, f) for f in factors if f != ONE))
        terms[key] = terms.get(key, 0) + 1
    for state in graph.states:
        if graph.start.get(state.name) == "learned":
            key = (letters.get(state.size, state.size),)
            terms[key] = terms.get(key, 0) + 1
    ordered = sorted(terms.items(), key=lambda t: (-len(t[0]), t[0]))
    return " + ".join(_term(factors, count) for factors, count in ordered) or "0"


def operations(
    cell: Cell, input_size: int | Mapping[str, int], hidden: int | Mapping[str, int]
) -> Operations:
    """Operations of one step; what depends on parameters alone is computed once and left out.

    >>> from recurra import cells
    >>> operations(cells.find("elman"), 1, 1)
    Operations(flops=6, transcendental=1)
    """
    graph, found = cell.graph(), sizes(cell, hidden)
    known = {**found, **input_widths(graph, input_size, found), ONE: 1}
    fixed = constant_nodes(graph)
    flops = transcendental = 0
    for node in graph.nodes:
        if node.op in _LEAF_OPS or node in fixed:
            continue
        if node.op == "matmul":
            flops += 2 * known[node.size] * known[node.args[0].size]
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
        if node.op in ("input", "state"):
            continue
        if all(a in fixed for a in node.args):
            fixed.add(node)
    return frozenset(fixed)


def _term(factors: tuple[str, ...], count: int) -> str:
    powers = {f: factors.count(f) for f in dict.fromkeys(factors)}
    text = "".join(f + ("²" if power == 2 else "") for f, power in powers.items())
    return f"{'' if count == 1 and text else count}{text}"

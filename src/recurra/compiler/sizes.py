"""How many units everything of a cell has: what is given, and what follows from it."""

import math
from collections.abc import Mapping

from recurra.errors import CellError, SettingError
from recurra.ir import ONE, Cell, Graph, Node, SizeClass, units
from recurra.ir.expressions import names
from recurra.words import say

InputSize = int | Mapping[str, int]


def sizes(
    cell: Cell, hidden: int | Mapping[str, int], input_size: InputSize | None = None
) -> dict[str, int]:
    """Units of every class of sizes: what is given, the rest from the cell's declared defaults.

    hidden: of the main class, or of some by name. A size that follows from an input's width or is
    the length of a slice cannot be chosen; to name it with the very number that it has is no error.

    Raises SettingError for a size that is no class of the cell, is not a positive number, or that a
    slice does not allow; and where a size follows from the width of an input and `input_size` is
    not given.

    >>> from recurra import cells
    >>> sizes(cells.find("scrn"), 100)
    {'h': 100, 's': 40}
    """
    graph = cell.graph()
    classes = graph.sizes
    given = _given(cell, classes, hidden)
    widths = {} if input_size is None else _widths(graph, input_size)
    resolved: dict[str, int] = {}
    waiting = list(classes)
    while waiting:
        known = {**widths, **resolved}
        size = next((c for c in waiting if _ready(c, given, known)), waiting[0])
        resolved[size.name] = _units(cell, size, given, known)
        waiting.remove(size)
    ordered = {c.name: resolved[c.name] for c in classes}
    for size in classes:
        _check_equal(graph, size, {**widths, **ordered})
    _check_nodes(graph, ordered)
    return ordered


def known_sizes(
    cell: Cell, input_size: InputSize, hidden: int | Mapping[str, int]
) -> dict[str, int]:
    """Units of every class, and the width of each input as the equations see it.

    Raises SettingError as `sizes` does; CellError where units cannot be divided into equal parts.

    >>> from recurra import cells
    >>> known_sizes(cells.find("scrn"), 3, 100)
    {'h': 100, 's': 40, 'x': 3}
    """
    graph, resolved = cell.graph(), sizes(cell, hidden, input_size)
    known = {**resolved, **input_widths(graph, input_size, resolved)}
    _check_nodes(graph, known)
    return known


def multiple(cell: Cell) -> int:
    """What a hidden size must be a multiple of, so that matrices and values divide into blocks.

    >>> from recurra import cells
    >>> multiple(cells.find("lstm"))
    1
    """
    graph = cell.graph()
    return math.lcm(*(p.blocks for p in graph.params), *(n.blocks for n in graph.nodes))


def smallest(cell: Cell, input_size: InputSize, largest: int) -> int:
    """The smallest hidden size up to `largest` that the slices of a cell allow.

    Raises SettingError where there is none.

    >>> from recurra import cells
    >>> smallest(cells.find("lstm"), 3, 100)
    1
    """
    step = multiple(cell)
    if not any(n.op == "slice" for n in cell.graph().nodes):
        return step
    wrong: SettingError | None = None
    for hidden in range(step, largest + 1, step):
        try:
            known_sizes(cell, input_size, hidden)
            return hidden
        except SettingError as error:
            wrong = error
    raise wrong or SettingError(
        say("compiler.sizes.no_size_up_to", cell=cell.name, largest=largest)
    )


def state_units(graph: Graph, known: Mapping[str, int]) -> dict[str, int]:
    """Units of each state, by its own name."""
    return {s.name: known[s.size] for s in graph.states}


def input_widths(graph: Graph, input_size: InputSize, known: Mapping[str, int]) -> dict[str, int]:
    """Width of each input as the equations see it: a projected one is as wide as what it meets."""
    given = _widths(graph, input_size)
    return {i.name: known[i.size] if i.size in known else given[i.size] for i in graph.inputs}


def _widths(graph: Graph, input_size: InputSize) -> dict[str, int]:
    """The width of each input as it is given."""
    if isinstance(input_size, int):
        return {i.name: input_size for i in graph.inputs}
    missing = [i.name for i in graph.inputs if i.name not in input_size]
    if missing:
        raise SettingError(say("compiler.sizes.width_not_given", cell=graph.cell, name=missing[0]))
    return {i.name: input_size[i.name] for i in graph.inputs}


def _given(
    cell: Cell, classes: tuple[SizeClass, ...], hidden: int | Mapping[str, int]
) -> dict[str, int]:
    """What is chosen, by name; one number is for the main class, where that can be chosen."""
    if not isinstance(hidden, Mapping):
        given = {} if classes[0].fixed else {classes[0].name: hidden}
    else:
        given = dict(hidden)
    for name, value in given.items():
        if name not in [c.name for c in classes]:
            known = [c.name for c in classes]
            raise SettingError(
                say("compiler.sizes.no_such_size", cell=cell.name, name=name, sizes=known)
            )
        if value < 1:
            raise SettingError(
                say("compiler.sizes.not_positive", cell=cell.name, name=name, value=value)
            )
    return given


def _ready(size: SizeClass, given: Mapping[str, int], known: Mapping[str, int]) -> bool:
    chosen = size.name in given and not size.fixed
    return chosen or (bool(size.default) and names(size.default) <= set(known))


def _units(cell: Cell, size: SizeClass, given: Mapping[str, int], known: Mapping[str, int]) -> int:
    if size.name in given and not size.fixed:
        return given[size.name]
    if not size.default:
        raise SettingError(say("compiler.sizes.size_not_given", cell=cell.name, name=size.name))
    widths = sorted((names(size.default) - set(known)) & set(cell.inputs))
    if widths:
        raise SettingError(
            say(
                "compiler.sizes.width_of_size_not_given",
                cell=cell.name,
                name=size.name,
                size=size.default,
                given=widths[0],
            )
        )
    number = units(size.default, known)
    if given.get(size.name, number) != number:
        raise SettingError(
            say(
                "compiler.sizes.cannot_be_set",
                cell=cell.name,
                name=size.name,
                units=number,
                size=size.default,
                wanted=given[size.name],
            )
        )
    return number


def _check_equal(graph: Graph, size: SizeClass, known: Mapping[str, int]) -> None:
    """Raise SettingError where a slice has another length than what it meets."""
    for expression in size.also:
        if not names(expression) <= set(known):
            continue
        length = units(expression, known)
        if length != known[size.name]:
            raise SettingError(
                say(
                    "compiler.sizes.meets_slice",
                    cell=graph.cell,
                    name=size.name,
                    units=known[size.name],
                    length=length,
                    expression=expression,
                )
            )


def _check_nodes(graph: Graph, known: Mapping[str, int]) -> None:
    """Raise an error for a slice beyond the units of its value, or blocks that do not divide it."""
    for node in graph.nodes:
        if node.op == "slice" or node.blocks > 1:
            width = known.get(node.args[0].size)
            if width is not None and node.args[0].size != ONE:
                _check_node(graph, node, width)


def _check_node(graph: Graph, node: Node, width: int) -> None:
    if node.op == "slice" and max(node.first + 1, node.last) > width:
        raise SettingError(
            say(
                "compiler.sizes.slice_beyond",
                cell=graph.cell,
                line=node.line,
                setting=str(node.setting),
                units=width,
                least=max(node.first + 1, node.last),
            )
        )
    if width % node.blocks:
        raise CellError(
            say("compiler.sizes.units_not_divided", units=width, parts=node.blocks),
            cell=graph.cell,
            file=graph.file or None,
            line=node.line or None,
            remedy=say("compiler.sizes.take_multiples", of=node.blocks),
        )

"""How many units everything of a cell has: what is given, and what follows from it."""

import math
from collections.abc import Mapping

from recurra.errors import CellError, SettingError
from recurra.ir import ONE, Cell, Graph, Node, SizeClass, units
from recurra.ir.expressions import names

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
    raise wrong or SettingError(f"cell {cell.name!r} has no size up to {largest}")


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
        raise SettingError(
            f"cell {graph.cell!r}: the width of its input {missing[0]!r} is not given"
        )
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
            known = ", ".join(c.name for c in classes)
            raise SettingError(f"cell {cell.name!r} has no size {name!r}; its sizes: {known}")
        if value < 1:
            raise SettingError(f"hidden size {name} of cell {cell.name!r} is {value}, not positive")
    return given


def _ready(size: SizeClass, given: Mapping[str, int], known: Mapping[str, int]) -> bool:
    chosen = size.name in given and not size.fixed
    return chosen or (bool(size.default) and names(size.default) <= set(known))


def _units(cell: Cell, size: SizeClass, given: Mapping[str, int], known: Mapping[str, int]) -> int:
    if size.name in given and not size.fixed:
        return given[size.name]
    if not size.default:
        raise SettingError(f"cell {cell.name!r}: its size {size.name!r} is not given")
    widths = sorted((names(size.default) - set(known)) & set(cell.inputs))
    if widths:
        raise SettingError(
            f"cell {cell.name!r}: its size {size.name!r} is {size.default!r}, and the width of the "
            f"input {widths[0]!r} is not given"
        )
    number = units(size.default, known)
    if given.get(size.name, number) != number:
        because = "" if size.default == str(number) else f" ({size.default})"
        raise SettingError(
            f"cell {cell.name!r}: its size {size.name!r} is {number}{because} and cannot be set to "
            f"{given[size.name]}"
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
                f"cell {graph.cell!r}: its size {size.name!r} is {known[size.name]}, but it meets "
                f"a slice of {length} unit(s) ({expression}), which must be as long"
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
            f"cell {graph.cell!r}, line {node.line}: the slice {node.setting} of a value that has "
            f"{width} unit(s); give it at least {max(node.first + 1, node.last)}"
        )
    if width % node.blocks:
        raise CellError(
            f"a value of {width} units cannot be divided into {node.blocks} equal parts",
            cell=graph.cell,
            file=graph.file or None,
            line=node.line or None,
            remedy=f"Take sizes that are multiples of {node.blocks}, or other heads.",
        )

"""Facts about a cell, derived from its equations: for the gallery and its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recurra.compiler.measure import (
    before_loop,
    formula,
    operations,
    parameters,
    sizes,
    state_units,
)
from recurra.ir import Cell, Graph
from recurra.words import text


@dataclass(frozen=True)
class CellFacts:
    """A cell of the gallery, to be shown at once. Counts are for the sizes that it holds, with one
    bias a gate."""

    name: str
    summary: str  # the first line of its documentation
    text: str  # the rest of it
    home: str  # the module that holds it
    cite: str
    equations: str
    inputs: tuple[str, ...]
    states: Mapping[str, int]  # units by name
    options: Mapping[str, Any]
    starts: Mapping[str, str]  # declared starting values of parameters and states
    tensors: Mapping[str, tuple[str, ...]]  # stored tensors and the parameters stacked in them
    input_size: int
    hidden_size: int
    formula: str  # of the parameters, in m inputs and n units
    parameters: int
    flops: int  # of a step of one sequence; a multiply-add is two
    transcendental: int
    before_loop: str  # in words; empty for a cell for trees
    inside: str  # weights whose products wait for the step before, by formula; empty for trees
    projects: tuple[str, ...]  # inputs that are projected where they have another width
    projected: str  # the same in words
    for_trees: bool


def facts(cell: Cell, input_size: int = 28, hidden_size: int = 100) -> CellFacts:
    """The facts of a cell.

    >>> from recurra import cells
    >>> facts(cells.find("mingru")).before_loop
    'for all steps at a time: 2mn (W.z W.h); in the loop: no matrix product'
    """
    graph, cost = cell.graph(), operations(cell, input_size, hidden_size)
    loop = None if graph.children else before_loop(cell)
    summary, _, text = cell.doc.partition("\n")
    return CellFacts(
        cell.name,
        summary,
        text.strip(),
        cell.home,
        cell.cite,
        cell.equations,
        cell.inputs,
        state_units(graph, sizes(cell, hidden_size, input_size)),
        dict(cell.options),
        {**graph.init, **{k: str(v) for k, v in graph.start.items()}},
        {g.name: g.params for g in graph.groups},
        input_size,
        hidden_size,
        formula(cell),
        parameters(cell, input_size, hidden_size),
        cost.flops,
        cost.transcendental,
        str(loop.sentence) if loop else "",
        loop.inside_weights if loop else "",
        graph.projects,
        _projected(graph),
        cell.for_trees,
    )


def _projected(graph: Graph) -> str:
    """Which inputs are brought to the width of what they meet, and what that is."""
    fixed = {s.name for s in graph.sizes if s.fixed}
    states = {s.size for s in graph.states} - fixed
    by_size: dict[str, list[str]] = {}
    for node in graph.inputs:
        if node.name in graph.projects:
            by_size.setdefault("" if node.size in states else node.size, []).append(node.name)
    inputs = tuple((" ".join(names), size) for size, names in by_size.items())
    return text("compiler.measure.projected", inputs=inputs) if inputs else ""

"""Which values of a cell are gates, and which states only keep numbers in range.

Both are found in the graph, whatever they are called.

A gate is a value between 0 and 1, or an exponential or a ratio that cannot be negative, which
multiplies another element by element. The shares of a softmax are none: they add up to 1, so that
with many units each is near 0 whatever it means. What a value's range is follows from the
equations: a logistic function lies between 0 and 1, and so does one minus it. A cell of one's own
needs no declaration.
"""

import math
from collections.abc import Callable

from recurra.compiler.masks import EXPECTED
from recurra.ir import ONE, Graph, Node
from recurra.ir.nodes import LEAVES
from recurra.words import Text, say

Range = tuple[float, float]
INF = float("inf")
ALL: Range = (-INF, INF)

RULES: dict[str, Callable[..., Range]] = {
    "add": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "sub": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "mul": lambda a, b: _product(a, b),
    "div": lambda a, b: (0.0, INF) if a[0] >= 0 and b[0] >= 0 else ALL,
    "neg": lambda a: (-a[1], -a[0]),
    "maximum": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
    "minimum": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "abs": lambda a: (0.0, max(abs(a[0]), abs(a[1]))),
    "relu": lambda a: (max(a[0], 0.0), max(a[1], 0.0)),
    "sigmoid": lambda a: (0.0, 1.0),
    "tanh": lambda a: (-1.0, 1.0),
    "exp": lambda a: (0.0, 1.0 if a[1] <= 0 else INF),
    "cos": lambda a: (-1.0, 1.0),
    "sin": lambda a: (-1.0, 1.0),
    "softplus": lambda a: (0.0, INF),
    "sqrt": lambda a: (0.0, 1.0 if a[1] <= 1 else INF),
    "floor": lambda a: (_whole(a[0]), _whole(a[1])),
    "mean": lambda a: a,
    "sum": lambda a: _of_many(a),
    "block_sum": lambda a: _of_many(a),
    "block_largest": lambda a: a,
    "slice": lambda a: a,
}


def ranges(graph: Graph) -> list[Range]:
    """Between which numbers each node's value lies, by its index; all numbers where unknown."""
    found: list[Range] = []
    for node in graph.nodes:
        arguments = [found[a.index] for a in node.args]
        if node.op == "constant":
            found.append((node.value, node.value))
        elif is_share(node):
            found.append((0.0, 1.0))
        else:
            found.append(RULES[node.op](*arguments) if node.op in RULES else ALL)
    return found


def gates(graph: Graph) -> tuple[Node, ...]:
    """The gates of a cell, in the order of its equations.

    >>> from recurra.cells import find
    >>> [g.name for g in gates(find("peephole").graph())], gates(find("elman").graph())
    (['i', 'f', 'o'], ())
    """
    span = ranges(graph)
    found: dict[int, Node] = {}
    for node in graph.nodes:
        factors = node.args if node.op == "mul" else node.args[:1] if node.op == "div" else ()
        if is_share(node):
            continue
        for factor in map(_turned, factors):
            if _opens(factor, span[factor.index]) and factor not in graph.results:
                found[factor.index] = factor
    return tuple(found[k] for k in sorted(found))


def is_share(node: Node) -> bool:
    """Whether a value is a softmax: an exponential over the sum of exponentials of its part."""
    if node.op != "div":
        return False
    above, below = node.args
    return above.op == "exp" and below.op in ("sum", "block_sum") and below.args == (above,)


def label(graph: Graph, gate: Node) -> Text:
    """What a gate is called: its name in the equations, or what it gates, or function and line.

    >>> from recurra.cells import find
    >>> nary = find("nary").graph()
    >>> [str(label(nary, gate)) for gate in gates(nary)]
    ['i', 'o', 'gate on left.c', 'gate on right.c']
    """
    if gate.name:
        return gate.name
    if gated := [p.name for p in partners(graph, gate) if p.op == "child"]:
        return say("diagnose.factors.gate_on", gated=gated)
    alike = [n for n in graph.nodes if (n.op, n.line, n.name) == (gate.op, gate.line, "")]
    number = alike.index(gate) + 1 if len(alike) > 1 else None
    return say("diagnose.factors.unnamed", function=gate.op, line=gate.line, number=number)


def partners(graph: Graph, gate: Node) -> list[Node]:
    """What a gate is multiplied with, element by element.

    >>> from recurra.cells import find
    >>> graph = find("lstm").graph()
    >>> [node.name for node in partners(graph, graph.named("f"))]
    ['c']
    """
    return [
        other
        for node in graph.nodes
        if node.op == "mul" and gate in map(_turned, node.args)
        for other in node.args
        if _turned(other) is not gate
    ]


def stabiliser(graph: Graph, position: int) -> bool:
    """Whether a state only keeps numbers in range: a running maximum that is no output.

    Whatever it holds, the others are scaled to match, so that it remembers nothing.
    """
    new = graph.results[position]
    if EXPECTED in graph.group:  # zoneout: the first summand is what the equations make of it
        new = new.args[0]
    return position not in graph.output and new.op == "maximum"


def _turned(node: Node) -> Node:
    """Of one minus a value: the value."""
    if node.op == "sub" and node.args[0].op == "constant":
        return node.args[1]
    return node


def _opens(node: Node, span: Range) -> bool:
    if node.op in LEAVES or node.size == ONE or span[0] < 0 or is_share(node):
        return False
    return span[1] <= 1 or node.op in ("exp", "div")


def _whole(a: float) -> float:
    return math.floor(a) if math.isfinite(a) else a


def _of_many(a: Range) -> Range:
    """Of a sum of one term or more, each within a range."""
    return (a[0] if a[0] >= 0 else -INF, a[1] if a[1] <= 0 else INF)


def _product(a: Range, b: Range) -> Range:
    ends = [0.0 if 0.0 in (x, y) else x * y for x in a for y in b]
    return min(ends), max(ends)

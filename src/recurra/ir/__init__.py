"""The language of equations: what a cell's author writes, and the graph that it becomes."""

from recurra.ir.activations import ACTIVATIONS, hard_sigmoid, linear
from recurra.ir.cell import Cell, cell
from recurra.ir.children import total
from recurra.ir.expressions import evaluate, units
from recurra.ir.functions import (
    absolute,
    block,
    cos,
    exp,
    floor,
    log,
    maximum,
    mean,
    minimum,
    mod,
    relu,
    scalar,
    sigmoid,
    sin,
    softmax,
    softplus,
    sqrt,
    sum,
    tanh,
    vector,
)
from recurra.ir.nodes import ONE, Graph, Group, Node, Param, SizeClass
from recurra.ir.primitives import PRIMITIVES, Primitive

__all__ = [
    "ACTIVATIONS",
    "ONE",
    "PRIMITIVES",
    "Cell",
    "Graph",
    "Group",
    "Node",
    "Param",
    "Primitive",
    "SizeClass",
    "absolute",
    "block",
    "cell",
    "cos",
    "evaluate",
    "exp",
    "floor",
    "hard_sigmoid",
    "linear",
    "log",
    "maximum",
    "mean",
    "minimum",
    "mod",
    "relu",
    "scalar",
    "sigmoid",
    "sin",
    "softmax",
    "softplus",
    "sqrt",
    "sum",
    "tanh",
    "total",
    "units",
    "vector",
]

"""Holds a cell to one step of its paper or of the authors' code, written down in NumPy."""

from collections.abc import Callable, Mapping

import numpy as np
import torch

from recurra import cells
from recurra.compiler.backends.reference import Reference
from recurra.compiler.conformance import Case, problem, same, tolerance
from recurra.compiler.slices import slices

STEPS, BATCH, WIDTH, HIDDEN = 9, 3, 4, 6


class Parameters:
    """A cell's parameters by name; `P("W.i", x)` is the product of rows with a matrix."""

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self.arrays = arrays

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    def __call__(self, name: str, rows: np.ndarray) -> np.ndarray:
        return rows @ self.arrays[name].T


def held(spec: str, step: Callable[..., tuple], starts: list | None = None) -> None:
    """Assert that the cell does what `step(P, x, *states) -> (*states)` does, at every step.

    `starts` are starting states in place of drawn ones, numbers or None for a drawn one.
    """
    cell = cells.find(spec)
    drawn = problem(cell, Case(STEPS, BATCH, WIDTH, HIDDEN))
    graph = drawn.graph
    P = Parameters({
        name: drawn.weights[group.name][a:b].detach().numpy()
        for group in graph.groups
        for name, (a, b) in slices(graph, group, drawn.sizes).items()
    })  # fmt: skip
    for number, start in enumerate(starts or []):
        if start is not None:
            drawn.states[number] = torch.full_like(drawn.states[number], start)
    states = tuple(s.detach().numpy() for s in drawn.states)
    found, ends = drawn.run(Reference())
    outputs = []
    for x in drawn.inputs[0].detach().numpy():
        states = step(P, x, *states)
        outputs.append(np.concatenate([states[i] for i in graph.output], -1))
    bound = tolerance(torch.float64, STEPS, WIDTH + HIDDEN)
    wanted = [torch.from_numpy(a) for a in (np.stack(outputs), *states)]
    same([found, *ends], wanted, bound, f"{spec}: output or final state")


def logistic(a: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-a)"""
    return 1 / (1 + np.exp(-a))


def linear(a: np.ndarray) -> np.ndarray:
    """a"""
    return a


def rectified(a: np.ndarray) -> np.ndarray:
    """max(a, 0)"""
    return np.maximum(a, 0)

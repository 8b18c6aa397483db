"""What a cell's function and decorator declare, each part by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Signature:
    """What a cell's function and decorator declare."""

    name: str
    function: Callable[..., Any]
    file: str
    inputs: tuple[str, ...]
    states: tuple[str, ...]
    params: tuple[str, ...]
    output: tuple[str, ...]
    sizes: Mapping[str, str]
    start: Mapping[str, float | str]
    init: Mapping[str, str]
    children: int = 0  # of a tree cell; -1: any number
    at_leaves: bool = False  # of a tree cell: leaves are inputs and compute nothing
    functions: tuple[str, ...] = ()  # options that name a function

"""Starting values of weights; the role of a parameter and its declared start decide."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from recurra.errors import CellError, SettingError, unknown
from recurra.ir import Graph
from recurra.ir.expressions import evaluate, names
from recurra.nn.layer import Layer
from recurra.words import say

Rule = Callable[[Tensor, "Setting"], None]
FORGET_BIAS = 1.0  # what trainings start with: the logistic of 1, a forget path open to 73 %


@dataclass(frozen=True)
class Setting:
    """What a rule may need beside the tensor."""

    main: int  # hidden size
    recurrent: bool  # a matrix on a state, not on an input
    generator: torch.Generator | None


def _uniform(tensor: Tensor, setting: Setting) -> None:
    bound = 1 / math.sqrt(setting.main)
    nn.init.uniform_(tensor, -bound, bound, generator=setting.generator)


def _glorot(tensor: Tensor, setting: Setting) -> None:
    if tensor.dim() < 2:
        nn.init.zeros_(tensor)
    else:
        nn.init.xavier_uniform_(tensor, generator=setting.generator)


def _orthogonal(tensor: Tensor, setting: Setting) -> None:
    if setting.recurrent and tensor.dim() == 2:
        nn.init.orthogonal_(tensor, generator=setting.generator)
    else:
        _glorot(tensor, setting)


def _identity(tensor: Tensor, setting: Setting) -> None:
    if setting.recurrent and tensor.dim() == 2:
        nn.init.eye_(tensor)
    else:
        _glorot(tensor, setting)


def _breuel(tensor: Tensor, setting: Setting) -> None:
    nn.init.uniform_(tensor, -0.1, 0.1, generator=setting.generator)


def _mikolov(tensor: Tensor, setting: Setting) -> None:
    nn.init.normal_(tensor, std=0.05, generator=setting.generator)


METHODS: dict[str, Rule] = {
    "uniform": _uniform,  # U(-1/sqrt(n), 1/sqrt(n)) for all, as torch starts its networks
    "glorot": _glorot,  # Glorot & Bengio 2010; biases 0
    "orthogonal": _orthogonal,  # Saxe et al. 2014 on states, Glorot on inputs
    "identity": _identity,  # Le, Jaitly, Hinton 2015 on states, Glorot on inputs
    "breuel2015": _breuel,  # U(-0.1, 0.1) for all, as in ocropy, whose networks it trained
    "mikolov2015": _mikolov,  # N(0, 0.05²) for all, as the released code of SCRN
    "chrono": _glorot,  # Tallec & Ollivier 2018: gate biases from the longest dependency
}


def initialise(
    layer: Layer,
    tensors: Mapping[str, Tensor],
    method: str,
    *,
    forget_bias: float | None,
    longest: int | None,
    generator: torch.Generator | None,
) -> None:
    """Fill the tensors of a layer.

    Raises SettingError for an unknown method, and for "chrono" without `longest`.
    """
    if method not in METHODS:
        raise unknown(say("nouns.initialisation"), method, METHODS)
    if method == "chrono" and (longest is None or longest < 3):
        raise SettingError(say("nn.chrono_without_longest"))
    graph = layer.graph
    with torch.no_grad():
        for name, tensor in tensors.items():
            group = graph.group.get(name)
            if group is None:
                METHODS["uniform"](tensor, Setting(layer.main, False, generator))
                continue
            recurrent = group.columns in of_states(graph)
            setting = Setting(layer.main // group.blocks, recurrent, generator)
            for param in group.params:
                _fill(tensor[layer.rows(param)[1]], group.blocks, method, setting)
        biases: dict[str, Any] = {"forget_bias": forget_bias, "input_bias": None}
        if method == "chrono":
            assert longest is not None
            biases = _chrono(layer, tensors, longest, generator)
        _declared_starts(layer, tensors, biases, generator)


def of_states(graph: Graph) -> set[str]:
    """Sizes of states that are no inputs' widths: a matrix on one of these is recurrent."""
    return {s.size for s in graph.states} - {s.name for s in graph.sizes if s.fixed}


def _fill(part: Tensor, blocks: int, method: str, setting: Setting) -> None:
    """One matrix, each of its blocks by itself, or one vector."""
    for block in part.chunk(blocks):
        METHODS[method](block, setting)


def _declared_starts(
    layer: Layer,
    tensors: Mapping[str, Tensor],
    biases: Mapping[str, Any],
    generator: torch.Generator | None,
) -> None:
    """What the cell's declaration says, in its order: later values may be made of earlier ones."""
    graph, numbers = layer.graph, {**biases, "pi": math.pi}
    numbers |= {k: v for k, v in layer.options.items() if isinstance(v, int | float)}
    known: dict[str, Any] = {k: v for k, v in numbers.items() if v is not None}
    for param, expression in graph.init.items():
        name, rows = layer.rows(param)
        part, group = tensors[name][rows], graph.group[name]
        if expression in METHODS:
            recurrent = group.columns in of_states(graph)
            setting = Setting(layer.main // group.blocks, recurrent, generator)
            _fill(part, group.blocks, expression, setting)
        elif not (names(expression) & set(numbers)) - set(known):
            own = {"unit": torch.arange(len(part), dtype=part.dtype), "units": len(part)}
            value = _evaluated(graph, param, {**known, **own}, _functions(part, generator))
            part.copy_(torch.as_tensor(value, dtype=part.dtype).expand_as(part))
        known[param] = part


def _evaluated(
    graph: Graph, param: str, known: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]
) -> Any:
    """The value of a parameter's declared start; raises CellError for a name that says nothing."""
    expression, given = graph.init[param], set(known) | {"forget_bias", "input_bias"}
    strange = sorted(names(expression) - given)
    try:
        if strange:
            raise unknown(say("nouns.name"), strange[0], sorted({*given, *METHODS}))
        return evaluate(expression, known, functions)
    except SettingError as error:
        what = say("nn.init_fails", parameter=param, fault=error.message)
        raise CellError(what, cell=graph.cell, file=graph.file) from None


def _functions(like: Tensor, generator: torch.Generator | None) -> dict[str, Callable[..., Any]]:
    """Functions of starting values; those that draw give a number for each unit."""

    def uniform(low: float, high: float) -> Tensor:
        return torch.empty_like(like).uniform_(float(low), float(high), generator=generator)

    def normal(mean: float, deviation: float) -> Tensor:
        return torch.empty_like(like).normal_(float(mean), float(deviation), generator=generator)

    def of_torch(name: str) -> Callable[[Any], Tensor]:
        return lambda x: getattr(torch, name)(torch.as_tensor(x, dtype=like.dtype))

    plain = {name: of_torch(name) for name in ("log", "exp", "sqrt", "expm1", "cos", "sin")}
    return {**plain, "uniform": uniform, "normal": normal}


def _chrono(
    layer: Layer, tensors: Mapping[str, Tensor], longest: int, generator: torch.Generator | None
) -> dict[str, Tensor]:
    """Forget bias log U(1, longest - 1) for each unit; the input gate's is its negative."""
    opened = [p for p, start in layer.graph.init.items() if "forget_bias" in names(start)]
    if not opened:
        raise SettingError(say("nn.no_forget_bias", cell=layer.graph.cell))
    group, rows = layer.rows(opened[0])
    drawn = torch.empty_like(tensors[group][rows]).uniform_(1, longest - 1, generator=generator)
    return {"forget_bias": drawn.log(), "input_bias": -drawn.log()}

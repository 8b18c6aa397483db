"""The fast backend for CPUs as torch sees it: one operator for a whole sequence."""

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from recurra.compiler.backends.reference import RULES, Reference
from recurra.compiler.slices import slices
from recurra.errors import SettingError
from recurra.ir import Graph

DTYPES = {torch.float32: "float32", torch.float64: "float64"}
UNSUPPORTED = {"mean": "a mean over units is only in the reference backend so far"}


class Numba:
    """Kernels printed from the loop nest and compiled by numba; CPU, float32 and float64."""

    name = "numba"

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """Why it cannot run a graph: the device, the type, a primitive, no numba."""
        if device.type != "cpu":
            return f"it is for CPUs, not for {device.type}"
        if dtype not in DTYPES:
            return f"it computes in float32 and float64, not in {str(dtype).split('.')[-1]}"
        if importlib.util.find_spec("numba") is None:
            return "numba is not installed"
        found = next((n.op for n in graph.nodes if n.op in UNSUPPORTED), "")
        return UNSUPPORTED.get(found, "")

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        lengths: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """As `Backend.run` says."""
        from recurra.compiler.backends.numba_plan import plan
        from recurra.compiler.backends.numba_run import Sized

        _check(inputs, states, weights.values())
        dtype = DTYPES[states[0].dtype]
        key = f"{graph.fingerprint} {dtype} {sorted(sizes.items())}"
        if key not in _known:
            _known[key] = Sized(plan(graph, dtype), sizes)
        derived = _derived(graph, _known[key].plan.forward.derived, sizes, weights)
        given = [*inputs, *states, *weights.values(), *derived]
        train = torch.is_grad_enabled() and any(t.requires_grad for t in given)
        if lengths is not None:
            lengths = lengths.to(device="cpu", dtype=torch.int64)
        found = _chain(
            list(inputs), list(states), list(weights.values()), derived, lengths, key, train
        )
        return found[0], tuple(found[1 : 1 + len(states)])

    def source(self, graph: Graph) -> str:
        """The kernels of a training step, forward and backward, in float32.

        Raises SettingError where the backend cannot run the graph.
        """
        from recurra.compiler.backends.numba_plan import Plan

        reason = self.reason_against(graph, torch.device("cpu"), torch.float32)
        if reason:
            raise SettingError(f"backend 'numba' cannot run {graph.cell!r}: {reason}")
        return Plan(graph, "float32").text()


_known: dict[str, Any] = {}  # key of an operator's call -> plan with sizes


def _check(*tensors: Iterable[Tensor]) -> None:
    """Kernels read memory as it is: all of it must be of one type and on the CPU."""
    found = {(str(t.dtype).removeprefix("torch."), t.device.type) for g in tensors for t in g}
    if len(found) > 1:
        kinds = " and ".join(sorted(f"{dtype} on {device}" for dtype, device in found))
        raise SettingError(f"inputs, states and weights are {kinds}: convert them with .to()")


def _derived(
    graph: Graph, wanted: Mapping[str, Any], sizes: Mapping[str, int], weights: Mapping[str, Tensor]
) -> list[Tensor]:
    """Values of parameters alone, by torch, which also differentiates them."""
    if not wanted:
        return []
    params = {
        p: weights[g.name][a:b]
        for g in graph.groups
        for p, (a, b) in slices(graph, g, sizes).items()
    }
    like = next(iter(weights.values()))

    def value(node: Any) -> Tensor:
        if node.op == "constant":
            return torch.tensor(node.value, dtype=like.dtype)
        if node.op in ("bias", "vector", "scalar"):
            return params[node.param]
        args = [value(a) for a in node.args]
        return params[node.param] @ args[0] if node.op == "matmul" else RULES[node.op](*args)

    return [_sized(value(n), n.size, sizes) for n in wanted.values()]


def _sized(value: Tensor, size: str, sizes: Mapping[str, int]) -> Tensor:
    return value.reshape(-1).expand(sizes.get(size, 1)).contiguous()


def _problem(
    inputs: Sequence[Tensor], states: Sequence[Tensor], weights: Sequence[Tensor],
    derived: Sequence[Tensor], lengths: Tensor | None, key: str,
) -> Any:  # fmt: skip
    from recurra.compiler.backends.numba_rows import rows_of
    from recurra.compiler.backends.numba_run import Problem

    own = _known[key]
    steps, batch = inputs[0].shape[:2]
    return Problem(
        own,
        [x.detach() for x in inputs],
        [s.detach() for s in states],
        {
            g.name: w.detach().contiguous()
            for g, w in zip(own.plan.graph.groups, weights, strict=True)
        },
        [d.detach() for d in derived],
        rows_of(steps, batch, lengths),
    )


@torch.library.custom_op("recurra::chain", mutates_args=())
def _chain(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, key: str, train: bool,
) -> list[Tensor]:  # fmt: skip
    """Output, final states and, with train, what the backward pass needs."""
    from recurra.compiler.backends import numba_run

    problem = _problem(inputs, states, weights, derived, lengths, key)
    own = _output_is_memory(key, lengths)
    output, finals, runner = numba_run.forward(problem, train, own)
    if not train:
        return [output, *finals]
    kept = [runner.memory[n] for n in _kept(key, own)]
    return [output, *finals, *kept, torch.zeros(1, dtype=torch.int64)]


def _output_is_memory(key: str, lengths: Tensor | None) -> bool:
    """Whether the output is the memory of its state, so that it need not be copied."""
    own, sizes = _known[key].plan, _known[key].sizes
    state = own.forward.states[own.graph.output[0]]
    units = sizes[state.size]
    whole = own.library.padded(units) == units and units * own.library.item % 4096 != 0
    return lengths is None and len(own.graph.output) == 1 and whole


def _kept(key: str, output_is_memory: bool) -> list[str]:
    from recurra.compiler.backends.numba_run import kept_names

    own = _known[key].plan
    state = own.forward.states[own.graph.output[0]].name
    return [n for n in kept_names(own) if not (output_is_memory and n == state)]


@_chain.register_fake
def _chain_fake(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, key: str, train: bool,
) -> list[Tensor]:  # fmt: skip
    own, sizes = _known[key].plan, _known[key].sizes
    steps, batch = inputs[0].shape[:2]
    like = states[0]
    width = sum(sizes[own.forward.states[i].size] for i in own.graph.output)
    found = [like.new_empty(steps, batch, width)]
    found += [s.new_empty(s.shape) for s in states]
    if train:
        from recurra.compiler.backends.numba_rows import Rows
        from recurra.compiler.backends.numba_run import Problem

        problem = Problem(_known[key], (), (), {}, (), Rows(steps, batch, None, None))
        buffers = own.training_nest.layout.buffers
        names = _kept(key, _output_is_memory(key, lengths))
        found += [like.new_empty(problem.shape(buffers[n])) for n in names]
        found.append(like.new_empty(1, dtype=torch.int64))
    return found


@torch.library.custom_op("recurra::chain_backward", mutates_args=())
def _chain_backward(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, key: str, kept: list[Tensor], gradients: list[Tensor],
    given: list[bool], wanted: list[bool],
) -> list[Tensor]:  # fmt: skip
    """Gradients of inputs, states, weights and derived values.

    `given` says which of output and final states have a gradient (`gradients` holds those alone),
    `wanted` which inputs need one (an empty tensor stands for the others). The workspace among
    `kept` is used up; where that has happened before, the forward pass is run again.
    """
    from recurra.compiler.backends import numba_run

    problem = _problem(inputs, states, weights, derived, lengths, key)
    output, *buffers, used = kept
    own = _output_is_memory(key, lengths)
    if int(used):
        _, _, runner = numba_run.forward(problem, True, own)
        memory = {n: runner.memory[n] for n in _kept(key, False)}
    else:
        memory = dict(zip(_kept(key, own), buffers, strict=True))
        if own:
            plan = problem.plan
            name = plan.forward.states[plan.graph.output[0]].name
            memory[name] = output.reshape(-1, output.shape[2])
        used.numpy()[0] = 1  # not by torch, which would take it for a change of a saved tensor
    following = iter(gradients)
    each = [next(following).contiguous() if g else None for g in given]
    found = numba_run.backward(problem, memory, each[0], each[1:], wanted)
    empty = states[0].new_empty(0)
    return [
        *(empty.clone() if g is None else g for g in found.inputs),
        *found.states,
        *found.weights.values(),
        *found.derived,
    ]


@_chain_backward.register_fake
def _chain_backward_fake(
    inputs: list[Tensor], states: list[Tensor], weights: list[Tensor], derived: list[Tensor],
    lengths: Tensor | None, key: str, kept: list[Tensor], gradients: list[Tensor],
    given: list[bool], wanted: list[bool],
) -> list[Tensor]:  # fmt: skip
    found = [
        x.new_empty(x.shape) if w else x.new_empty(0) for x, w in zip(inputs, wanted, strict=True)
    ]
    return found + [t.new_empty(t.shape) for t in (*states, *weights, *derived)]


def _setup(ctx: Any, inputs: tuple[Any, ...], output: list[Tensor]) -> None:
    x, states, weights, derived, lengths, key, _ = inputs
    ctx.set_materialize_grads(False)
    ctx.key, ctx.counts = key, (len(x), len(states), len(weights), len(derived))
    ctx.wanted = [t.requires_grad for t in x]
    kept = [output[0], *output[1 + len(states) :]]
    ctx.has_lengths = lengths is not None
    extra = [lengths] if ctx.has_lengths else []
    ctx.save_for_backward(*x, *states, *weights, *derived, *extra, *kept)


def _backward(ctx: Any, gradients: list[Tensor | None]) -> tuple[Any, ...]:
    saved = list(ctx.saved_tensors)
    parts = []
    for count in ctx.counts:
        parts.append(saved[:count])
        saved = saved[count:]
    lengths = saved.pop(0) if ctx.has_lengths else None
    own = list(gradients[: 1 + ctx.counts[1]])
    if torch.is_grad_enabled():
        found = _by_reference(ctx.key, parts, lengths, own)
    else:
        found = _chain_backward(
            *parts, lengths, ctx.key, saved, [g for g in own if g is not None],
            [g is not None for g in own], ctx.wanted,
        )  # fmt: skip
    result = []
    for count in ctx.counts:
        result.append(list(found[:count]))
        found = found[count:]
    if not torch.is_grad_enabled():
        result[0] = [g if w else None for g, w in zip(result[0], ctx.wanted, strict=True)]
    return (*result, None, None, None)


def _by_reference(
    key: str, parts: list[list[Tensor]], lengths: Tensor | None, gradients: list[Tensor | None]
) -> list[Tensor | None]:
    """The gradient as a differentiable computation: kernels would give wrong second derivatives."""
    own, sizes = _known[key].plan, _known[key].sizes
    inputs, states, weights, derived = parts
    named = {g.name: w for g, w in zip(own.graph.groups, weights, strict=True)}
    output, finals = Reference().run(own.graph, sizes, named, inputs, states, lengths)
    outputs = [
        (o, g) for o, g in zip((output, *finals), gradients, strict=True)
        if g is not None and o.requires_grad
    ]  # fmt: skip
    leaves = [t for t in (*inputs, *states, *weights) if t.requires_grad]
    found = torch.autograd.grad(
        [o for o, _ in outputs], leaves, [g for _, g in outputs], create_graph=True,
        allow_unused=True,
    )  # fmt: skip
    by_leaf = {id(t): g for t, g in zip(leaves, found, strict=True)}
    # what comes by way of a derived value is in the weights' gradients already
    return [by_leaf.get(id(t)) for t in (*inputs, *states, *weights)] + [None] * len(derived)


_chain.register_autograd(_backward, setup_context=_setup)

"""JAX: `lax.scan` over the same arrangement of products, compiled with `jax.jit`; gradients by
`jax.vjp`; every call waits for its results. Compilation is paid before the clock starts."""

import importlib.util
from typing import Any

import numpy as np

from recurra.bench.rivals import module
from recurra.bench.rivals.loop_jax import JAX
from recurra.bench.rivals.loop_text import compiled, reason_against, text
from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.ir import Cell
from recurra.words import Text, say


class JaxScan:
    """See the module's text."""

    name = "jax"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """JAX is optional; a scan computes the padding."""
        if importlib.util.find_spec("jax") is None:
            return say("bench.rivals.not_installed", package="jax")
        if mode == "ragged":
            return say("bench.rivals.computes_padding")
        return reason_against(cell.graph())

    def prepare(self, work: Work) -> Prepared:
        """The printed scan with the job's numbers on JAX's side."""
        import jax
        from jax import lax
        from jax import numpy as jnp

        drawn, job = work.drawn, work.job
        source = text(drawn.graph, drawn.sizes, JAX)
        run = compiled(source, f"{work.cell.name}, JAX", {"jax": jax, "jnp": jnp, "lax": lax})
        given = _moved([list(drawn.inputs), list(drawn.states), dict(drawn.weights)], jnp)
        upstream = _moved((work.upstream[0], tuple(work.upstream[1:])), jnp)

        def train(free: Any, held: Any, above: Any) -> Any:
            inputs = [] if job.mode == "train-fixed" else free[0]

            def forward(inputs: Any, states: Any, weights: Any) -> Any:
                return run(inputs or held, states, weights)

            results, back = jax.vjp(forward, inputs, *free[1:])
            return results, back(above)

        if job.trains:
            held = given[0] if job.mode == "train-fixed" else []
            free = [[], *given[1:]] if job.mode == "train-fixed" else given
            step, arguments = jax.jit(train), (free, held, upstream)
        else:
            step, arguments = jax.jit(run), tuple(given)
        return Prepared(
            lambda: jax.block_until_ready(step(*arguments)),
            lambda result: _numbers(work, result),
            work,
            module.operations(work),
            say("bench.rivals.scan"),
        )


def _moved(value: Any, jnp: Any) -> Any:
    """Tensors as JAX's arrays, in the same containers."""
    if isinstance(value, dict):
        return {k: _moved(v, jnp) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_moved(v, jnp) for v in value)
    return jnp.asarray(value.detach().numpy())


def _numbers(work: Work, result: Any) -> Numbers:
    gradients: list[Any] = []
    if work.job.trains:
        result, (inputs, states, weights) = result
        gradients = [*inputs, *states, *(weights[name] for name in work.drawn.weights)]
    output, final = result
    found = {"output": output} | {f"final {k}": s for k, s in enumerate(final)}
    if gradients:
        names = (f"d {name}" for name, _ in work.leaves())
        found |= dict(zip(names, gradients, strict=True))
    return {name: np.asarray(value) for name, value in found.items()}

"""The loop in JAX: `lax.scan` over time. Nothing here imports JAX."""

from recurra.bench.rivals.loop_text import Language, primitives

FRAME = """\
def run(inputs, states, weights):
    {inputs}, = inputs
    {once}
    {whole}

    def step(carry, stream):
        {states}, = carry
        {streams}, = stream
        {step}
        return ({states},), {out}

    states, output = lax.scan(step, tuple(states), ({sequences},))
    return output, states
"""


def _split(name: str, widths: list[int]) -> str:
    ends = [sum(widths[: k + 1]) for k in range(len(widths) - 1)]
    return f"jnp.split({name}, {ends}, -1)"


JAX = Language(
    name="jax",
    primitives={
        **primitives("jnp"),
        "relu": "jax.nn.relu({a})",
        "sigmoid": "jax.nn.sigmoid({a})",
        "softplus": "jax.nn.softplus({a})",
        "mean": "jnp.mean({a}, -1, keepdims=True)",
        "sum": "jnp.sum({a}, -1, keepdims=True)",
    },
    linear="{x} @ {w}.T",
    linear_bias="{x} @ {w}.T + {b}",
    add_product="{p} + {x} @ {wt}",
    transpose="{w}.T",
    split=_split,
    concatenate="jnp.concatenate([{items}])",
    zeros="jnp.zeros({n}, {like}.dtype)",
    constant="jnp.asarray({v}, {like}.dtype)",
    expand="jnp.broadcast_to({a}, {like}.shape)",
    join="jnp.concatenate([{items}], -1)",
    frame=FRAME,
)

"""Explains an exception of Python inside a cell's function in terms of its equations, and how to
write what the language has no function for."""

import difflib
import re
from collections.abc import Callable
from typing import Any

FUNCTIONS = (
    "absolute", "block", "cos", "exp", "floor", "hard_sigmoid", "linear", "log", "maximum", "mean",
    "minimum", "mod", "relu", "scalar", "sigmoid", "sin", "softmax", "softplus", "sqrt", "sum",
    "tanh", "total", "vector",
)  # fmt: skip
LANGUAGE = (
    f"Equations use +, -, *, /, **, %, @, slices and the functions of recurra.ir: "
    f"{', '.join(FUNCTIONS)}."
)
STAND_INS = ("Traced", "Parameter", "Matrix", "Combination")  # the arguments while it is traced

_EXPONENTIAL = "exp(minimum(a, 0))"
_CENTRED = "a - mean(a)"
# what the language has no function for, by the names that others give it; of a value a
INSTEAD: dict[str, str] = {
    "leaky_relu": "maximum(a, 0.01 * a)",
    "prelu": "maximum(a, 0) + p * minimum(a, 0)",
    "relu6": "minimum(relu(a), 6)",
    "elu": f"relu(a) + {_EXPONENTIAL} - 1",
    "selu": f"1.0507 * (relu(a) + 1.6733 * ({_EXPONENTIAL} - 1))",
    "gelu": "0.5 * a * (1 + tanh(0.79788 * (a + 0.044715 * a ** 3)))",
    "silu": "a * sigmoid(a)",
    "swish": "a * sigmoid(a)",
    "mish": "a * tanh(softplus(a))",
    "hard_tanh": "maximum(minimum(a, 1), -1)",
    "clip": "maximum(minimum(a, high), low)",
    "softsign": "a / (1 + abs(a))",
    "logsigmoid": "-softplus(-a)",
    "log_softmax": "log(softmax(a))",
    "logsumexp": "log(sum(exp(a)))",
    "tan": "sin(a) / cos(a)",
    "sinh": "(exp(a) - exp(-a)) / 2",
    "cosh": "(exp(a) + exp(-a)) / 2",
    "expm1": "exp(a) - 1",
    "log1p": "log(1 + a)",
    "log2": "log(a) / 0.693147",
    "reciprocal": "1 / a",
    "square": "a ** 2",
    "rsqrt": "a ** -0.5",
    "pow": "a ** b",
    "abs": "abs(a)",
    "max": "maximum(a, b)",
    "min": "minimum(a, b)",
    "round": "floor(a + 0.5)",
    "ceil": "-floor(-a)",
    "fmod": "mod(a, b)",
    "dot": "sum(a * b)",
    "norm": "sqrt(sum(a * a))",
    "var": f"mean(({_CENTRED}) ** 2)",
    "std": f"sqrt(mean(({_CENTRED}) ** 2))",
    "layer_norm": f"({_CENTRED}) / sqrt(mean(({_CENTRED}) ** 2) + 1e-5)",
    "where": "c * a + (1 - c) * b",
}
NOTES = {
    "max": ", of two values",
    "min": ", of two values",
    "where": ", with a gate c between 0 and 1",
}
IN_WORDS = {
    "concat": "`W.a @ a + W.b @ b`, a matrix for each part, in place of `W @ concat(a, b)`",
    "cumsum": "a state that adds up, `total = total + a`, which the function returns",
    "matmul": "`W @ a`",
    "transpose": "`U.T @ a`",
    "einsum": "`sum(a * b)` of two values, `W @ a` or `block(W, heads) @ a` of a matrix",
    "split": "slices, `a[0:4]` and `a[4:8]`",
    "zeros": "the number 0, which stands for every unit",
    "ones": "the number 1, which stands for every unit",
    "dropout": "the equations without it: recurrent_dropout= is a setting of a network",
}
ALIASES = {
    "leakyrelu": "leaky_relu", "lrelu": "leaky_relu", "hardtanh": "hard_tanh", "clamp": "clip",
    "concatenate": "concat", "cat": "concat", "hstack": "concat", "vstack": "concat",
    "stack": "concat", "log_sigmoid": "logsigmoid", "layernorm": "layer_norm", "mm": "matmul",
    "mv": "matmul", "vdot": "dot", "inner": "dot", "cumprod": "cumsum", "power": "pow",
    "amax": "max", "amin": "min", "fmax": "max", "fmin": "min", "fabs": "abs",
    "remainder": "fmod", "chunk": "split", "zeros_like": "zeros", "ones_like": "ones",
    "select": "where", "cond": "where", "sqr": "square", "trunc": "round", "around": "round",
    "rint": "round",
}  # fmt: skip
_CALL = re.compile(
    r"(?:\b(?:np|numpy|torch|math|F|functional|jnp|nn|jax|builtins)\.)*([A-Za-z_]\w*)\("
)


def instead(name: str) -> str:
    """How the language writes what others call by that name; "" where nothing is known.

    >>> instead("LeakyReLU"), instead("frobnicate")
    ('`maximum(a, 0.01 * a)`', '')
    """
    own = ALIASES.get(name.lower(), name.lower())
    if own in INSTEAD:
        return f"`{INSTEAD[own]}`{NOTES.get(own, '')}"
    return IN_WORDS.get(own, "")


def written_instead(equation: str) -> str:
    """What to write in place of the functions that an equation calls and that are not the
    language's, as sentences; "" where nothing is known of them.

    >>> written_instead("return torch.clamp(math.exp(h), 0, 1)")
    'For clamp write `maximum(minimum(a, high), low)`; `exp` is a function of recurra.ir. '
    """
    sentences = []
    for match in _CALL.finditer(equation):
        name, outside = match[1], "." in match[0]
        if outside and name in FUNCTIONS:
            sentences.append(f"`{name}` is a function of recurra.ir")
        elif name not in FUNCTIONS and instead(name):
            sentences.append(f"For {name} write {instead(name)}")
    return "; ".join(dict.fromkeys(sentences)) + ". " if sentences else ""


def missing_import(error: BaseException) -> str:
    """What to do where a file imports from recurra what the language does not have; "" else.

    >>> missing_import(ImportError("cannot import name 'silu' from 'recurra.ir' (...)"))
    'Write `a * sigmoid(a)` in its place.'
    """
    match = re.search(r"cannot import name '(\w+)' from 'recurra", str(error))
    if not isinstance(error, ImportError) or match is None:
        return ""
    return f"Write {instead(match[1])} in its place." if instead(match[1]) else LANGUAGE


def explained(
    error: Exception, function: Callable[..., Any], equation: str = ""
) -> tuple[str, str]:
    """What went wrong in an equation, and what to do.

    >>> explained(NameError("name 'tnah' is not defined", name="tnah"), lambda x, h: h)[0]
    "'tnah' is not defined"
    """
    name = getattr(error, "name", None)
    if name in FUNCTIONS and isinstance(error, NameError | AttributeError):
        return f"{name!r} is not imported here", f"Write `from recurra.ir import {name}`."
    if isinstance(error, NameError | AttributeError) and name and instead(name):
        return f"{name!r} is no function of the language", f"Write {instead(name)}. {LANGUAGE}"
    if isinstance(error, NameError) and name:
        return f"{name!r} is not defined", _near(name, function) + LANGUAGE
    if isinstance(error, TypeError) and any(word in str(error) for word in STAND_INS):
        return (
            f"a function or operation that is none of the language is applied to a value ({error})",
            f"{written_instead(equation)}{LANGUAGE} Those of math, numpy and torch cannot be "
            "followed.",
        )
    return f"{type(error).__name__}: {error}", written_instead(equation) + LANGUAGE


def _near(name: str, function: Callable[..., Any]) -> str:
    known = [*function.__code__.co_varnames, *FUNCTIONS]
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(f) for f in near)}? " if near else ""

"""Explains an exception of Python inside a cell's function in terms of its equations, and how to
write what the language has no function for."""

import difflib
import re
from collections.abc import Callable
from typing import Any

from recurra.words import Text, Words, say

FUNCTIONS = (
    "absolute", "block", "cos", "exp", "floor", "hard_sigmoid", "linear", "log", "maximum", "mean",
    "minimum", "mod", "relu", "scalar", "sigmoid", "sin", "softmax", "softplus", "sqrt", "sum",
    "tanh", "total", "vector",
)  # fmt: skip
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
# what is said in words; the words are in `words/*/ir/explain.py`
IN_WORDS = frozenset(
    ("concat", "cumsum", "matmul", "transpose", "einsum", "split", "zeros", "ones", "dropout")
)
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


def instead(name: str) -> Text:
    """How the language writes what others call by that name; "" where nothing is known.

    >>> print(instead("LeakyReLU")), instead("frobnicate")
    `maximum(a, 0.01 * a)`
    (None, '')
    """
    own = ALIASES.get(name.lower(), name.lower())
    if own in INSTEAD:
        return say("ir.explain.formula", formula=INSTEAD[own], name=own)
    return say("ir.explain.in_words", name=own) if own in IN_WORDS else ""


def written_instead(equation: str) -> Text:
    """What to write in place of the functions that an equation calls and that are not the
    language's, as sentences; "" where nothing is known of them.

    >>> print(written_instead("return torch.clamp(math.exp(h), 0, 1)"))
    For clamp write `maximum(minimum(a, high), low)`; `exp` is a function of recurra.ir.
    """
    calls = dict[str, Text]()
    for match in _CALL.finditer(equation):
        name, outside = match[1], "." in match[0]
        if outside and name in FUNCTIONS:
            calls[name] = ""
        elif name not in FUNCTIONS and instead(name):
            calls[name] = instead(name)
    return say("ir.explain.written_instead", calls=tuple(calls.items())) if calls else ""


def missing_import(error: BaseException) -> Text:
    """What to do where a file imports from recurra what the language does not have; "" else.

    >>> print(missing_import(ImportError("cannot import name 'silu' from 'recurra.ir' (...)")))
    Write `a * sigmoid(a)` in its place.
    """
    match = re.search(r"cannot import name '(\w+)' from 'recurra", str(error))
    if not isinstance(error, ImportError) or match is None:
        return ""
    if instead(match[1]):
        return say("ir.explain.in_its_place", instead=instead(match[1]))
    return say("ir.explain.language", functions=FUNCTIONS)


def explained(
    error: Exception, function: Callable[..., Any], equation: str = ""
) -> tuple[Words, Words]:
    """What went wrong in an equation, and what to do.

    >>> print(explained(NameError("name 'tnah' is not defined", name="tnah"), lambda x, h: h)[0])
    'tnah' is not defined
    """
    name = getattr(error, "name", None)
    if name and isinstance(error, NameError | AttributeError):
        if name in FUNCTIONS:
            return say("ir.explain.not_imported", name=name), say("ir.explain.import_it", name=name)
        if instead(name):
            remedy = say("ir.explain.write_it_so", instead=instead(name), functions=FUNCTIONS)
            return say("ir.explain.no_function", name=name), remedy
    if isinstance(error, NameError) and name:
        remedy = say("ir.explain.did_you_mean", near=_near(name, function), functions=FUNCTIONS)
        return say("ir.explain.not_defined", name=name), remedy
    written = written_instead(equation)
    own = error.args[0] if error.args and isinstance(error.args[0], Words) else None
    if own is None and isinstance(error, TypeError) and _of_stand_ins(error):
        remedy = say("ir.explain.use_the_language", written=written, functions=FUNCTIONS)
        return say("ir.explain.foreign_function", error=str(error)), remedy
    what = own or say("ir.explain.raised", kind=type(error).__name__, error=str(error))
    return what, say("ir.explain.language_after", written=written, functions=FUNCTIONS)


def _of_stand_ins(error: TypeError) -> bool:
    """Whether Python names the class of a stand-in in an error of its own."""
    return any(word in str(error) for word in STAND_INS)


def _near(name: str, function: Callable[..., Any]) -> list[str]:
    known = [*function.__code__.co_varnames, *FUNCTIONS]
    return difflib.get_close_matches(name, known, n=2, cutoff=0.6)

"""Which bodies there are beside cells, a line each: its name, and its class in `recurra.nn.bodies`;
and what a cell's name may say beside the cell's own options.

What they say of themselves stands in `words/en/bodies.py` and `words/ja/bodies.py`.
"""

from collections.abc import Mapping

from recurra.errors import SettingError, unknown
from recurra.words import say

BODIES: dict[str, str] = {
    "transformer": "transformer.Transformer",
    "hybrid": "hybrid.Hybrid",
    "tcn": "convolution.Convolutions",
    "mlp": "mlp.Perceptron",
    "dlinear": "linear.DLinear",
    "nlinear": "linear.NLinear",
    "decoder": "decoder.Decoder",
}

# Of layers over layers of any cell: option -> (type, least).
STACK: dict[str, tuple[type, float]] = {
    "units": (int, 1),  # in place of --hidden-size
    "layers": (int, 1),
    "both": (bool, 0),  # a second set of layers runs from the end
    "shared": (bool, 0),  # both directions have the same weights
    "dropout": (float, 0),  # between layers
    "residual": (bool, 0),
    "projection": (int, 1),  # width of what a layer hands on
}


def typed(spec: str, option: str, value: object, kind: type, least: float = -float("inf")) -> None:
    """Raise SettingError where an option of an expression is of another type, or too small.

    >>> typed("lstm(layers=2)", "layers", 2, int, 1)
    """
    fits = isinstance(value, (int, float) if kind is float else kind)
    if not fits or (isinstance(value, bool) and kind is not bool):
        raise SettingError(
            say("bodies.type_of_option", spec=spec, option=option, kind=kind.__name__)
        )
    if isinstance(value, int | float) and value < least:
        raise SettingError(say("bodies.too_small", spec=spec, option=option, least=least))


def check_options(spec: str, options: Mapping[str, object], known: Mapping[str, type]) -> None:
    """Raise SettingError for an option that is not among these, or of another type."""
    for name, value in options.items():
        if name not in known:
            raise unknown(say("bodies.option_of", spec=spec), name, known)
        typed(spec, name, value, known[name], STACK.get(name, (int, -float("inf")))[1])

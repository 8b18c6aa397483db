"""The parts of a network and of a baseline: what builds them again, in a table each.

A part is a class by its kind in the manifest, and a function that gives its settings.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from torch import nn

from recurra.errors import SettingError
from recurra.nn.bodies.body import Body
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead, ForecastHead, SquaredError
from recurra.nn.heads.likelihoods.gaussian import Gaussian
from recurra.nn.inputs import Columned
from recurra.nn.model import Model
from recurra.nn.pooling.last import Last
from recurra.nn.pooling.pool import Pooling, built
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.tasks.kinds import LIKELIHOODS
from recurra.words import say


def _tree(body: Any) -> dict[str, Any]:
    return {
        "input_size": body.input_size,
        "hidden_size": body.hidden_size,
        "bias": body.biased,
        "init": body.init,
        "forget_bias": body.forget_bias,
    }


def _chain(body: Any) -> dict[str, Any]:
    stack = {name: getattr(body, name) for name in ("residual", "projection", "shared")}
    return {
        **{name: value for name, value in stack.items() if value},
        # how starting weights were drawn, so that a diagnosis can draw others
        "init": body.init,
        "forget_bias": body.forget_bias,
        "longest": body.longest,
        "hidden_size": body.hidden_size,
        "num_layers": body.num_layers,
        "bias": body.bias,
        "bidirectional": body.bidirectional,
        "zoneout": dict(body.zoneout) if isinstance(body.zoneout, Mapping) else body.zoneout,
    }


SETTINGS: dict[type[nn.Module], Callable[[Any], dict[str, Any]]] = {
    ClassificationHead: ClassificationHead.settings,
    ForecastHead: ForecastHead.settings,
    Embedding: Embedding.settings,
    Pooling: Pooling.settings,
    Body: Body.settings,
    Recursive: _tree,
    Recurrent: lambda body: {"input_size": body.input_size, **_chain(body)},
    Columned: lambda body: {
        "columns": {n: list(own) for n, own in body.columns.items()},
        "width": body.width,
        **_chain(body),
    },
}
# By the kind in a manifest: of values it says the likelihood, which a task may bring along.
HEADS: dict[str, Callable[..., nn.Module]] = {
    ClassificationHead.part: ClassificationHead,
    **{
        own.name: partial(ForecastHead, likelihood=own)
        for own in (SquaredError, Gaussian, *LIKELIHOODS.values())
    },
}


def settings(part: nn.Module) -> dict[str, Any]:
    """The arguments that build a part again; SettingError where it is none of the table."""
    known = [SETTINGS[kind] for kind in type(part).__mro__ if kind in SETTINGS]
    if not known:
        raise SettingError(say("export.not_savable", kind=type(part).__name__))
    return known[0](part)


def described(model: Model) -> dict[str, Any]:
    """Body, head, vectors and, of a tree model, the head of leaves: their settings by name."""
    wanted = ("body", "head", "front", *(["leaf"] if hasattr(model, "leaf") else []))
    parts = {name: getattr(model, name) for name in wanted}
    found = {name: None if part is None else settings(part) for name, part in parts.items()}
    read = model.pooling  # an entry of its own only where there is something to say
    return found if isinstance(read, Last) else {**found, "pooling": settings(read)}


def built_head(head: Mapping[str, Any]) -> nn.Module:
    """A head of its settings."""
    known = dict(head)
    return HEADS[known.pop("kind")](**known)


def built_pooling(pooling: Mapping[str, Any] | None) -> Pooling:
    """A pooling of its settings; None: the last step."""
    return Last(1) if pooling is None else built(pooling["kind"], pooling["features"])

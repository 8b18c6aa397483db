"""What a baseline is after its fit: arrays and plain settings, and how they answer.

A fitted baseline is a frozen dataclass. Its arrays are saved as tensors and its other fields as
JSON, so that a loaded one is the same to the bit and nothing of it is code.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints

import numpy as np
from pydantic import ConfigDict, ValidationError, create_model

PLAIN = ConfigDict(arbitrary_types_allowed=True, strict=True, allow_inf_nan=False)


@dataclass(frozen=True, eq=False)
class FittedBaseline:
    """Base of all of them; `predict` gives what the user reads, in the user's units."""

    scaled: ClassVar[bool] = False  # a network's answers are, see `tasks.served`

    def predict(self, given: Any) -> np.ndarray:
        """Probabilities [N,classes], or values [N,horizon,targets]."""
        raise NotImplementedError

    def misfit(self, inputs: int | None, outputs: int) -> str:
        """Nothing is known against it: its bundle has a checksum."""
        return ""

    def arrays(self) -> dict[str, np.ndarray]:
        """Its arrays by name."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: np.ascontiguousarray(v) for k, v in found.items() if isinstance(v, np.ndarray)}

    def settings(self) -> dict[str, Any]:
        """Everything else, as plain JSON."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: v for k, v in found.items() if not isinstance(v, np.ndarray)}

    @classmethod
    def of_parts(cls, arrays: dict[str, np.ndarray], settings: dict[str, Any]) -> Self:
        """From what `arrays` and `settings` gave; ValueError where a part is missing or wrong."""
        hints = {n: t for n, t in get_type_hints(cls).items() if n in {f.name for f in fields(cls)}}
        plain = {k: tuple(v) if isinstance(v, list) else v for k, v in settings.items()}
        wanted: Any = {name: (kind, ...) for name, kind in hints.items()}
        schema = create_model(cls.__name__, __config__=PLAIN, **wanted)
        try:
            schema.model_validate({**plain, **arrays})
        except ValidationError as error:
            one = error.errors(include_url=False, include_input=False)[0]
            raise ValueError(f"{'.'.join(map(str, one['loc']))}: {one['msg']}") from None
        return cls(**{name: {**plain, **arrays}[name] for name in hints})


def softmax(scores: np.ndarray) -> np.ndarray:
    """Rows [N,C] as probabilities, in the arithmetic of scikit-learn.

    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    powers = np.exp(scores - scores.max(axis=1).reshape(-1, 1))
    powers /= powers.sum(axis=1).reshape(-1, 1)
    return powers


def logistic(scores: np.ndarray) -> np.ndarray:
    """Scores [N] of the second of two classes as probabilities [N,2]."""
    from scipy.special import expit

    second = expit(scores)
    return np.stack([1 - second, second], axis=1)


def one_thread() -> Any:
    """Products of matrices in one thread, so that their last bits do not depend on the machine's
    cores; without looking for the libraries anew, which takes longer than a small product."""
    return _controller().limit(limits=1)


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def linear_probabilities(x: Any, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Of a table [N,F], dense or sparse: weights [classes,F], of two classes [1,F]."""
    with one_thread():
        scores = np.asarray(x @ weights.T) + bias
    return logistic(scores[:, 0]) if len(weights) == 1 else softmax(scores)

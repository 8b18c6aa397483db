"""A trained network that answers after every step, its state kept between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, final

import numpy as np
import torch

from recurra.data.prepare.plan import Plan, resampling
from recurra.data.prepare.running import Running
from recurra.errors import RunError, SettingError
from recurra.nn.stepper import States
from recurra.nn.tree_model import TreeModel
from recurra.tasks.served.served import Answerer, Network
from recurra.words import say


@final
@dataclass(frozen=True, eq=False)
class Prepared:
    """The state of a stream whose rows are prepared: of the network, and of filters and changes."""

    network: States
    memory: Any


@final
class Stream:
    """One stream of a trained network; made by `Served.stream`.

    What came first is never forgotten by the stream itself: after as many steps as a sequence has,
    the answer is the one to that sequence. A forecast, which is trained on windows of `lookback`
    rows, is the same after as many rows, and rests on more after that; a pooling over all steps
    (`window`) reads the last as many of them.
    """

    def __init__(
        self,
        answerer: Answerer,
        row: Callable[[Any], np.ndarray],
        future: Callable[[Any], np.ndarray | None],
        units: Callable[[np.ndarray], np.ndarray],
        running: Running | None = None,
        window: int = 0,
    ) -> None:
        if not isinstance(answerer, Network):
            raise SettingError(say("tasks.served.stream_of_baseline"))
        model: Any = answerer.model
        if isinstance(model, TreeModel):
            raise SettingError(say("tasks.served.stream_of_trees"))
        self._row, self._future, self._units = row, future, units
        self._running = running
        self._model, self._stepper = model, model.stepper(window=window)

    def step(self, values: Any, future: Any = None) -> np.ndarray:
        """The answer after one more step.

        Args:
            values: numbers [channels], of a table its columns, in the user's units; of tokens the
                number of one.
            future: of a forecast that knows columns of the future, these [horizon, known].

        Returns:
            Probabilities [classes], or values [horizon, targets] in the user's units.

        Raises:
            SettingError: values or future have another shape.
            RunError: the answer is not finite.
        """
        row, ahead = self._row(values), self._future(future)
        model, dtype = self._model, self._stepper.dtype
        with torch.inference_mode():
            if model.front is not None:
                x = model.front(torch.from_numpy(row))[0]
            else:
                x = torch.from_numpy(row).to(dtype)
            features = self._stepper.step(x)[None]
            known = None if ahead is None else torch.from_numpy(ahead)[None].to(dtype)
            found = model.head.decode(model.head(features, known))
        answer: np.ndarray = self._units(found.double().numpy())[0]
        if not np.isfinite(answer).all():
            raise RunError(say("tasks.served.not_finite"))
        return answer

    @property
    def state(self) -> States | Prepared:
        """The states of the network, and what a preparation remembers where there is one, a copy;
        set again, the stream goes on from there."""
        own = self._stepper.state
        return own if self._running is None else Prepared(own, self._running.state)

    @state.setter
    def state(self, states: States | Prepared) -> None:
        if isinstance(states, Prepared):
            if self._running is not None:
                self._running.state = states.memory
            states = states.network
        self._stepper.state = states

    def reset(self) -> None:
        """Begin a new stream."""
        self._stepper.reset()
        if self._running is not None:
            self._running.reset()


def running_of(plan: Plan, columns: Sequence[str]) -> Running | None:
    """What is done to each row of a stream; None where nothing is.

    Raises SettingError where several rows become one.
    """
    if not plan:
        return None
    if resampling(plan):
        raise SettingError(say("tasks.served.stream_of_resampled"))
    return Running(plan, columns)


def shaped(values: Any, shape: tuple[int, ...], what: str) -> np.ndarray:
    """Numbers as float64; SettingError where they are not of that shape, or not finite."""
    try:
        found = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        found = np.zeros(())
    if found.shape != shape or not np.isfinite(found).all():
        raise SettingError(
            say("tasks.served.no_step", what=what, shape=shape, found=tuple(found.shape))
        )
    return found


def token(values: Any, tokens: int) -> np.ndarray:
    """The number of a token, [1] int64."""
    found = shaped(np.reshape(values, -1), (1,), "token").astype(np.int64)
    if not 0 <= int(found[0]) < tokens:
        raise SettingError(say("tasks.served.no_token", number=int(found[0]), tokens=tokens))
    return found

"""A module in a user's own file as a body: `./mine.py:MyModule`."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, final

import torch
from torch import Tensor, nn

from recurra.errors import RecurraError, SettingError
from recurra.nn.bodies.body import Body
from recurra.words import say

UNITS = ("hidden_size", "units")  # what the argument for a number of units may be called
ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError,
          ValueError)  # fmt: skip


@final
class Own(Body):
    """A user's `nn.Module`, whose output is checked.

    It is made as `Kind(input_size, **options)`; arguments called `hidden_size` (or `units`) and
    `window`, where it has them, get the number of units and the steps of a whole input. Its
    `forward(x)`, or `forward(x, lengths)`, gives features [T,B,F] of x [T,B,I], zero beyond the
    lengths [B]; or a tuple of which they are the first. In a stream it reads its window again.

    >>> class Twice(nn.Module):
    ...     def __init__(self, input_size, factor=2):
    ...         super().__init__()
    ...         self.factor = factor
    ...     def forward(self, x):
    ...         return torch.cat([x, self.factor * x], -1)
    >>> Own(Twice, 3, 0, 5, {}).output_size
    6

    Raises:
        SettingError: it cannot be made, does not run, or gives another shape.
    """

    name = "own"

    def __init__(
        self,
        kind: type,
        input_size: int,
        units: int,
        window: int,
        options: Mapping[str, Any],
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self._kind, self.input_size, self.units, self.window = kind, input_size, units, window
        self.options = dict(options)
        self.module = self._made(generator)
        self._takes_lengths = "lengths" in inspect.signature(self.module.forward).parameters
        self.output_size = 0
        training = self.training
        self.eval()
        with torch.no_grad():
            found = self.features(self._sample(), None)
        self.train(training)
        self.output_size = int(found.shape[2])

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """What the module gives, its shape checked."""
        if self._takes_lengths and lengths is None:
            lengths = torch.full((x.shape[1],), len(x), device=x.device)
        extra = {"lengths": lengths} if self._takes_lengths else {}
        found = self._run(lambda: self.module(x, **extra))
        if isinstance(found, tuple) and found:
            found = found[0]
        fits = isinstance(found, Tensor) and found.dim() == 3 and found.shape[:2] == x.shape[:2]
        if not fits or self.output_size not in (0, found.shape[2]):
            shape = list(found.shape) if isinstance(found, Tensor) else type(found).__name__
            raise SettingError(
                say(
                    "bodies.own_shape",
                    name=self._kind.__name__,
                    given=str(list(x.shape)),
                    found=str(shape),
                    steps=x.shape[0],
                    sequences=x.shape[1],
                    features=self.output_size or "F",
                )
            )
        assert isinstance(found, Tensor)
        return found

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Make the module anew: it draws its start from torch's own generator."""
        like = next(self.module.parameters(), None)
        training = self.training
        self.module = self._made(generator).train(training)
        if like is not None:
            self.module.to(like)

    def _sample(self) -> Tensor:
        like = next(self.module.parameters(), torch.zeros(()))
        return torch.zeros(self.window, 2, self.input_size, device=like.device, dtype=like.dtype)

    def _made(self, generator: torch.Generator | None) -> nn.Module:
        seed = int(torch.randint(2**31 - 1, (), generator=generator, device="cpu"))
        given = arguments(self._kind, self.units, self.window)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            made = self._run(lambda: self._kind(self.input_size, **given, **self.options))
        if not isinstance(made, nn.Module):
            raise SettingError(say("bodies.no_module", name=self._kind.__name__))
        return made

    def _run(self, run: Callable[[], Any]) -> Any:
        try:
            return run()
        except RecurraError:
            raise
        except ERRORS as error:
            raise SettingError(
                say(
                    "bodies.own_fails",
                    name=self._kind.__name__,
                    kind=type(error).__name__,
                    error=(str(error).strip().splitlines() or [""])[0],
                )
            ) from error


def arguments(kind: type, units: int, window: int) -> dict[str, int]:
    """The sizes that its constructor asks for by name."""
    known = inspect.signature(kind).parameters
    found = {name: units for name in UNITS if name in known}
    return found | ({"window": window} if "window" in known else {})

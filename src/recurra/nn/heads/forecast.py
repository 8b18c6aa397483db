"""Several steps ahead of one or several columns, all at once."""

from typing import Any, final

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.heads.likelihood import Likelihood, SquaredError
from recurra.nn.heads.linear import draw, linear
from recurra.words import say


@final
class ForecastHead(nn.Module):
    """y = W [h; u] + b, reshaped to [H,targets]; h [F] the features, u [H K] the known future.

    (F + H K + 1) H targets parameters, times the outputs that `likelihood` has for a target. Loss
    and decoding are its, by default the mean squared error of the scaled targets.

    >>> head = ForecastHead(8, horizon=3, targets=2, known=1)
    >>> tuple(head(torch.zeros(4, 8), torch.zeros(4, 3, 1)).shape)
    (4, 3, 2)
    >>> sum(p.numel() for p in head.parameters()) == (8 + 3 * 1 + 1) * 3 * 2
    True
    """

    def __init__(
        self,
        features: int,
        horizon: int,
        targets: int = 1,
        known: int = 0,
        *,
        likelihood: Likelihood | type[Likelihood] | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.likelihood: Likelihood | type[Likelihood] = likelihood or SquaredError
        self.horizon, self.targets, self.known = horizon, targets, known
        outputs = horizon * targets * self.likelihood.width
        self.linear = linear(features + horizon * known, outputs, generator)

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw weights and bias anew."""
        draw(self.linear, generator)

    def forward(self, features: Tensor, future: Tensor | None = None) -> Tensor:
        """Scaled forecasts [B,H,targets]."""
        if self.known:
            if future is None:
                raise SettingError(
                    say("nn.future_is_missing", columns=self.known, steps=self.horizon)
                )
            features = torch.cat([features, future.flatten(1)], dim=1)
        return self.linear(features).unflatten(1, (self.horizon, -1))

    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        """Mean over examples, steps and targets."""
        return self.likelihood.loss(output, target)

    def decode(self, output: Tensor) -> Tensor:
        """What the user reads [B,H,targets], still scaled."""
        return self.likelihood.decode(output)

    def settings(self) -> dict[str, Any]:
        """What a bundle keeps: its kind, and the arguments that build it again."""
        return {
            "kind": self.likelihood.name,
            "features": self.linear.in_features - self.horizon * self.known,
            "horizon": self.horizon,
            "targets": self.targets,
            "known": self.known,
        }

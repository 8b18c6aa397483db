"""One class for each sequence."""

from collections.abc import Sequence
from typing import Any, ClassVar, final

import torch
from torch import Tensor, nn
from torch.nn import functional

from recurra.errors import unknown
from recurra.nn.heads.linear import draw, linear
from recurra.settings.training import CLASS_LOSSES, OUTPUTS
from recurra.words import say


@final
class ClassificationHead(nn.Module):
    """Scores z = W h + b of C classes from the features h; (F + 1) C parameters.

    `output` and `loss` are chosen apart, so that what the output unit does and what the loss does
    can be told apart (Breuel 2015, arXiv 1508.02774, compared softmax with cross-entropy against
    logistic units with squared error). With p the outputs and y the one-hot target:

    ==========  ====================================  ==============================
    output      cross_entropy                         squared_error
    ==========  ====================================  ==============================
    softmax     -log p_y, p = softmax(z)              sum_c (p_c - y_c)^2
    logistic    -sum_c log of p_c or 1 - p_c          sum_c (p_c - y_c)^2, p = σ(z)
    ==========  ====================================  ==============================

    With `label_smoothing` ε (Szegedy et al. 2016, arXiv 1512.00567) y is (1 - ε) times the one-hot
    target plus ε / C.

    `class_weights` [C] multiply the loss of each example by the weight of its class; the mean is
    taken over the examples, so that weights with mean 1 over the training part keep its size.

    >>> head = ClassificationHead(100, 10)
    >>> sum(p.numel() for p in head.parameters())
    1010
    >>> head.decode(head(torch.zeros(2, 100))).sum(1).allclose(torch.ones(2))
    True
    """

    part: ClassVar[str] = "classification"  # by which a bundle names it

    def __init__(
        self,
        features: int,
        classes: int,
        *,
        output: str = "softmax",
        loss: str = "cross_entropy",
        label_smoothing: float = 0.0,
        class_weights: Sequence[float] | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if output not in OUTPUTS:
            raise unknown(say("nouns.output"), output, OUTPUTS)
        if loss not in CLASS_LOSSES:
            raise unknown(say("nouns.loss"), loss, CLASS_LOSSES)
        self.output, self.kind, self.smoothing = output, loss, label_smoothing
        self.linear = linear(features, classes, generator)
        self.weights: Tensor | None
        weights = None if class_weights is None else torch.tensor(class_weights)
        # Not saved: they matter in training only, and a bundle's head is built without them.
        self.register_buffer("weights", weights, persistent=False)

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw weights and bias anew."""
        draw(self.linear, generator)

    def forward(self, features: Tensor, future: Tensor | None = None) -> Tensor:
        """Scores [B,C] before softmax or logistic function."""
        return self.linear(features)

    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        """Mean over the examples; `target` [B] int64."""
        if self.weights is not None:
            return (self._each(output, target) * self.weights[target]).mean()
        if self.kind == "cross_entropy" and self.output == "softmax":
            return functional.cross_entropy(output, target, label_smoothing=self.smoothing)
        return self._each(output, target).mean()

    def _each(self, output: Tensor, target: Tensor) -> Tensor:
        """The loss of each example [B]."""
        if self.kind == "cross_entropy" and self.output == "softmax":
            return functional.cross_entropy(
                output, target, reduction="none", label_smoothing=self.smoothing
            )
        classes = output.shape[1]
        hot = functional.one_hot(target, classes).to(output.dtype)
        if self.smoothing:
            hot = (1 - self.smoothing) * hot + self.smoothing / classes
        if self.kind == "cross_entropy":
            each = functional.binary_cross_entropy_with_logits(output, hot, reduction="none")
        else:
            each = (self._units(output) - hot).square()
        return each.sum(1)

    def decode(self, output: Tensor) -> Tensor:
        """Probabilities [B,C]; logistic units are divided by their sum."""
        units = self._units(output)
        if self.output == "softmax":
            return units
        # All units can underflow to 0 together; then no class is likelier than another.
        tiny = torch.finfo(units.dtype).tiny
        return (units + tiny) / (units + tiny).sum(1, keepdim=True)

    def settings(self) -> dict[str, Any]:
        """What a bundle keeps: its kind, and the arguments that build it again."""
        return {
            "kind": self.part,
            "features": self.linear.in_features,
            "classes": self.linear.out_features,
            "output": self.output,
            "loss": self.kind,
        }

    def _units(self, output: Tensor) -> Tensor:
        return output.softmax(1) if self.output == "softmax" else output.sigmoid()

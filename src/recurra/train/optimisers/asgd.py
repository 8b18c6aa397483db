"""Averaged SGD (Polyak & Juditsky 1992), averaging from where the validation score stands still.

Plain descent, θ ← θ - η g. Once 5 looks in a row were not better than the best (the trigger of
Merity, Keskar & Socher 2018, arXiv 1708.02182, non-monotone interval 5), the mean of the weights of
all updates from then on answers: m ← m + (θ - m) / k at the k-th of them.
"""

from torch import Tensor

from recurra.train.optimisers import MEAN, STEP, Averages, Now, Optimiser, kept

INTERVAL = 5  # looks


def update(parameters: list[Tensor], gradients: list[Tensor], of: Averages, now: Now) -> None:
    """One update, in place; there is no momentum."""
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.sub_(gradient, alpha=now.rate)
    if now.progress.stale >= INTERVAL or any(MEAN in found for found in of):
        means, counts = kept(MEAN, parameters, of), kept(STEP, parameters, of)
        for parameter, mean, count in zip(parameters, means, counts, strict=True):
            count += 1
            mean.add_((parameter - mean) / count)


OPTIMISER = Optimiser(update, rates=(1e-3, 1e1), momentum=0.0, watches_validation=True)

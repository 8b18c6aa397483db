"""GRU-D of docs/gru_d.py beside the equations of Che et al. 2018 in NumPy, with the last value and
the mean written out."""

from pathlib import Path

import numpy as np
import torch
from tests.cells.transcription import logistic

from recurra.data import gaps
from recurra.nn.inputs import Columned

FILE = Path(__file__).parents[2] / "docs" / "gru_d.py"
T, D, H = 12, 3, 4


def test_it_is_the_papers():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(T, D))
    values[rng.random(values.shape) < 0.4] = np.nan
    mask, gap = gaps.seen(values), gaps.since(values)
    made = Columned(
        f"{FILE}:gru_d", {"x": range(3), "mask": range(3, 6), "gap": range(6, 9)}, H,
        backend="reference", dtype=torch.float64, generator=torch.Generator().manual_seed(0),
    )  # fmt: skip
    filled = np.where(np.isnan(values), last_before(values), values)
    x = torch.from_numpy(np.concatenate([filled, mask, gap], axis=1))[:, None]
    found = made(x)[0][:, 0].detach().numpy()
    assert np.allclose(found, paper(made, values, mask, gap), atol=1e-12)


def last_before(values):
    """[T, D] x at the last step before at which it was seen; 0, the mean, where there was none."""
    found = np.zeros(values.shape)
    for t in range(1, len(values)):
        found[t] = np.where(np.isnan(values[t - 1]), found[t - 1], values[t - 1])
    return found


def paper(made, values, mask, gap):
    """x̂ = m x + (1 - m)(γ_x x_last + (1 - γ_x) mean), ĥ = γ_h h, then a GRU that sees m."""
    layer = made._layers[0]

    def P(name):
        group, rows = layer.rows(name)
        return getattr(made, group + layer.suffix)[rows].detach().numpy()

    mean, last, h, outputs = 0.0, last_before(values), np.zeros(H), []
    for t in range(T):
        fade = np.exp(-np.maximum(0, P("p.x") * gap[t] + P("q.x")))
        x = np.where(mask[t] > 0, np.nan_to_num(values[t]), fade * last[t] + (1 - fade) * mean)
        h = np.exp(-np.maximum(0, P("G") @ gap[t] + P("q.h"))) * h
        z, r = (
            logistic(P(f"W.{k}") @ x + P(f"U.{k}") @ h + P(f"V.{k}") @ mask[t] + P(f"b.{k}"))
            for k in "zr"
        )
        n = np.tanh(P("W.n") @ x + P("U.n") @ (r * h) + P("V.n") @ mask[t] + P("b.n"))
        h = (1 - z) * h + z * n
        outputs.append(h)
    return np.array(outputs)

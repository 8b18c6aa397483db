"""Sobol's sequence in one dimension, scrambled; scipy's numbers, without the second it loads."""

import numpy as np

BITS = 30


def points(number: int, seed: int) -> np.ndarray:
    """The first `number` points in [0, 1): evenly spread, whatever the number.

    Point i is shift ⊕ L g, with g the bits of the Gray code of i, a random lower triangular matrix
    L (Matoušek 1998, J. Complexity 14) and a random shift, all of them bits. As
    `scipy.stats.qmc.Sobol(1, scramble=True, rng=seed)`.

    >>> points(4, seed=0).round(3).tolist()
    [0.41, 0.754, 0.56, 0.153]
    """
    rng = np.random.default_rng(seed).spawn(1)[0]
    shift = rng.integers(2, size=BITS, dtype=np.uint32) @ (1 << np.arange(BITS, dtype=np.int64))
    below = np.tril(rng.integers(2, size=(BITS, BITS), dtype=np.uint32), -1)
    matrix = below.astype(np.int64) + np.eye(BITS, dtype=np.int64)
    directions = (1 << np.arange(BITS)[::-1]) @ matrix
    gray = np.arange(number) ^ (np.arange(number) >> 1)
    found = np.full(number, shift)
    for place, direction in enumerate(directions):
        found ^= np.where(gray >> place & 1, direction, 0)
    return found / 2.0**BITS

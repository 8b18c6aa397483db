"""A table in which each engine runs until it fails, as simulators of wear write it."""

import numpy as np


def engines(folder, count=12):
    """engine, cycle, s1 (wears), s2 (-999 where it failed), s3 (noise), rul."""
    rng = np.random.default_rng(0)
    rows = ["engine,cycle,s1,s2,s3,rul"]
    for engine in range(1, count + 1):
        life = int(rng.integers(25, 45))
        for cycle in range(1, life + 1):
            s1 = 20 + 3 * cycle / life + 0.2 * rng.normal()
            s2 = "-999" if cycle == 9 and engine < 5 else f"{rng.normal():.3f}"
            rows.append(f"{engine},{cycle},{s1:.3f},{s2},{rng.normal():.3f},{life - cycle}")
    path = folder / "engines.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def wearing(folder, count=80, seed=0):
    """engine, cycle, s1..s4, rul: wear grows exponentially until an engine fails at a wear of 1.

    Each is made with a wear, a rate and offsets of sensors of its own: wear w_t = w_0 + 0.02
    (exp(r t) - 1), sensors are w, its root and -w with noise, and one that is noise.
    """
    rng = np.random.default_rng(seed)
    rows = ["engine,cycle,s1,s2,s3,s4,rul"]
    for engine in range(1, count + 1):
        first, rate = rng.uniform(0, 0.2), rng.uniform(0.03, 0.08)
        life = int(np.log(1 + (1 - first) / 0.02) / rate)
        cycle = np.arange(1, life + 1)
        wear = first + 0.02 * (np.exp(rate * cycle) - 1)
        sensors = np.stack([wear, np.sqrt(wear), -wear, 0 * wear], axis=1)
        sensors += rng.normal(0, [0.03, 0.0, 0.1, 0], 4) + rng.normal(0, 0.04, sensors.shape)
        for c, x in zip(cycle, sensors, strict=True):
            values = ",".join(f"{v:.4f}" for v in x)
            rows.append(f"{engine},{c},{values},{life - c}")
    path = folder / "wearing.csv"
    path.write_text("\n".join(rows) + "\n")
    return path

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

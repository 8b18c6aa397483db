"""Accelerometers of persons: each wears it differently and moves at a pace of their own."""

import numpy as np

ACTIVITIES = ("sit", "walk", "stairs")


def recordings(folder, persons=6, rows=120, seed=0, piece=0):
    """person, t, ax, ay, az, activity; `piece`: a column with a number for every so many rows."""
    rng = np.random.default_rng(seed)
    lines = ["person,t,ax,ay,az,activity" + (",piece" if piece else "")]
    for person in range(persons):
        worn, pace, force = rng.normal(0, 1, 3), rng.uniform(0.8, 1.2), rng.uniform(0.6, 1.4)
        n = 0
        for kind in rng.permutation(3):
            speed, size = ((0.0, 0.05), (1.8, 1.0), (1.5, 0.8))[kind]
            tilt = ((0, 0.3, 0), (0, 0, 0), (0.25, 0, 0.1))[kind]
            phase = 2 * np.pi * speed * pace * np.arange(rows // 3) / 20
            wave = np.stack([np.sin(phase), 0.5 * np.cos(2 * phase), 0.3 * np.sin(phase + 1)], 1)
            x = worn + tilt + size * force * wave + rng.normal(0, 0.25, wave.shape)
            for a, b, c in x:
                name = f",p{person}-{n // piece}" if piece else ""
                lines.append(f"p{person},{n},{a:.3f},{b:.3f},{c:.3f},{ACTIVITIES[kind]}{name}")
                n += 1
    path = folder / "persons.csv"
    path.write_text("\n".join(lines) + "\n")
    return path

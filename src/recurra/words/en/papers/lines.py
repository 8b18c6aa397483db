"""What figures of all reproductions share."""

from typing import Literal

OF = {"examples": "test examples", "trees": "test trees"}


def bars(seeds: int, of: Literal["examples", "trees"]) -> str:
    several = "s" if seeds != 1 else ""
    return f"Mean over {seeds} seed{several}; bars: 95 % intervals over seeds and {OF[of]}"


def skill() -> str:
    return "skill on the test part"

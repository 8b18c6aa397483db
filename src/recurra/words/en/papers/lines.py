"""What figures of all reproductions share."""

from typing import Literal

from recurra.words.numbers import UNSAID_LEVEL, per_cent

OF = {"examples": "test examples", "trees": "test trees"}


def bars(seeds: int, of: Literal["examples", "trees"], level: float = UNSAID_LEVEL) -> str:
    several = "s" if seeds != 1 else ""
    held = per_cent(f"{100 * level:g}")
    return f"Mean over {seeds} seed{several}; bars: {held} intervals over seeds and {OF[of]}"


def skill() -> str:
    return "skill on the test part"

"""Windows over series."""

from typing import Literal

from recurra.words.en.phrases import PARTS, be, counted


def lookback(steps: int, room: bool) -> str:
    why = " (a quarter of the training part)" if room else ""
    return f"A window looks back {counted(steps, 'step')}{why}; --lookback changes that."


def short_groups(count: int, of: int, names: tuple[str, ...]) -> str:
    shown = ", ".join(names) + (" ..." if count > len(names) else "")
    return f"{count} of {counted(of, 'group')} {be(count)} too short for a window: {shown}."


def left_out(count: int, of: int, part: Literal["train", "validation", "test"]) -> str:
    return f"{count} of {of} {PARTS[part]} windows with filled-in targets were left out."


def tolerated(
    part: Literal["train", "validation", "test"], share: float, kept: int, of: int
) -> str:
    return (
        f"Many targets are missing: {PARTS[part]} windows with up to {share:.0%} filled-in targets "
        f"were kept ({kept} of {of}); their score is not that of measured values alone."
    )


def too_short(rows: int, needed: int, lookback: int, horizon: int) -> str:
    return (
        f"too few rows: {rows}, but one window takes {needed} "
        f"(lookback {lookback}, horizon {horizon})"
    )


def too_short_part(
    found: int,
    rows: int,
    part: Literal["train", "validation", "test"],
    needed: int,
    lookback: int,
    horizon: int,
) -> str:
    return (
        f"too few rows: {found} of {rows} in the {PARTS[part]} part, but one window takes {needed} "
        f"(lookback {lookback}, horizon {horizon})"
    )

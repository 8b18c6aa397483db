"""The progress bar of long commands: stage, share done, time left."""

from typing import TYPE_CHECKING, Self

from recurra.cli.wrapped import left as padded
from recurra.words import text

if TYPE_CHECKING:
    from rich.console import Console


class Bar:
    """A bar on a terminal that is gone at the end; elsewhere nothing.

    `width` of the stage's name; `counted`: shows "3/12", else per cent and the time spent.
    """

    def __init__(self, console: "Console", *, width: int, counted: bool = False) -> None:
        from rich import progress

        self.console = console
        share = (
            (progress.MofNCompleteColumn(),)
            if counted
            else (progress.TextColumn("{task.percentage:>3.0f} %"), progress.TimeElapsedColumn())
        )
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            *share,
            progress.TextColumn("{task.fields[left]}"),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._width = width
        self._task = self._bar.add_task("", total=None, left="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, stage: str, done: float, total: float, seconds_left: float | None) -> str:
        """Show where the work is; the time left in words."""
        left = remaining(seconds_left)
        self._bar.update(
            self._task,
            description=padded(stage, self._width),
            completed=done,
            total=total or None,
            left=left,
        )
        return left


def remaining(seconds: float | None) -> str:
    """Time left, for people, in the language that is spoken.

    >>> remaining(125)
    '2 min left'
    """
    if seconds is None:
        return ""
    if seconds < 90:
        return text("cli.compare.seconds_left", number=max(1, round(seconds)))
    return text("cli.compare.minutes_left", number=round(seconds / 60))

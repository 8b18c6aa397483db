"""The progress bar of long commands: stage, share done, time left."""

from collections.abc import Iterator
from contextlib import contextmanager
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

    def hide(self) -> None:
        """What it showed is done."""
        self._bar.update(self._task, visible=False)

    def update(self, stage: str, done: float, total: float, seconds_left: float | None) -> str:
        """Show where the work is; the time left in words."""
        left = remaining(seconds_left)
        self._bar.update(
            self._task,
            description=padded(stage, self._width),
            completed=done,
            total=total or None,
            left=left,
            visible=True,
        )
        return left


@contextmanager
def seen() -> Iterator[None]:
    """Inside, the reading of a large table shows how far it is, on a terminal."""
    from rich.console import Console

    from recurra.data.reading import watched

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield
        return
    stage = text("comparison.stages.stage", name="reading_the_data")
    with Bar(console, width=22) as bar:
        bar.hide()

        def at(done: float, total: float, left: float | None) -> None:
            bar.update(stage, done, total, left)
            if done >= total:
                bar.hide()

        with watched(at):
            yield


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

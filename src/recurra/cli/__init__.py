"""The command line: `recurra VERB ...`."""

import contextlib
import io
import os
import signal
import sys
import warnings
from typing import Any, TextIO

from recurra import words
from recurra.cli.signals import Ears
from recurra.errors import CacheWarning, Interrupted, KernelWarning, RecurraError

INTERRUPTED = 130  # the exit code


def __getattr__(name: str) -> Any:
    """The commands, made when they are first asked for: their help is in the language that is
    spoken then."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from recurra.cli.commands import app

    return app


def _shown(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning of ours in one sentence, without the line of code that gave it."""
    if issubclass(category, KernelWarning | CacheWarning):
        _say(f"recurra: {message}", "bright_yellow")
    else:
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


def main() -> None:
    """Run a command; what a user can mend ends in one message and exit code 2, who is asked to end
    by a signal says so and exits as shells do: 130 for Ctrl-C, 143 for SIGTERM."""
    for stream in (sys.stdout, sys.stderr):  # a console without µ or − shows ? instead of failing
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    warnings.showwarning = _shown
    with Ears() as ears:
        try:
            code = _run()
        except Interrupted as error:
            _say(f"recurra: {error}")
            sys.exit(128 + (ears.heard or error.number))
        except RecurraError as error:
            if os.environ.get("RECURRA_TRACEBACK"):
                raise
            _say(f"recurra: {error}")
            sys.exit(2)
        except KeyboardInterrupt:
            code = INTERRUPTED
        if code == INTERRUPTED or ears.heard is not None:
            _say(words.text("cli.interrupted"))
            code = 128 + (ears.heard or signal.SIGINT)
    sys.exit(code)


def _run() -> int:
    """The exit code; what typer says of a command line that it does not understand is said here."""
    from recurra.cli import spoken

    spoken.listen(sys.argv[1:])
    import typer

    from recurra.cli import misused
    from recurra.cli.commands import app

    try:
        return app(standalone_mode=False) or 0
    except typer.Abort:
        return INTERRUPTED
    except Exception as error:
        if not misused.is_of_typer(error):
            raise
        sys.stderr.write(f"{misused.shown(error)}\n")
        return 2


def _say(message: str, style: str = "red") -> None:
    from rich.console import Console

    with contextlib.suppress(OSError):  # the terminal may be gone
        Console(stderr=True, soft_wrap=True).print(message, markup=False, style=style)

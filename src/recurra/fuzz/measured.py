"""One check as a record: what it measured, or what is wrong."""

import traceback
from collections.abc import Callable
from pathlib import Path

from recurra.compiler.conformance import Differs
from recurra.errors import RecurraError
from recurra.fuzz.record import Found
from recurra.words import Text, Words, say


def measured(what: str, check: Callable[[], float]) -> Found:
    """Run a check. An error of any kind is a finding, not an end.

    >>> measured("values", lambda: 1e-16)
    Found(check='values', worst=1e-16, message='', kind='')
    """
    try:
        return Found(what, check())
    except Differs as error:
        return Found(what, error.worst, error.text, "difference")
    except AssertionError as error:
        return Found(what, float("inf"), _said(error) or _where(error), "difference")
    except Exception as error:  # a user of the cell would see it
        kind = type(error).__name__
        message = say("fuzz.ended_in", kind=kind, error=_said(error), place=_where(error))
        return Found(what, float("inf"), message, kind)


def _said(error: Exception) -> Text:
    """What an error says: our own message, or text of others."""
    own = error.message if isinstance(error, RecurraError) else next(iter(error.args), "")
    return own if isinstance(own, Words) else str(error)


def _where(error: BaseException) -> Words:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return say("fuzz.line_of_file", file=Path(last.filename).name, line=last.lineno or 0)

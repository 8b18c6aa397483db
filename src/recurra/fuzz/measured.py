"""One check as a record: what it measured, or what is wrong."""

import traceback
from collections.abc import Callable
from pathlib import Path

from recurra.compiler.conformance import Differs
from recurra.fuzz.record import Found


def measured(what: str, check: Callable[[], float]) -> Found:
    """Run a check. An error of any kind is a finding, not an end.

    >>> measured("values", lambda: 1e-16)
    Found(check='values', worst=1e-16, message='')
    """
    try:
        return Found(what, check())
    except Differs as error:
        return Found(what, error.worst, str(error))
    except AssertionError as error:
        return Found(what, float("inf"), str(error) or _where(error))
    except Exception as error:  # a user of the cell would see it
        return Found(what, float("inf"), f"{type(error).__name__}: {error} ({_where(error)})")


def _where(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}, line {last.lineno}"

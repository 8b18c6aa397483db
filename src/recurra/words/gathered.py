"""Dictionaries of words that are spread over the modules of a package, one of each task."""

import importlib
import pkgutil
from functools import cache


@cache
def gathered(package: str, name: str) -> dict[str, str]:
    """The dictionary of that name, from all modules of a package that have one.

    >>> gathered("recurra.words.en.tasks", "LABELS")["deviance"]
    'mean Poisson deviance'
    """
    found: dict[str, str] = {}
    for one in pkgutil.iter_modules(importlib.import_module(package).__path__):
        module = importlib.import_module(f"{package}.{one.name}")
        found.update(getattr(module, name, {}))
    return found

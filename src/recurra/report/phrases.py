"""Short phrases that sentences, tables and figures share."""

from collections.abc import Iterable

from recurra.records import Plan, Results, Run


def listed(names: Iterable[str]) -> str:
    """Names as people list them.

    >>> listed(["gru", "lstm", "elman"])
    'gru, lstm and elman'
    """
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def machine(results: Results) -> str:
    """The machine in one phrase: processor first."""
    parts = results.machine
    for key in ("cpu", "processor", "model", "machine"):
        if parts.get(key):
            return parts[key]
    return next(iter(parts.values()), "machine not recorded")


def threads(results: Results) -> str:
    """'1 thread', '2 threads'."""
    return f"{results.threads} thread{'s' if results.threads != 1 else ''}"


def workers(run: Run) -> str:
    """'2 workers, ' to stand before their threads; empty where a run did not record it."""
    return f"{run.workers} worker{'s' if run.workers != 1 else ''}, " if run.workers else ""


def seeds(plan: Plan) -> str:
    """'5 seeds', '1 seed'."""
    return f"{len(plan.seeds)} seed{'s' if len(plan.seeds) != 1 else ''}"


def called(name: str) -> str:
    """A naive baseline's name inside a sentence."""
    return {"zero": "a forecast of zero", "majority": "saying the largest class"}.get(
        name, f"the {name}"
    )

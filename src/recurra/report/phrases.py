"""Short phrases that sentences, tables and figures share."""

from collections.abc import Iterable

from recurra.records import Results, Run, ScoreInfo
from recurra.words import text


def listed(names: Iterable[str]) -> str:
    """Names as people list them."""
    return text("report.conditions.listed_names", names=tuple(names))


def score(info: ScoreInfo) -> str:
    """What a score is called."""
    return text("report.conditions.score", name=info.name, label=info.label)


def called(name: str) -> str:
    """What a competitor is called: a baseline has a name in each language."""
    return text("report.conditions.architecture", name=name)


def machine(results: Results) -> str:
    """The machine in one phrase: processor first."""
    parts = results.machine
    for key in ("cpu", "processor", "model", "machine"):
        if parts.get(key):
            return parts[key]
    return next(iter(parts.values()), "") or text("report.conditions.no_machine")


def workers(run: Run, results: Results) -> str:
    """'2 workers, 1 thread each'; without the workers where a run did not record them."""
    return text("report.conditions.workers", number=run.workers, threads=results.threads)

"""A run's folder read back: the records that the page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from recurra.errors import RunError
from recurra.findings import FILE, Finding
from recurra.json_lines import from_json, read_lines
from recurra.records import Architecture, Cost, Plan, RateCurve, Results, Run, Standing, Trial
from recurra.words import say

FORMAT = 4
Record = TypeVar("Record")


@dataclass(frozen=True)
class Material:
    """All records of one finished comparison."""

    run: Run
    plan: Plan
    trials: tuple[Trial, ...]
    costs: tuple[Cost, ...]
    results: Results
    findings: tuple[Finding, ...] = ()  # on the best network; none of older runs

    @cached_property
    def ranked(self) -> tuple[Architecture, ...]:
        """Architectures: recommended first, then by validation score, those without one last."""
        return tuple(sorted(self.plan.architectures, key=self._rank))

    @cached_property
    def scored(self) -> tuple[Architecture, ...]:
        """Those of `ranked` that have a test score."""
        return tuple(a for a in self.ranked if self.test(a.name) is not None)

    @cached_property
    def cells(self) -> tuple[Architecture, ...]:
        """Those of `ranked` that are recurrent cells."""
        return tuple(a for a in self.ranked if a.network)

    def standing(self, name: str) -> Standing | None:
        """What the statistics say of it, if they do."""
        return next((s for s in self.results.standings if s.architecture == name), None)

    def cost(self, name: str) -> Cost:
        """What it costs; nothing known where nothing was measured."""
        return next((c for c in self.costs if c.architecture == name), Cost(name))

    def test(self, name: str) -> float | None:
        """Its score on the test part."""
        standing = self.standing(name)
        return None if standing is None or standing.test is None else standing.test.value

    def outside(self, curve: RateCurve) -> float | None:
        """The learning rate that was chosen, where it lies outside the good range of the first
        rung: it is the best of the last one."""
        standing = self.standing(curve.architecture)
        rate = None if standing is None else standing.learning_rate
        if rate is None or curve.good is None or curve.good[0] <= rate <= curve.good[1]:
            return None
        return rate

    def _rank(self, architecture: Architecture) -> tuple[bool, bool, float]:
        standing = self.standing(architecture.name)
        value = None if standing is None else standing.validation
        sign = -1.0 if self.plan.score.higher_is_better else 1.0
        first = architecture.name != self.results.verdict.recommended
        return first, value is None, 0.0 if value is None else sign * value


def read(folder: Path) -> Material:
    """The records of a folder.

    Raises RunError where they are missing, unfinished, damaged, or do not fit together.
    """
    if not folder.is_dir():
        raise RunError(say("report.folder.no_folder", folder=folder))
    if not (folder / "run.json").is_file():
        raise RunError(say("report.folder.no_run", folder=folder, file="run.json"))
    run = _one(Run, folder, "run.json")
    _check_there(run, folder, "plan.json")
    plan = _one(Plan, folder, "plan.json")
    if plan.format != FORMAT:
        file = folder / "plan.json"
        raise RunError(
            say("report.folder.other_format", file=file, found=plan.format, known=FORMAT)
        )
    _check_there(run, folder, "results.json")
    results = _one(Results, folder, "results.json")
    _check_there(run, folder, "trials.jsonl")
    trials = _many(Trial, folder, "trials.jsonl")
    costs = _many(Cost, folder, "costs.jsonl")
    findings = _many(Finding, folder, FILE)
    material = Material(run, plan, trials, costs, results, findings)
    _check(material, folder)
    return material


def _one(kind: type[Record], folder: Path, name: str) -> Record:
    path = folder / name
    try:
        return from_json(kind, path.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise RunError(say("report.folder.not_a_record", file=path, why=str(error))) from error


def _many(kind: type[Record], folder: Path, name: str) -> tuple[Record, ...]:
    """Those of a file; none where it is not there."""
    path = folder / name
    records: list[Record] = []
    try:
        records.extend(read_lines(kind, path))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        line, why = len(records) + 1, str(error)
        raise RunError(say("report.folder.not_a_line", file=path, line=line, why=why)) from error
    return tuple(records)


def _check_there(run: Run, folder: Path, name: str) -> None:
    if (folder / name).is_file():
        return
    if run.status == "finished":
        raise RunError(say("report.folder.removed", folder=folder, file=name))
    raise RunError(say("report.folder.unfinished", folder=folder, file=name))


def _check(material: Material, folder: Path) -> None:
    known = {a.name for a in material.plan.architectures}
    results, verdict = material.results, material.results.verdict
    named = {verdict.recommended, verdict.best_network, verdict.best_baseline} - {""}
    rows: Iterable[object] = (
        *results.standings,
        *results.rate_curves,
        *results.learning_curves,
        *results.gradients,
        *results.confusions,
        *results.forecasts,
        *material.costs,
        *material.trials,
    )
    named |= {str(getattr(row, "architecture")) for row in rows}  # noqa: B009
    if stray := sorted(named - known):
        raise RunError(say("report.folder.stray", folder=folder, names=tuple(stray)))
    if verdict.recommended and material.standing(verdict.recommended) is None:
        raise RunError(say("report.folder.no_score", folder=folder, name=verdict.recommended))

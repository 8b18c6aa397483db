"""A run's folder read back: the records that the page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from recurra.errors import RunError
from recurra.findings import FILE, Finding
from recurra.json_lines import from_json, read_lines
from recurra.records import Architecture, Cost, Plan, Results, Run, Standing, Trial

FORMAT = 2
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
        return tuple(a for a in self.ranked if a.kind == "cell")

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
        raise RunError(f"{folder}: there is no such folder; give the one that compare wrote")
    run = _one(Run, folder, "run.json", "this is not a folder that compare wrote")
    plan = _one(Plan, folder, "plan.json", _unfinished(run, folder))
    if plan.format != FORMAT:
        raise RunError(
            f"{folder / 'plan.json'}: records of format {plan.format}; this version of recurra "
            f"reads format {FORMAT}. Draw the report with the version that wrote them"
        )
    results = _one(Results, folder, "results.json", _unfinished(run, folder))
    trials = _many(Trial, folder, "trials.jsonl", _unfinished(run, folder))
    costs = _many(Cost, folder, "costs.jsonl", "")
    findings = _many(Finding, folder, FILE, "")
    material = Material(run, plan, trials, costs, results, findings)
    _check(material, folder)
    return material


def _one(kind: type[Record], folder: Path, name: str, missing: str) -> Record:
    path = folder / name
    if not path.is_file():
        raise RunError(f"{folder}: {name} is missing; {missing}")
    try:
        return from_json(kind, path.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise RunError(f"{path}: not a record of a comparison ({error})") from error


def _many(kind: type[Record], folder: Path, name: str, missing: str) -> tuple[Record, ...]:
    path = folder / name
    if missing and not path.is_file():
        raise RunError(f"{folder}: {name} is missing; {missing}")
    records: list[Record] = []
    try:
        records.extend(read_lines(kind, path))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise RunError(f"{path}, line {len(records) + 1}: not a record ({error})") from error
    return tuple(records)


def _unfinished(run: Run, folder: Path) -> str:
    if run.status == "finished":
        return "the run says that it is finished, so the file was removed; run compare again"
    return f"the comparison is not finished; go on with: recurra compare --resume {folder}"


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
        raise RunError(
            f"{folder}: results and plan do not belong together: {', '.join(stray)} "
            "is not in plan.json. Do not mix files of several runs"
        )
    if verdict.recommended and material.standing(verdict.recommended) is None:
        raise RunError(f"{folder}: results.json recommends {verdict.recommended} without a score")

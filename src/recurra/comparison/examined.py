"""From a folder or a model to findings: which examples it is examined on, and where they lie."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recurra.data.read import gather
from recurra.errors import RunError, SettingError
from recurra.findings import Finding
from recurra.json_lines import from_json, from_plain
from recurra.records import Objective, Plan, Source
from recurra.tasks import Task, pose
from recurra.words import say

if TYPE_CHECKING:
    from recurra.diagnose.examine import Tell
    from recurra.diagnose.subject import Subject
    from recurra.export.bundle import Bundle
    from recurra.nn.batch import Batch
    from recurra.nn.model import Model
    from recurra.tasks.served import Served


def examine(
    model: Any,
    data: Any = None,
    *,
    questions: Sequence[str] | None = None,
    tell: Tell | None = None,
) -> tuple[Finding, ...]:
    """Ask a trained network the questions of `recurra diagnose`.

    Args:
        model: the folder of a comparison or of `recurra fit`, or a bundle's own; or a
            `recurra.nn.model.Model`, or a fitted estimator's `model_`.
        data: a file of the kind that it was trained on; by default the validation part of its own
            data. Of a model in memory: batches with targets.
        questions: keys of `recurra.diagnose.examine.QUESTIONS`; by default all.
        tell: called with each question before it is asked.

    Returns:
        One finding for each question, with number, threshold, verdict, advice and figures.

    Raises:
        SettingError, DataError, RunError: no model, no data, or data that do not fit it.

    >>> import torch
    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.batch import Batch
    >>> from recurra.nn.heads import ForecastHead
    >>> from recurra.nn.model import Model
    >>> network = Model(Recurrent("lstm3", 2, 3, backend="reference"), ForecastHead(3, 1))
    >>> batch = Batch(torch.randn(6, 8, 2), target=torch.zeros(8, 1, 1))
    >>> [finding.verdict for finding in examine(network, [batch], questions=["gates"])]
    ['healthy']
    """
    if isinstance(model, str | Path):
        check_folder(Path(model))
    from recurra.diagnose.examine import ask, chosen

    if questions is not None:
        chosen(questions)
    return ask(taken(model, data), questions, tell)


def taken(model: Any, data: Any = None) -> Subject:
    """The subject behind what a user gave."""
    if isinstance(model, str | Path):
        return _from_folder(Path(model), None if data is None else str(data))
    from recurra.diagnose.subject import subject
    from recurra.nn.batch import Batch
    from recurra.nn.model import Model

    network = getattr(model, "model_", model)
    if not isinstance(network, Model):
        raise SettingError(say("comparison.errors.no_model", kind=type(model).__name__))
    if data is None or isinstance(data, str | Path):
        raise SettingError(say("comparison.errors.no_batches"))
    return subject(network, [data] if isinstance(data, Batch) else data)


def of_task(model: Model, task: Task, name: str) -> Subject:
    """A model and examples of its task's validation part, drawn from all of it."""
    from recurra.diagnose.subject import BATCH, subject

    whole = task.summary.counts["validation"]
    return subject(
        model,
        task.batches("validation", BATCH, seed=0),
        score=task.score.info.name,
        name=name,
        origin=say("comparison.notes.validation_part", data=task.summary.name, number=whole),
        words=task.facts().get("words", ()),
    )


@dataclass(frozen=True)
class _Origin:
    """How a saved model's own data were read and split."""

    source: Source
    seed: int
    score: str
    objective: Objective


def _from_folder(folder: Path, data: str | None) -> Subject:
    found = bundled(folder, network=True)
    from recurra.diagnose.subject import subject

    name = found.name
    if data is None:
        return _own_data(folder, found, name)
    batches = found.served.batches(data)
    score = str(found.manifest.get("score", ""))
    words = found.manifest["task"].get("words", ())
    return subject(found.model, _spread(batches), score=score, name=name, origin=data, words=words)


def load(folder: str | Path) -> Served:
    """A trained model as an object that answers.

    Args:
        folder: of a comparison, whose recommended model is taken; or of a bundle's own, as
            `recurra fit` and `save` write it.

    Returns:
        What reads files of the kind that the model was trained on and answers (`answer`, `score`),
        takes one step at a time (`stream`), and can be saved elsewhere (`save`).

    Raises:
        RunError: the folder holds no model, or one that is not as it was saved.

    A bundle of a user's own cell holds that cell's Python file, and loading runs it: load such
    bundles only from those you trust.
    """
    return bundled(Path(folder)).served


def bundled(folder: Path, network: bool = False) -> Bundle:
    """The model of a comparison's folder, which is what it recommends, or of a bundle's own.

    `network`: the best network, where a simple baseline is recommended. Raises RunError where there
    is none.
    """
    check_folder(folder)
    from recurra.export import bundle

    names = ("best_network", "best") if network else ("best",)
    places = [folder / name for name in names if (folder / name).exists()]
    return bundle.load(places[0] if places else folder)


def check_folder(folder: Path) -> None:
    """Raise RunError where no model can be, before what loads one is loaded."""
    if not folder.exists():
        raise RunError(say("comparison.errors.no_folder", folder=folder))
    if (folder / "run.json").exists() and not (folder / "best").exists():
        raise RunError(say("comparison.errors.unfinished", folder=folder))


def _own_data(folder: Path, found: Bundle, name: str) -> Subject:
    origin = _origin(folder, found.manifest)
    data = gather(origin.source)
    kind = next(found.model.parameters()).dtype
    task = pose(data, origin.source, origin.seed, origin.score, origin.objective, kind)
    return of_task(found.model, task, name)


def _origin(folder: Path, manifest: dict[str, Any]) -> _Origin:
    """From the plan beside the model, or from the manifest of `recurra fit`."""
    for place in (folder, folder.parent):
        if (place / "plan.json").is_file():
            text = (place / "plan.json").read_text(encoding="utf-8")
            plan = from_json(Plan, text)
            return _Origin(plan.source, plan.seed, plan.score.name, plan.objective)
    if "objective" not in manifest:
        raise SettingError(say("comparison.errors.no_validation", folder=folder))
    objective = from_plain(Objective, manifest["objective"])
    source = from_plain(Source, manifest["source"])
    return _Origin(source, int(manifest["seed"]), str(manifest["score"]), objective)


def _spread(batches: Iterable[Batch]) -> list[Batch]:
    """Examples drawn from all of a file, as many as a diagnosis looks at, in mixed batches."""
    import torch

    from recurra.diagnose.subject import BATCH, MOST, count, pick

    whole = list(batches)
    counts = [count(b) for b in whole]
    generator = torch.Generator().manual_seed(0)
    share = min(1.0, MOST / max(1, sum(counts)))
    found = []
    for batch, number in zip(whole, counts, strict=True):
        kept = max(1, round(share * number))
        rows = torch.randperm(number, generator=generator)[:kept]
        found += [pick(batch, part) for part in rows.split(BATCH)]
    return found

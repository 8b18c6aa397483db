"""The end of a comparison: the test part is scored, the records and the best model are written."""

import dataclasses
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from recurra import json_lines
from recurra.comparison import evidence, outcome, pictures
from recurra.comparison.architectures import build
from recurra.comparison.choice import Choice, scored
from recurra.comparison.folder import BUNDLES, Folder
from recurra.comparison.trial import Job
from recurra.export import bundle
from recurra.nn.model import Model
from recurra.records import Cost, Plan, Results, Trial
from recurra.settings import values
from recurra.tasks import Task, calibration
from recurra.tasks.exactness import errors
from recurra.words import Text, say


@dataclasses.dataclass(frozen=True)
class Material:
    """What the search left."""

    plan: Plan
    task: Task
    folder: Folder
    choice: Choice
    trials: Sequence[Trial]
    best: Mapping[str, Job]  # of each network its best final training


def finish(
    material: Material,
    costs: Sequence[Cost],
    shown: dict[str, tuple[Any, ...]],
    cautions: tuple[Text, ...],
) -> Results:
    """Score the test part, decide, write costs.jsonl, results.json and best/."""
    plan, folder = material.plan, material.folder
    simple = outcome.fits(plan, material.trials)
    weighed = _with_disk(material, [c for c in costs if c.architecture not in simple])
    others = _of_baselines(material.trials, costs)
    json_lines.write_lines(folder.path / "costs.jsonl", [*weighed, *others])
    scores, predictions = outcome.tested(plan, material.task, material.trials, folder.store)
    shown = {**shown, **_pictures(material, predictions)}
    results = outcome.results(plan, material.choice, material.trials, scores, weighed, shown)
    results = _calibrated(_cautioned(results, plan, cautions), material, predictions)
    results = _missed(_with_nodes(results, material), material, predictions)
    folder.write("results.json", results)
    _place_best(material)
    return results


def _pictures(
    material: Material, predictions: Mapping[str, Sequence[np.ndarray]]
) -> dict[str, tuple[Any, ...]]:
    """What the task's report draws, of the models that the verdict names."""
    choice, task = material.choice, material.task
    if not task.picture:
        return {}
    named = dict.fromkeys((choice.recommended, choice.network, choice.baseline))
    names = [name for name in named if name in predictions]
    shown = [pictures.Shown(name, predictions[name], _best_seed(material, name)) for name in names]
    return {task.picture: pictures.DRAWN[task.picture](task, shown)}


def _calibrated(
    results: Results, material: Material, predictions: Mapping[str, Sequence[np.ndarray]]
) -> Results:
    """How far the probabilities of each classifier can be believed, mean over seeds."""
    if not material.task.probabilities:
        return results
    truth, seed = material.task.truth("test"), material.plan.seed
    standings = tuple(
        dataclasses.replace(
            standing,
            calibration=float(np.mean([calibration.error(truth, p) for p in found])),
            calibration_chance=float(np.mean([calibration.by_chance(p, seed) for p in found])),
        )
        if (found := predictions.get(standing.architecture))
        else standing
        for standing in results.standings
    )
    return dataclasses.replace(results, standings=standings)


def _missed(
    results: Results, material: Material, predictions: Mapping[str, Sequence[np.ndarray]]
) -> Results:
    """How far each forecast is off on average in the user's units, mean over seeds; not where these
    are returns or differences of a column."""
    targets = material.plan.data.targets
    if not targets or values(material.plan.source.settings).get("transform", "none") != "none":
        return results
    truth = material.task.truth("test")  # [N,H,K]
    standings = tuple(
        dataclasses.replace(standing, missed=dict(zip(targets, off.tolist(), strict=True)))
        if (found := predictions.get(standing.architecture))
        and np.isfinite(off := np.abs(np.stack(found) - truth).mean(axis=(0, 1, 2))).all()
        else standing
        for standing in results.standings
    )
    return dataclasses.replace(results, standings=standings)


def _with_nodes(results: Results, material: Material) -> Results:
    """The scores of every node, where the labels of all nodes taught."""
    found = outcome.at_nodes(material.plan, material.task, material.trials, material.folder.store)
    standings = tuple(
        dataclasses.replace(s, nodes=found.get(s.architecture)) for s in results.standings
    )
    return dataclasses.replace(results, standings=standings)


def _best_seed(material: Material, name: str) -> int:
    """Which of an architecture's predictions belongs to its best final training."""
    job = material.best.get(name)
    keys = [t.key for t in scored(material.trials, name)]
    return keys.index(job.key) if job is not None else 0


def _cautioned(results: Results, plan: Plan, cautions: tuple[Text, ...]) -> Results:
    said = evidence.cautions(len(plan.seeds))
    edges = [c.architecture for c in results.rate_curves if c.best_at_edge]
    low, high = plan.search.rate_range
    if edges:
        said += (say("comparison.verdict.at_edge", names=tuple(edges), low=low, high=high),)
    decided = results.verdict
    if decided.best_network and decided.recommended != decided.best_network:
        chosen, network = decided.recommended, decided.best_network
        said += (say("comparison.verdict.two_models", chosen=chosen, network=network),)
    spoiled = evidence.spoiled(plan.data.leaks)
    warned = dataclasses.replace(decided, warnings=(*spoiled, *cautions, *said))
    return dataclasses.replace(results, verdict=warned)


def _with_disk(material: Material, costs: Sequence[Cost]) -> tuple[Cost, ...]:
    """The costs with the size of each network's bundle, which is saved to be weighed."""
    found = []
    for cost in costs:
        job = material.best.get(cost.architecture)
        size = None if job is None else bundle.size(_save(material, job))
        found.append(dataclasses.replace(cost, disk=size))
    return tuple(found)


def _of_baselines(trials: Sequence[Trial], costs: Sequence[Cost]) -> list[Cost]:
    """What was measured of the baselines, with the time of their fits."""
    measured = {c.architecture: c for c in costs}
    return [
        dataclasses.replace(
            measured.get(t.architecture, Cost(t.architecture)), train_seconds=t.seconds
        )
        for t in trials
        if t.stage == "baseline"
    ]


def _save(material: Material, job: Job) -> Path:
    folder = _place(material, job.architecture.name)
    model = _model(material, job)
    facts = {
        "errors": errors(material.task, material.task.predictions(model, "validation")),
        "cell": job.architecture.spec,
        "name": job.architecture.name,
        "seed": job.seed,
        "learning_rate": job.learning_rate,
        "score": material.plan.score.name,
        "training": dataclasses.asdict(material.plan.training),
        "source": dataclasses.asdict(material.plan.source),
        "task": material.task.facts(),
    }
    return bundle.save(folder, model, facts)


def _model(material: Material, job: Job) -> Model:
    plan = material.plan
    model = build(
        job.architecture, material.task, job.seed, plan.backend, plan.dtype,
        recurrence=plan.recurrence,
    )  # fmt: skip
    model.load_state_dict(material.folder.store.get(job.key, "checkpoint").group("best"))
    return model


def _place_best(material: Material) -> None:
    """best/ is what is recommended; where that is a baseline, best_network/ stands beside it."""
    choice, folder = material.choice, material.folder
    key = outcome.fits(material.plan, material.trials).get(choice.recommended)
    if key is not None:
        part = folder.path / f".best.{os.getpid()}"
        folder.store.copy(key, "bundle", part)
        folder.place(part, "best")
    if choice.network in material.best:
        name = "best" if key is None else "best_network"
        folder.place(_place(material, choice.network), name)
    if key is None or choice.network not in material.best:
        shutil.rmtree(folder.path / "best_network", ignore_errors=True)  # of an earlier plan


def _place(material: Material, name: str) -> Path:
    """Where a network's bundle lies until it is known which is the best."""
    return material.folder.state / BUNDLES / str(list(material.best).index(name))

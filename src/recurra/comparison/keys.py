"""The key of a trial: everything its result depends on, hashed.

Two trials with the same key have the same result, so a recorded one need not be run again: after
a crash, or when an architecture is added later.
"""

import hashlib
import json
import platform
from importlib import metadata
from typing import Any

from recurra.json_lines import to_json
from recurra.records import Architecture, Plan, Source
from recurra.settings import departures, settings, values
from recurra.settings.pooling import LAST

PACKAGES = ("torch", "numpy", "numba", "scikit-learn", "scipy", "statsmodels", "pandas")

# Settings that are in every key, whatever their values: those that the first runs had.
ALWAYS = ("optimizer", "momentum", "batch_size", "clip_norm", "evaluations", "patience")
ALWAYS_OF_NETWORKS = ("backend", "dtype")
# How data were read when every reader's settings lay side by side: the text that is hashed. What
# a source has takes its place there; what came later is in a key away from its default alone.
FIRST_READING = {
    "data": "", "task": "auto", "order": "row", "limit": None, "target": (), "time": (),
    "horizon": 1, "lookback": None, "known": (), "group": None, "transform": "none", "length": "",
    "depth": "", "trees": "", "examples": None, "seed": 0, "merge": "", "missing": "auto",
}  # fmt: skip


def versions() -> dict[str, str]:
    """Versions of everything that computes."""
    import recurra

    found = {"recurra": recurra.__version__, "python": platform.python_version()}
    for package in PACKAGES:
        found[package] = metadata.version(package)
    return found


def trial_key(
    plan: Plan,
    architecture: Architecture,
    *,
    stage: str,
    updates: int = 0,
    learning_rate: float | None = None,
    seed: int,
) -> str:
    """The key of one training or baseline fit.

    What is not in it: the other architectures, their number, the other learning rates, costs.
    """
    trained = stage != "baseline"
    return _hash(
        {
            "architecture": [_kind(architecture), architecture.spec, architecture.fingerprint],
            "hidden": architecture.hidden,
            **({"inputs": architecture.inputs} if architecture.inputs else {}),
            **({"pooling": architecture.pooling} if architecture.pooling != LAST else {}),
            "stage": "training" if trained else "baseline",
            "updates": updates,
            "full": plan.search.rungs[-1] if trained else 0,
            **_looks(plan, stage),
            "settings": [values(plan.training)[name] for name in ALWAYS] if trained else [],
            "learning_rate": learning_rate,
            "seed": seed,
            "data": [plan.data.fingerprint, _reading(plan.source), plan.seed],
            "score": plan.score.name,
            **{name: values(plan.networks)[name] for name in ALWAYS_OF_NETWORKS},
            "versions": plan.versions,
            **_departures(plan, stage),
            **({"runs_on": architecture.runs_on} if architecture.runs_on else {}),
        }
    )


def _kind(architecture: Architecture) -> str:
    """The word of the first runs, when every network was a cell."""
    return "cell" if architecture.network else architecture.kind


def _looks(plan: Plan, stage: str) -> dict[str, Any]:
    """How the validation part is looked at, and in final trainings what decides; in searches only
    where it is not as it always was."""
    search, wanted = plan.search, plan.training.fitting.evaluations
    found: dict[str, Any] = {}
    if stage != "baseline" and (search.looks, search.look_at) != (wanted, 0):
        found["looks"] = [search.looks, search.look_at]
    if stage == "final":
        found["decides"] = "weights that are best on other examples"
    return found


def _reading(source: Source) -> str:
    """How the data are read; not where they lie."""
    return to_json({**FIRST_READING, **source.asked(), "seed": source.seed})


def _departures(plan: Plan, stage: str) -> dict[str, Any]:
    """Settings away from their defaults, so that one more changes no key of a run that has none."""
    return {
        name: now
        for record in (plan.networks, plan.training)
        for known in [dict(settings(record))]
        for name, now in departures(record).items()
        if name not in (*ALWAYS, *ALWAYS_OF_NETWORKS)
        and known[name].option.in_key
        and (stage != "baseline" or known[name].option.of_baselines)
    }


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]

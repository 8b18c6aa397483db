"""The key of a trial: everything its result depends on, hashed.

Two trials with the same key have the same result, so a recorded one need not be run again: after
a crash, or when an architecture is added later.
"""

import hashlib
import json
import platform
from dataclasses import asdict, replace
from importlib import metadata
from typing import Any

from recurra.json_lines import to_json
from recurra.records import Architecture, Plan

PACKAGES = ("torch", "numpy", "numba", "scikit-learn", "scipy", "statsmodels", "pandas")


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
    search = plan.search
    return _hash(
        {
            "architecture": [architecture.kind, architecture.spec, architecture.fingerprint],
            "hidden": architecture.hidden,
            **({"inputs": architecture.inputs} if architecture.inputs else {}),
            "stage": "baseline" if stage == "baseline" else "training",
            "updates": updates,
            "full": 0 if stage == "baseline" else search.rungs[-1],
            "settings": []
            if stage == "baseline"
            else [
                search.optimizer,
                search.momentum,
                search.batch_size,
                search.clip_norm,
                search.evaluations,
                search.patience,
            ],
            "learning_rate": learning_rate,
            "seed": seed,
            "data": [plan.data.fingerprint, to_json(replace(plan.source, data="")), plan.seed],
            "score": plan.score.name,
            "backend": plan.backend,
            "dtype": plan.dtype,
            "versions": plan.versions,
            **_departures(plan, stage),
            **({"runs_on": architecture.runs_on} if architecture.runs_on else {}),
        }
    )


def _departures(plan: Plan, stage: str) -> dict[str, str | float]:
    """Settings that plans did not always have: only where they are not what they were then."""
    objective, search = plan.objective, plan.search
    found: dict[str, tuple[str | float, str | float]]
    found = {"class_weights": (objective.class_weights, "none")}
    if stage != "baseline":
        found |= {
            "output": (objective.output, "softmax"),
            "loss": (objective.loss, "cross_entropy"),
            "schedule": (search.schedule, "none"),
            "init": (search.init, "uniform"),
            **{name: (now, 0.0) for name, now in asdict(plan.recurrence).items()},
        }
    return {name: now for name, (now, then) in found.items() if now != then}


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]

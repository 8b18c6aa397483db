"""The Optuna study, rebuilt from the records, for `optuna-dashboard DIR/study.log`.

The records are the truth; the study is another view of them and never read back.
"""

import contextlib
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recurra.records import Plan, Trial

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

FILE = "study.log"
STATES = {"ok": "COMPLETE", "diverged": "FAIL", "failed": "FAIL"}


def write(path: Path, plan: Plan, trials: Sequence[Trial]) -> Path:
    """Write the search as a study in Optuna's journal format; the file is made anew, all of it
    or nothing."""
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    # Optuna locks a file by one beside it, for which those that come later would wait
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    level = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        study = optuna.create_study(
            storage=JournalStorage(JournalFileBackend(str(part))),
            study_name=f"recurra {plan.data.name}",
            direction="maximize" if plan.score.higher_is_better else "minimize",
        )
        names = [a.name for a in plan.architectures if a.network and not a.skipped]
        study.add_trials([_frozen(plan, names, t) for t in last_rungs(trials)])
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    finally:
        optuna.logging.set_verbosity(level)
    return path


def last_rungs(trials: Sequence[Trial]) -> list[Trial]:
    """Of each architecture and learning rate of the search, the record of its last rung."""
    last: dict[tuple[str, float | None], Trial] = {}
    for trial in trials:
        if trial.stage == "search":
            last[trial.architecture, trial.learning_rate] = trial
    return list(last.values())


def _frozen(plan: Plan, names: Sequence[str], trial: Trial) -> "FrozenTrial":
    import optuna
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    low, high = plan.search.rate_range
    state = STATES[trial.status]
    if state == "COMPLETE" and trial.rung < len(plan.search.rungs) - 1:
        state = "PRUNED"
    value = trial.validation if state != "FAIL" else None
    return optuna.trial.create_trial(
        state=getattr(optuna.trial.TrialState, state),
        value=value,
        params={"architecture": trial.architecture, "learning_rate": trial.learning_rate},
        distributions={
            "architecture": CategoricalDistribution(list(names)),
            "learning_rate": FloatDistribution(low, high, log=True),
        },
        intermediate_values={int(u): s for u, s in trial.curve if math.isfinite(s)},
        user_attrs={"key": trial.key, "rung": trial.rung, "reason": str(trial.reason)},
    )

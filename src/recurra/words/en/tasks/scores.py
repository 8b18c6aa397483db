"""What models are compared by."""

from recurra.words.gathered import gathered

LABELS = {
    "accuracy": "accuracy",
    "balanced": "balanced accuracy",
    "f1": "F1 (mean over classes)",
    "auroc": "area under ROC",
    "logloss": "log loss",
    "mase": "MASE",
    "rmse": "RMSE",
    "mae": "MAE",
    "mape": "MAPE",
    "smape": "sMAPE",
    "r2": "R²",
}
TASKS = {
    "classification": "classification",
    "forecasting": "forecasting",
    "regression": "regression",
}

ABOUT = {
    "classification": "a class",
    "regression": "values",
    "forecasting": "the next steps of a table",
}


def called(task: str) -> str:
    return gathered(__package__, "TASKS").get(task, task)


def of_single_tasks() -> str:
    """Name and label of the scores that a task brings along."""
    own = gathered(__package__, "LABELS").items()
    return ", ".join(f"{k} ({v})" for k, v in own if k not in LABELS)


def label(name: str, recorded: str) -> str:
    every = ", every node" if name.endswith("_nodes") else ""
    known = gathered(__package__, "LABELS").get(name.removesuffix("_nodes"))
    return recorded if known is None else known + every


def score_for(task: str) -> str:
    return f"score for {called(task)}"


def no_scale() -> str:
    return "the score mase needs the scale of the training part"

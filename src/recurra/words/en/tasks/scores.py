"""What models are compared by."""

from typing import Literal

LABELS = {
    "accuracy": "accuracy",
    "balanced": "balanced accuracy",
    "f1": "F1 (mean over classes)",
    "auroc": "area under ROC",
    "logloss": "log loss",
    "deviance": "mean Poisson deviance",
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
    "counts": "counts",
}


def label(name: str, recorded: str) -> str:
    every = ", every node" if name.endswith("_nodes") else ""
    known = LABELS.get(name.removesuffix("_nodes"))
    return recorded if known is None else known + every


def score_for(task: Literal["classification", "forecasting", "regression", "counts"]) -> str:
    return f"score for {TASKS[task]}"


def no_scale() -> str:
    return "the score mase needs the scale of the training part"

"""What models are compared by."""

from recurra.words.gathered import gathered

OF_CLASSES = {
    "accuracy": "accuracy",
    "balanced": "balanced accuracy",
    "f1": "F1 (mean over classes)",
    "mcc": "Matthews correlation",
    "auroc": "area under ROC",
    "logloss": "log loss",
}
OF_VALUES = {
    "mase": "MASE",
    "rmse": "RMSE",
    "mae": "MAE",
    "mape": "MAPE",
    "smape": "sMAPE",
    "r2": "R²",
    "pinball": "pinball loss",
}
LABELS = OF_CLASSES | OF_VALUES
MEANINGS = {
    "balanced": "Balanced accuracy: the share of right answers in each class, mean over classes.",
    "f1": "F1: twice the right answers over all that are or were said to be of a class, mean over "
    "classes; 1 is best.",
    "mcc": "Matthews correlation: how far answers and truth go together, whatever the sizes of the "
    "classes; 1 is best, 0 is chance.",
    "auroc": "Area under ROC: how often an example of a class is ranked before one that is not; "
    "0.5 is chance, 1 is best.",
    "logloss": "Log loss: how surprised the model was by the true class; lower is better, 0 is "
    "best.",
    "mase": "MASE: the mean absolute error, divided by that of repeating the value of one season "
    "before (or the last value) on the training part; lower is better, below 1 is better than "
    "that.",
    "rmse": "RMSE: the root of the mean squared error, in the units of what is predicted; lower is "
    "better.",
    "mae": "MAE: the mean absolute error, in the units of what is predicted; lower is better.",
    "mape": "MAPE: the mean absolute error in per cent of the true value; lower is better.",
    "smape": "sMAPE: the mean absolute error in per cent of the mean of forecast and true value; "
    "lower is better.",
    "pinball": "Pinball loss of a quantile: errors above and below it weigh as its level says "
    "(--quantile, 0.5 by default: half the absolute error); lower is better.",
    "r2": "R²: the share of the variance that is explained; 1 is best, 0 is no better than the "
    "mean.",
}  # of those that need a sentence
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

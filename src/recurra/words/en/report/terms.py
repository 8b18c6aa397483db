"""What the terms of a verdict mean, a sentence each."""

TERMS = {
    "balanced": "Balanced accuracy: the share of right answers in each class, mean over classes.",
    "f1": "F1: twice the right answers over all that are or were said to be of a class, mean over "
    "classes; 1 is best.",
    "auroc": "Area under ROC: how often an example of a class is ranked before one that is not; "
    "0.5 is chance, 1 is best.",
    "logloss": "Log loss: how surprised the model was by the true class; lower is better, 0 is "
    "best.",
    "deviance": "Poisson deviance: how unlikely the counts are under the rates that were said; "
    "lower is better, 0 is best.",
    "mase": "MASE: the mean absolute error, divided by that of repeating the value of one season "
    "before (or the last value) on the training part; lower is better, below 1 is better than "
    "that.",
    "rmse": "RMSE: the root of the mean squared error, in the units of what is predicted; lower is "
    "better.",
    "mae": "MAE: the mean absolute error, in the units of what is predicted; lower is better.",
    "mape": "MAPE: the mean absolute error in per cent of the true value; lower is better.",
    "smape": "sMAPE: the mean absolute error in per cent of the mean of forecast and true value; "
    "lower is better.",
    "r2": "R²: the share of the variance that is explained; 1 is best, 0 is no better than the "
    "mean.",
    "parts": "Validation and test part: data kept out of training. The first chooses, the second "
    "is looked at once, at the end.",
    "seeds": "Seed: each network is trained again from other random starts, and the mean counts.",
    "interval": "Interval: where the number would lie with other seeds and other examples of the "
    "same kind.",
    "p99": "p99: 99 of 100 answers take no longer.",
}


def term(name: str, margin: str) -> str:
    """A sentence; "" for what needs none."""
    if name == "margin":
        return (
            f"Margin: a loss of {margin} of the best score counts as none, so that what costs less "
            "is taken."
        )
    return TERMS.get(name, "")

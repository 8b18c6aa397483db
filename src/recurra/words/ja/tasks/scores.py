"""What models are compared by."""

from recurra.words.gathered import gathered

LABELS = {
    "accuracy": "正解率",
    "balanced": "均衡正解率",
    "f1": "F1（クラス平均）",
    "auroc": "ROC曲線下面積",
    "logloss": "対数損失",
    "mase": "MASE",
    "rmse": "RMSE",
    "mae": "MAE",
    "mape": "MAPE",
    "smape": "sMAPE",
    "r2": "R²",
}
TASKS = {
    "classification": "分類",
    "forecasting": "時系列予測",
    "regression": "回帰",
}

ABOUT = {"classification": "分類", "regression": "回帰", "forecasting": "予測"}


def called(task: str) -> str:
    return gathered(__package__, "TASKS").get(task, task)


def of_single_tasks() -> str:
    """Name and label of the scores that a task brings along."""
    own = gathered(__package__, "LABELS").items()
    return "、".join(f"{k}（{v}）" for k, v in own if k not in LABELS)


def label(name: str, recorded: str) -> str:
    every = "（全ノード）" if name.endswith("_nodes") else ""
    known = gathered(__package__, "LABELS").get(name.removesuffix("_nodes"))
    return recorded if known is None else known + every


def score_for(task: str) -> str:
    return f"{called(task)}の評価指標"


def no_scale() -> str:
    return "評価指標 mase には訓練データから求める尺度が必要です"

"""What models are compared by."""

from typing import Literal

LABELS = {
    "accuracy": "正解率",
    "balanced": "均衡正解率",
    "f1": "F1（クラス平均）",
    "auroc": "ROC曲線下面積",
    "logloss": "対数損失",
    "deviance": "平均ポアソン逸脱度",
    "mase": "MASE",
    "rmse": "RMSE",
    "mae": "MAE",
    "mape": "MAPE",
    "smape": "sMAPE",
    "r2": "R²",
}
TASKS = {
    "classification": "分類",
    "forecasting": "予測",
    "regression": "回帰",
    "counts": "回数の推定",
}


def label(name: str, recorded: str) -> str:
    every = "（全ノード）" if name.endswith("_nodes") else ""
    known = LABELS.get(name.removesuffix("_nodes"))
    return recorded if known is None else known + every


def score_for(task: Literal["classification", "forecasting", "regression", "counts"]) -> str:
    return f"{TASKS[task]}の評価指標"


def no_scale() -> str:
    return "評価指標 mase には訓練データから求める尺度が必要です"

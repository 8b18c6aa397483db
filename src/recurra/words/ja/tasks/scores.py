"""What models are compared by."""

from recurra.words.gathered import gathered

OF_CLASSES = {
    "accuracy": "正解率",
    "balanced": "均衡正解率",
    "f1": "F1（クラス平均）",
    "mcc": "マシューズ相関係数",
    "auroc": "ROC曲線下面積",
    "logloss": "対数損失",
}
OF_VALUES = {
    "mase": "MASE",
    "rmse": "RMSE",
    "mae": "MAE",
    "mape": "MAPE",
    "smape": "sMAPE",
    "r2": "R²",
    "pinball": "ピンボール損失",
}
LABELS = OF_CLASSES | OF_VALUES
MEANINGS = {
    "balanced": "均衡正解率は、クラスごとの正解率の平均です。",
    "f1": "F1は、各クラスの適合率と再現率の調和平均をクラスで平均した値で、1が最良です。",
    "mcc": "マシューズ相関係数は、クラスの件数の偏りによらない予測と正解の相関です"
    "（1が最良、0は偶然）。",
    "auroc": "ROC曲線下面積は、あるクラスのデータがそれ以外より上位に並ぶ割合です"
    "（0.5は偶然、1が最良）。",
    "logloss": "対数損失は、正解のクラスに与えた確率の低さを表し、小さいほど良く、0が最良です。",
    "mase": "MASEは、平均絶対誤差を、訓練データで1季節前の値（または直前の値）を繰り返した"
    "場合の誤差で割った値です。小さいほど良く、1未満ならその方法より優れています。",
    "rmse": "RMSEは、二乗誤差の平均の平方根です。単位は予測対象と同じで、小さいほど良い値です。",
    "mae": "MAEは、絶対誤差の平均です。単位は予測対象と同じで、小さいほど良い値です。",
    "mape": "MAPEは、真の値に対する絶対誤差の割合の平均で、小さいほど良い値です。",
    "smape": "sMAPEは、予測値と真の値の平均に対する絶対誤差の割合の平均で、小さいほど良い値です。",
    "pinball": "ピンボール損失は、分位点の予測の誤差に上下で異なる重み（--quantile、既定値0.5では"
    "絶対誤差の半分）を付けた平均で、小さいほど良い値です。",
    "r2": "R²は、説明できた分散の割合です（1が最良、0は平均値による予測と同じ）。",
}  # of those that need a sentence
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

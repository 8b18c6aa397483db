"""How a training ended, and what cannot be trained."""

_odd = {"nan": "NaN", "inf": "無限大", "-inf": "負の無限大"}


def loss_not_finite(update: int, value: float) -> str:
    return f"{update:,}回目の更新で損失が{_odd.get(str(value), value)}になりました"


def loss_rose(value: float, update: int) -> str:
    return f"{update:,}回目の更新までに損失が{value:.3g}まで増大しました"


def score_not_finite(update: int, value: float) -> str:
    return f"{update:,}回目の更新で評価値が{_odd.get(str(value), value)}になりました"


def no_better(looks: int) -> str:
    return f"{looks}回の評価で改善がありませんでした"


def empty_epoch() -> str:
    return "学習に使うミニバッチがありません（エポックが空です）。訓練データを確認してください"


def more_than_total(updates: int) -> str:
    return f"updates は0以上total_updates以下で指定してください（現在の値: {updates}）"


def no_checkpoint(file: str, why: str) -> str:
    return f"{file} は学習のチェックポイントではありません（{why}）。別のファイルを指定してください"

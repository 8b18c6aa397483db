"""Simple competitors: their names and what is said of their fits."""

from typing import Literal

from recurra.words.gathered import gathered

NAMES = {
    "ETS": "ETS",
    "bag of words": "単語頻度のロジスティック回帰",
    "drift": "ドリフト法",
    "gradient boosting": "勾配ブースティング",
    "gradient boosting on lags": "ラグ特徴量の勾配ブースティング",
    "last value": "ナイーブ法",
    "logistic regression": "ロジスティック回帰",
    "logistic regression on means": "平均値のロジスティック回帰",
    "majority": "最頻クラス予測",
    "mean": "平均値予測",
    "minirocket": "MiniROCKET",
    "ridge on lags": "ラグ特徴量のリッジ回帰",
    "ridge on means": "平均値のリッジ回帰",
    "seasonal naive": "季節ナイーブ法",
    "zero": "ゼロ予測",
}
FORMS = {"level": "水準", "damped": "減衰トレンド", "season": "季節性"}
THINNED = {"examples": "例", "windows": "窓"}


def name(name: str) -> str:
    return gathered(__package__, "NAMES").get(name, name)


def notes(notes: tuple[str, ...]) -> str:
    return "".join(map(str, notes))


def penalty_c(value: float) -> str:
    return f"検証データではC＝{value:g}が最良でした。"


def penalty(value: float) -> str:
    return f"検証データでは正則化の強さ{value:g}が最良でした。"


def rounds(best: int, most: int) -> str:
    return f"反復は最大{most}回のうち{best}回が最良でした。"


def all_steps(pairs: int, of: int, rounds: tuple[int, ...], most: int) -> str:
    return (
        f"1つのモデルですべての予測ステップを予測します。窓とステップの{of:,}組のうち{pairs:,}組で"
        f"当てはめました。検証データでは最大{most}回の反復のうち"
        f"{'、'.join(map(str, rounds))}回が最良でした。"
    )


def lags(rows: int) -> str:
    return f"入力は予測対象の過去{rows}行と、ほかの列の最後の1行です。"


def pooled(steps: int) -> str:
    return f"入力は隣り合う{steps}ステップの平均です。"


def thinned(used: int, of: int, what: Literal["examples", "windows"]) -> str:
    return f"訓練データの{THINNED[what]}{of:,}個から無作為に選んだ{used:,}個で当てはめました。"


def forms(forms: tuple[str, ...]) -> str:
    shown = ("＋".join(FORMS.get(part, part) for part in one.split("+")) for one in forms)
    return f"AICが最小のモデル: {'、'.join(shown)}。"


def last_values(count: int, of: int, least: int) -> str:
    return (
        f"{of}本の系列のうち{count}本は、短すぎる（訓練データが{least}行未満）か、値が一定か、"
        "尤度が有限でないため、直前の値を予測とします。"
    )


def tail(rows: int) -> str:
    return f"訓練データの最後の{rows:,}行に当てはめました。"


def long_season(rows: int, most: int, cycles: int) -> str:
    return (
        f"{rows}行の季節性は、{most}行以下で、訓練データに{cycles}周期以上ある場合にだけ"
        "試しました。"
    )


def too_few_rows(rows: int, season: int) -> str:
    more = f"（季節性{season}行）" if season > 1 else ""
    return f"{rows}行では指数平滑法{more}に足りません"


def no_sktime() -> str:
    return "sktimeがインストールされていません（pip install sktime）"


def no_season() -> str:
    return "訓練データに季節性が見られません"

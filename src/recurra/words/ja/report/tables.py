"""The tables of a comparison's page: captions, heads, and what stands instead of a number."""

from recurra.words import Words

# column: its head, and the smaller line below it
HEADS = {
    "relative": ("相対的な性能低下", ""),
    "parameters": ("パラメータ数", "出力層を含む。セルは入力m、ユニットnの式"),
    "operations": ("1ステップの演算数", "四則演算＋exp、tanhなど"),
    "training": ("学習時間", "1回の学習全体"),
    "step": ("1ステップ", "中央値、99パーセンタイル"),
    "sequence": ("1系列", "中央値、99パーセンタイル"),
    "memory": ("最大メモリ", "推論時、学習時"),
    "disk": ("ファイルサイズ", "保存したモデル"),
    "rate": ("選ばれた学習率", "最終学習に使用"),
    "good": ("良好な範囲", "第1段階で最良とほぼ同等の学習率"),
    "width": ("範囲の幅", "桁数（1は10倍）"),
    "diverged": ("発散", "探索での学習のうち"),
    "kept": ("初期の保持率", "学習前、1ステップ後に残る状態の割合"),
    "calibration": ("較正誤差", "ポイント、15区間"),
    "chance": ("偶然による誤差", "完全に較正され、確信度が同じ場合"),
}
BADGES = {"recommended": "推奨", "baseline": "ベースライン"}
CELLS = {
    "no_interval": "信頼区間なし",
    "loses_nothing": "性能低下なし",
    "best_at_edge": "最良値が範囲の端",
    "no_path": "直接の経路なし",
}


def head(column: str) -> str:
    return HEADS.get(column, (column, ""))[0]


def below(column: str) -> str:
    return HEADS.get(column, (column, ""))[1]


def badge(name: str) -> str:
    return BADGES.get(name, name)


def cell(name: str) -> str:
    """What stands in a cell beside or instead of numbers."""
    return CELLS.get(name, name)


def architectures(conditions: str) -> str:
    return f"全モデル（推奨モデルに続き、検証データのスコア順）。{conditions}"


def test_score(score: str) -> str:
    return f"テストの{score}"


def unit_interval(unit: str, level: str) -> str:
    return f"{unit}、{level}信頼区間" if unit else f"{level}信頼区間"


def unit_missed(interval: str, targets: tuple[str, ...]) -> str:
    """Below them stands how far a model misses these targets, in their own units."""
    return f"{interval}、{'、'.join(targets)}の平均誤差"


def missed(off: str) -> str:
    """Of each target; in its own units, on average."""
    return f"誤差{off}"


def difference(name: str) -> str:
    return f"{name or '最良'}との差"


def unit_difference(unit: str, points: bool) -> str:
    unit = "ポイント" if points else unit
    return f"{unit + '、' if unit else ''}正は優位、信頼区間、p値"


def unit_loss(margin: str) -> str:
    return f"信頼区間（許容幅 {margin}）"


def validation_score(score: str) -> str:
    return f"検証の{score}"


def unit_chooses(unit: str) -> str:
    return f"{unit}、選択の基準" if unit else "選択の基準"


def search(number: int, low: str, high: str, seed: int) -> str:
    return (
        f"学習率の探索（{low}〜{high}から抽出した{number:,}個、全ネットワークに共通、シード{seed}）"
    )


def calibration() -> str:
    return "テストデータでの期待較正誤差"


def nodes() -> str:
    return "木構造用のセルを持つネットワーク（木全体のクラスと各ノードのクラス）"


def root_score(score: str) -> str:
    return f"根でのテストの{score}"


def node_score() -> str:
    return "ラベル付きの全ノード"


def classes() -> str:
    return "クラスごとの件数"


def left_out(reason: Words | str) -> str:
    return f"対象外: {reason}"


def no_result(reason: Words | str) -> str:
    return f"結果なし: {reason}"


def not_scored() -> str:
    return "結果なし: 評価されていません"


def rates(low: str, high: str) -> str:
    return f"{low}〜{high}"


def outside(first: int, last: int) -> str:
    """Why the chosen rate is not in the good range: after how many updates each was found."""
    if first == last:
        return "良好な範囲の外（他のシードで最良）"
    return f"更新{first:,}回での良好な範囲の外（{last:,}回では最良）"


def lost(number: int, total: int) -> str:
    return f"{total:,}回中{number:,}回"


def wall_time() -> str:
    return "経過時間の内訳"


def wall_time_caption() -> str:
    return "各段階は待ち時間を表し、合計が全体の経過時間に等しい"


def trainings() -> str:
    return "学習に費やした時間"


def trainings_caption() -> str:
    return (
        "セルごとの、全ワーカーの学習時間の合計（秒）と、ネットワーク（順伝播、逆伝播、損失）、"
        "最適化手法（勾配クリッピング、更新）、検証データの評価、"
        "その他（ミニバッチ、チェックポイント、記録）の割合"
    )


def on_page(title: str, workers: str, caption: str) -> str:
    return f"{title}（{workers}）。{caption}"


def in_markdown(title: str, caption: str) -> str:
    return f"**{title}** {caption}。"


def about(
    data: str, backend: str, dtype: str, workers: str, machine: str, versions: tuple[str, ...]
) -> str:
    return f"{data}、バックエンド {backend}、{dtype}、{workers}、{machine}、{'、'.join(versions)}"


def too_old() -> str:
    return "これらの実行は、時間の内訳が記録されるようになる前のものです。"


ROWS = {
    "stage": "段階",
    "whole": "経過時間",
    "trainings": "学習の対象",
    "all_cells": "全セル",
    "baselines": "ベースライン",
    "wall_time": "経過時間",
    "together": "合計",
    "stage_corner": "段階",
    "trainings_corner": "対象",
}


def row(name: str) -> str:
    """Rows and corners of the tables of time."""
    return ROWS.get(name, name)

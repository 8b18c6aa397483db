"""Trained models and new data."""

from typing import Literal

from recurra.words.ja.phrases import quoted
from recurra.words.ja.tasks.scores import called

STEPS = {"step": "1ステップの入力", "token": "トークン", "future": "既知の将来の値"}


def unknown_task(name: str) -> str:
    return f"モデルのマニフェストのタスク（{name}）に対応していません"


def manifest(place: str, reason: str) -> str:
    return f"モデルのマニフェストに誤りがあります（{place}: {reason}）"


def inputs(taken: int, named: int) -> str:
    return f"モデルの入力は{taken}個ですが、マニフェストでは{named}個です"


def outputs(given: int, named: int) -> str:
    return f"モデルの出力は{given}個ですが、マニフェストでは{named}個です"


def cannot_answer(reason: str) -> str:
    return f"モデルの出力を計算できません（{reason}）"


def not_finite() -> str:
    return (
        "モデルの出力が有限の数になりません。"
        "モデルが壊れているか、入力の値が学習時と大きく異なります"
    )


def no_source() -> str:
    return "モデルに訓練データの読み方が記録されていません"


def not_savable() -> str:
    return (
        "このモデルは直接組み立てられています。"
        "recurra.export.bundle.save でネットワークを保存してください"
    )


def stream_of_baseline() -> str:
    return "ベースラインは状態をもたないので、逐次処理には使えません"


def stream_of_trees() -> str:
    return "木には時間ステップがないので、木のモデルは逐次処理には使えません"


def stream_of_changes(name: str) -> str:
    return f"変化量（{name}）のモデルは1つ前の行が必要なので、逐次処理には使えません"


def stream_of_resampled() -> str:
    return "集約した行（--prepare）のモデルは数行ごとにしか答えないため、逐次処理には使えません"


def no_step(
    what: Literal["step", "token", "future"], shape: tuple[int, ...], found: tuple[int, ...]
) -> str:
    return f"{STEPS[what]}には形状{shape}の有限の数を指定してください（指定された形状: {found}）"


def no_token(number: int, tokens: int) -> str:
    return f"トークンは0から{tokens - 1}までの番号で指定してください（指定: {number}）"


def no_label(data: str, example: int, classes: tuple[str, ...]) -> str:
    return (
        f"{data}の{example}番目のデータに{'、'.join(classes)}のいずれかのラベルがありません。"
        "評価にはラベルを付けてください"
    )


def no_root_label(data: str, tree: int, classes: tuple[str, ...]) -> str:
    return (
        f"{data}の{tree}番目の木の根に{'、'.join(classes)}のいずれかのラベルがありません。"
        "評価にはラベルを付けてください"
    )


def no_values(names: tuple[str, ...]) -> str:
    return f"{'、'.join(names)}の値がありません"


def no_trees(data: str) -> str:
    return f"{data}には木がありません。このモデルには学習時と同じく木のデータを指定してください"


def takes(what: str) -> str:
    return f"このモデルのセルが扱えるのは{what}です"


def other_scaler(columns: int, groups: int) -> str:
    return f"scaler が{columns}列・{groups}グループに合っていません"


def no_spread(name: str) -> str:
    return f"{name} の幅に0以下の値があります"


def other_targets() -> str:
    return "centre と spread の数が予測対象と合っていません"


def column_not_read(name: str) -> str:
    return f"facts の列{quoted(name)}が読み込む列にありません"


def no_transform(name: str) -> str:
    return f"facts の変換{quoted(name)}はありません"


def other_head(task: str) -> str:
    return f"ネットワークの出力層が、{called(task)}のタスクのものではありません"

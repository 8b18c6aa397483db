"""Trained models and new data."""

from recurra.words.ja.phrases import quoted


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

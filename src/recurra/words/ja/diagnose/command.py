"""What the command line says around diagnoses."""


def help() -> str:
    return (
        "学習済みのネットワークがどこまで過去を覚え、学習しているか、"
        "ゲートやユニットが何をしているかを診断します。\n\n"
        "診断項目ごとに数値、閾値、判定、対処を表示し、"
        "findings.jsonl と図のあるページ、各図の SVG を書き出します。"
    )


def folder() -> str:
    return "比較または `recurra fit` のフォルダ、あるいはモデルのフォルダ。"


def data() -> str:
    return "学習に使ったものと同じ種類のファイル。省略時はモデル自身の検証データ。"


def questions() -> str:
    return "診断項目（コンマ区切り）。省略時はすべて。"


def out() -> str:
    return "診断結果とページのフォルダ。省略時は DIR/diagnosis。"


def json() -> str:
    return "診断結果を JSON Lines で表示します。"


def is_file(place: str) -> str:
    return f"{place} はファイルです。--out に別の場所を指定してください"


def page(path: str) -> str:
    return f"ページ: {path}"

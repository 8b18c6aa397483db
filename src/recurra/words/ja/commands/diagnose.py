"""What `--help` says of `recurra diagnose`."""


def does() -> str:
    return (
        "学習済みネットワークがどこまで過去を覚え、どこまでさかのぼって学習できるか、"
        "またゲートとユニットがどう働いているかを診断します。\n\n"
        "診断項目ごとに、数値、閾値、判定、助言を表示します。findings.jsonl、図入りのページ、"
        "各図のSVGを書き出します。"
    )


def folder() -> str:
    return "比較または `recurra fit` の出力フォルダ、あるいはモデル自体のフォルダ。"


def data() -> str:
    return "学習に使ったものと同じ形式のファイル。省略時はモデル自身の検証データ。"


def questions() -> str:
    return "診断項目（コンマ区切り）。省略時はすべて。"


def out() -> str:
    return "診断結果とページの出力フォルダ。省略時はDIR/diagnosis。"


def json() -> str:
    return "診断結果をJSON Linesで表示します。"

"""The gallery of cells: a table, a page for each, the page of the documentation."""

from recurra.words.ja.described_cells import more_of, summary_of

HEADS = {
    "cell": "セル",
    "states": "状態",
    "parameters": "パラメータ数",
    "inside": "ループ内",
    "operations": "演算数",
    "what": "説明",
    "transcendental": "exp、tanh",
}
ROWS = {
    "from": "出典",
    "states": "状態",
    "options": "オプション",
    "starts": "初期値",
    "tensors": "テンソル",
    "parameters": "パラメータ数",
    "before_loop": "ループの外",
    "projected": "射影",
}


def summary(cell: str, own: str) -> str:
    return summary_of.get(cell, own)


def more(cell: str, own: str) -> str:
    return more_of.get(cell, own)


def head(name: str) -> str:
    return HEADS.get(name, name)


def row(name: str) -> str:
    return ROWS.get(name, name)


def tree() -> str:
    return "木構造"


def none() -> str:
    return "なし"


def legend(inputs: int, units: int) -> str:
    return (
        "* は標準で比較するセル。m: 入力の次元数、n: ユニット数。バイアスはゲートごとに1つ。\n"
        "ループ内: 直前の時刻を待つ積の重みの数（他の積は全時刻をまとめて計算します）。\n"
        f"演算数: m={inputs}、n={units}の系列1本の1ステップあたり。"
        "積和は2演算とし、exp、tanhなどは含みません。"
    )


def formula(formula: str) -> str:
    return f"{formula}  （m: 入力数、n: ユニット数）"


def sizes(inputs: int, units: int) -> str:
    return f"m={inputs}、n={units}"


def counts(parameters: int, operations: int, transcendental: int) -> str:
    return (
        f"パラメータ数{parameters:,}、1ステップの演算数{operations:,}（積和は2演算）、"
        f"exp、tanhなどの計算{transcendental:,}回"
    )


def introduction(command: str, inputs: int, units: int) -> str:
    return (
        "# セルの一覧\n"
        "\n"
        f"`src/recurra/cells` のファイルから `{command}` で作成しました。\n"
        "各セルは名前で指定し、オプションは括弧に書きます: "
        '`recurra compare digits --cells "lstm,lstm6(f=0.59)"`、\n'
        '`recurra.Recurrent("lstm6(f=0.59)", 28, 100)`。\n'
        "\n"
        "mは入力の次元数、nはユニット数です。バイアスはゲートごとに1つです。「ループ内」は、\n"
        "直前の時刻を待つ積の重みの数です。他の積は全時刻をまとめて計算します。\n"
        f"演算数は、m = {inputs}、n = {units}の系列1本の1ステップあたりの値で、\n"
        "積和を2演算と数えます。exp、tanhなどは別に数えます。\n"
    )


def family(title: str, file: str) -> str:
    return file


def notes(own: str) -> str:
    return ""

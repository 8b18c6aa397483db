"""Beyond which depth does a word no longer change the root?"""


def question() -> str:
    return "どの深さより下の単語が出力に影響しなくなるか"


def conditions() -> str:
    return "木ごとの値の平均、単語は別の木のものに置き換え"


def same() -> str:
    return "単語によらず出力が同じです。何も学習していないか、固着しています。"


def reach(
    number: float, deepest: int, gradient: bool, faded: float | None, needed: int | None
) -> str:
    seen = (
        f"出力は深さ{deepest}まで、すべての深さの単語に依存しています。"
        if number >= deepest
        else f"深さ{number:.0f}より下の単語は、出力に影響しません。"
    )
    if faded is not None:
        seen += f"勾配で測ると、深さ{faded:.0f}から先の単語の影響は1%未満です。"
    elif gradient:
        seen += "勾配で測っても、十分な数の単語があるすべての深さで影響があります。"
    if needed is None:
        return f"{seen}データの情報がどの深さまであるかは、分かりませんでした。"
    return f"{seen}データの情報は深さ{needed}まであります。"


def when_short() -> str:
    return (
        "記憶がデータに必要な深さに足りません。"
        "記憶を持つ別のセル（rlstm、nary、childsum）を使う、"
        "忘却ゲートのバイアスを大きくする、ユニットを増やす、"
        "または全ノードのラベルで学習してください（--task nodes）。"
    )


def changes() -> str:
    return "単語を置き換えたときの根での出力の変化"


def all_replaced() -> str:
    return "その深さから下をすべて置き換え"


def one_replaced() -> str:
    return "その深さの1語だけを置き換え"


def needed() -> str:
    return "データの情報はここまで"


def changes_reading() -> str:
    return (
        "1本目の線が破線を下回るところから先では、それより深い単語に"
        "根の出力が依存しません。3本目の線は、その深さの単語での勾配を、"
        "根に最も近い単語に対する比で示します。"
    )


def score_reading() -> str:
    return (
        "その深さから下の単語をすべて別の木のものに置き換えたときのスコアです。"
        "線が平らになるところより深い単語は、"
        "このネットワークの役に立っていません。"
    )

"""How far down a tree does learning reach?"""


def question() -> str:
    return "学習は木のどの深さまで届くか"


def unit() -> str:
    return "根の勾配ノルムに対する比"


def conditions() -> str:
    return "同じ深さのノードについての中央値、帯は10〜90パーセンタイル"


def relative() -> str:
    return "木を下る勾配比（正規化）"


def to_least_depth() -> str:
    return "勾配ノルム（最も浅い深さに対する比）"


def relative_reading() -> str:
    return (
        "線が水平なら、深いノードも根に近いノードと同じだけ学習に寄与します。"
        "下の破線より下では学習がその深さにほとんど届かず、"
        "上の破線より上では深いノードが根に近いノードをかき消します。"
    )


def raw() -> str:
    return "入力での勾配比（論文と同じ、正規化なし）"


def at_inputs() -> str:
    return "‖dL/dx‖ ÷ 根の‖dL/dh‖"


def raw_reading() -> str:
    return (
        "同じ比を単語で見たもので、セルの間では比較できません。"
        "高さには入力の重みが含まれることがあるため、"
        "記憶について意味があるのは傾きだけです。"
    )


def no_ratio() -> str:
    return "根の勾配が0か有限でない値のため、比を求められません。"


def no_way_down() -> str:
    return "根の下にノードがない木ばかりで、下る経路がありません。"


def reaches(depth: float, number: float, end: float | None, depths: int, limit: float) -> str:
    far = f"深さ{depth:.0f}での勾配は、根の勾配の{number:.2g}倍です。"
    if end is None:
        return f"{far}全{depths}段の深さで{limit:.0%}以上を保っています。"
    return f"{far}深さ{end:.0f}から先では{limit:.0%}を下回ります。"


def when_small() -> str:
    return (
        "より深いところの情報が必要なタスクであれば、"
        "記憶を持つ別のセル（rlstm、nary、childsum）を使う、"
        "忘却ゲートのバイアスを大きくして学習を始める、"
        "または全ノードのラベルで学習してください（--task nodes）。"
    )


def when_large() -> str:
    return (
        "勾配が木を下るにつれて大きくなっています。"
        "勾配のノルムをクリップするか、学習率を下げてください。"
    )

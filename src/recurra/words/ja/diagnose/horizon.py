"""Beyond which distance does an input no longer change the answer?"""


def question() -> str:
    return "どれだけ前の入力から出力に影響しなくなるか"


def conditions() -> str:
    return "例ごとの値の平均、過去は別の例のものに置き換え"


def alone(trees: bool, one: bool) -> str:
    two = "2本の木" if trees else "2つの例"
    found = "1つしかありません" if one else "すべて同じです"
    return f"過去を別の例のものに置き換えるには{two}が必要ですが、{found}。"


def give_two(trees: bool) -> str:
    two = "異なる木を2本以上" if trees else "異なる例を2つ以上"
    return f"{two}含むデータを与えてください。"


def same() -> str:
    return "入力によらず出力が同じです。何も学習していないか、固着しています。"


def reach(number: float, steps: int, needed: int) -> str:
    seen = (
        f"出力は全{steps}ステップに依存しています。"
        if number >= steps
        else f"末尾から{number:.0f}ステップ以上前の入力は、出力に影響しません。"
    )
    if not needed:
        return f"{seen}データの情報がどこまで過去にさかのぼるかは、分かりませんでした。"
    return f"{seen}データの情報は、末尾から{needed}ステップまでさかのぼります。"


def when_same() -> str:
    return "学習を長くするか学習率を変え、動かないユニットやゲートの固着がないか確かめてください。"


def when_short() -> str:
    return (
        "記憶がデータに必要な長さに足りません。"
        "忘却ゲートのバイアスを大きくする（init='chrono'）、記憶の長いセルを使う、"
        "ユニットを増やす、または時間の刻みを粗くしてください。"
    )


def changes() -> str:
    return "入力を置き換えたときの出力の変化"


def all_replaced() -> str:
    return "それより前をすべて置き換え"


def one_replaced() -> str:
    return "その入力だけを置き換え"


def needed() -> str:
    return "データの情報はここまで"


def changes_reading() -> str:
    return (
        "1本目の線が破線を下回るところから先では、それより前の入力に"
        "出力が依存しません。ネットワークはそれを忘れています。"
    )


def score() -> str:
    return "入力を置き換えたときのスコア"


def score_reading() -> str:
    return (
        "その距離から先をすべて別の例の過去に置き換えたときのスコアです。"
        "線が平らになるところから先の入力は、このネットワークの役に立っていません。"
    )

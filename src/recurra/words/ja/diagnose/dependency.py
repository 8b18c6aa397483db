"""How far back do the data need?"""

from recurra.words import Text


def question() -> str:
    return "データの情報はどこまで過去にさかのぼるか"


def the_data() -> str:
    return "データ"


def title() -> str:
    return "1つの入力から分かること"


def alone() -> str:
    return "1つの入力だけで説明できる割合"


def reading() -> str:
    return (
        "破線より上では、その距離の入力1つだけからでも、"
        "偶然を超えて正解が分かります。"
        "それより手前までしか覚えていないネットワークは、使える情報を捨てています。"
    )


def conditions(examples: int, trees: bool, origin: Text, shuffles: int) -> str:
    of = f"{origin}の" if origin else ""
    kind = f"木{examples:,}本" if trees else f"{examples:,}件"
    vectors = "、単語はこのネットワークの単語ベクトル" if trees else ""
    return (
        f"{of}{kind}、リッジ回帰（2分割交差検証）、"
        f"偶然の水準はシャッフル{shuffles}回の最大値{vectors}"
    )


def nothing() -> str:
    return (
        "単独で、線形に正解を説明できる入力はありません。データに必要な記憶の長さは、"
        "図「入力を置き換えたときのスコア」から読み取ってください。"
    )


def up_to(steps: int, length: int) -> str:
    return (
        f"末尾から{steps}ステップまでの入力は、それぞれ単独でも、"
        f"偶然を超えて正解の情報を持っています（典型的な系列長は{length}）。"
    )

"""How deep in the trees do the data carry information?"""


def question() -> str:
    return "データの情報は木のどの深さまであるか"


def title() -> str:
    return "ある深さの入力から分かること"


def by_mean() -> str:
    return "その深さの平均だけで説明できる割合"


def reading() -> str:
    return (
        "破線より上では、その深さの単語だけからでも、偶然を超えて正解が分かります。"
        "そこまで深いものを忘れるネットワークは、使える情報を捨てています。"
    )


def nothing() -> str:
    return (
        "単独で、線形にクラスを説明できる深さはありません。データに必要な深さは、"
        "図「入力を置き換えたときのスコア」から読み取ってください。"
    )


def down_to(depth: int, typical: int) -> str:
    return (
        f"深さ{depth}までの単語は、深さごとに単独で見ても、"
        f"偶然を超えてクラスの情報を持っています（典型的な木の深さは{typical}）。"
    )

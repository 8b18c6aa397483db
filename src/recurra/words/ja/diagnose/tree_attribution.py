"""Which words decide?"""


def question() -> str:
    return "どの単語が出力を決めているか"


def conditions(trees: int, occluded: int, points: int) -> str:
    return f"うち最初の{trees}本、オクルージョンは{occluded}本、積分点{points}個、x0 は零ベクトル"


def by_depth() -> str:
    return "深さごとの単語の寄与"


def by_depth_reading() -> str:
    return (
        "値が大きいほど、その深さの単語1つが根での出力を大きく動かします。"
        "測り方は2通りです。積分勾配は出力をすべての単語に配分し、"
        "オクルージョンは1語だけを空白に置き換えます。"
    )


def drawing(tree: int) -> str:
    return f"木{tree}での寄与"


def coloured() -> str:
    return "単語（色は出力への寄与）"


def nothing() -> str:
    return "出力を動かす単語はありません。"


def half(depth: int, there: int, words: int) -> str:
    return (
        f"寄与の半分は深さ{depth}までに集まっています。"
        f"そこには全{words:,}語のうち{there:,}語があります。"
    )

"""Which inputs decide?"""


def question() -> str:
    return "どの入力が出力を決めているか"


def unit() -> str:
    return "F(x) - F(x0) のうち寄与の総和に含まれない割合"


def conditions(examples: int, points: int) -> str:
    return f"うち最初の{examples}件、積分点{points}個、x0 は訓練データの平均"


def by_distance() -> str:
    return "各ステップの寄与"


def by_distance_reading() -> str:
    return (
        "値が大きいほど、その距離にある入力が出力を大きく動かします。"
        "測り方は2通りです。積分勾配は出力をすべての入力に配分し、"
        "オクルージョンは1ステップだけを空白に置き換えます。"
    )


def one() -> str:
    return "1つの例での寄与"


def channels() -> str:
    return "入力のチャネル"


def colours() -> str:
    return (
        "橙色の入力はその出力を支持し、青色の入力は打ち消します。"
        "色の薄い入力はほとんど関与していません。"
    )


def nothing() -> str:
    return "出力を動かす入力はありません。"


def half(last: int, steps: int, far: float) -> str:
    return (
        f"寄与の半分は、{steps}ステップのうち最後の{last}ステップに集まっています。"
        f"末尾から最も遠い4分の1のステップの寄与は{far:.1%}です。"
    )


def jagged() -> str:
    return (
        "寄与の総和が出力と一致しません。x0 と入力の間でモデルの変化が急なため、"
        "この積分では追いきれません。オクルージョンの結果を優先してください。"
    )

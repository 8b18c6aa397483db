"""How does the gradient ratio change while it trains?"""


def question() -> str:
    return "勾配比は学習中にどう変わるか"


def every(given: int) -> str:
    return f"every は1以上の更新回数で指定してください（指定値: {given}）"


def no_look() -> str:
    return (
        "このプローブの観測中に学習が行われていません。"
        "fit の probes に渡して学習してから呼び出してください"
    )


def unit(trees: bool) -> str:
    return f"{'根' if trees else '末尾'}の勾配ノルムに対する比"


def went(trees: bool, before: float, start: int, after: float, end: int) -> str:
    place = "最も深いノード" if trees else "先頭のステップ"
    return (
        f"{place}での比は、更新{start}回目の{before:.2g}から、"
        f"更新{end}回目の{after:.2g}へ変わりました。"
    )


def conditions(trees: bool, every: int) -> str:
    members = "ノード" if trees else "例"
    return f"ミニバッチの{members}ごとの値の中央値、更新{every}回ごと"


def title() -> str:
    return "学習中の勾配比"


def relative(trees: bool) -> str:
    return f"勾配ノルム（{'根' if trees else '末尾'}に対する比）"


def place(trees: bool, distance: int) -> str:
    return f"深さ{distance}" if trees else f"末尾から{distance}ステップ前"


def reading() -> str:
    return (
        "学習につれて線が上がれば、ネットワークはより遠い過去に届くようになっています。"
        "下がれば、末尾だけを見るようになっています。"
    )

"""Children of a node of a tree, in equations."""

from recurra.words.ja.phrases import quoted


def no_rep_with_inputs() -> str:
    return "子の rep は葉の入力ですが、このセルはすべてのノードに入力があります"


def use_states(states: tuple[str, ...]) -> str:
    return f"子の状態（{', '.join(states)}）を使ってください。"


def has_no(what: str) -> str:
    return f"子に{quoted(what)}はありません"


def has(names: tuple[str, ...]) -> str:
    return f"使えるのは {', '.join(names)} です。"


def is_no_value() -> str:
    return "子そのものは式の値ではありません"


def use_one_of(names: tuple[str, ...]) -> str:
    return f"子の状態（{', '.join(names)}）のどれかを使ってください。"


def number_is_open() -> str:
    return "子の数は決まっていません"


def write_total() -> str:
    return "total(... for k in children) と書いてください。"


def total_takes_children(got: str) -> str:
    return f"total(...) には木構造のセルの子の値を渡してください（渡された値: {got}）"


def nothing_of_a_child() -> str:
    return "total(...) の中に子の値がありません"


def multiply_instead() -> str:
    return "代わりにその値を掛けてください。"

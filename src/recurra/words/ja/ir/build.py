"""What a cell's function returns."""

from recurra.words.ja.phrases import quoted


def returns_nothing() -> str:
    return "関数が何も返していません"


def return_states(states: tuple[str, ...]) -> str:
    return f"最後に `return {', '.join(states)}` と書いてください。"


def returns_other_number(values: int, states: tuple[str, ...]) -> str:
    return f"{len(states)}個の状態（{', '.join(states)}）に対して{values}個の値を返しています"


def return_each_state() -> str:
    return "各状態の新しい値をこの順に返してください。"


def state_is_one_number(state: str) -> str:
    return f"新しい{quoted(state)}がユニットごとの値ではなく1つの数になっています"


def make_it_of_products() -> str:
    return "行列との積、または状態から計算してください。"


def state_is_of_each_child(state: str) -> str:
    return f"新しい{quoted(state)}がノードに1つではなく子ごとの値になっています"


def sum_over_children() -> str:
    return "子について和をとってください: total(... for k in children)。"

"""The functions of equations, called wrongly."""


def takes_values(function: str, wanted: int, given: int) -> str:
    return f"{function} の引数は{wanted}個ですが、{given}個渡されています"


def give_each() -> str:
    return "必要な数だけ渡してください。"


def takes_parameter(function: str, got: str) -> str:
    return f"{function}(...) にはセルのパラメータを渡してください（渡された値: {got}）"


def takes_values_of_equations(function: str, got: str) -> str:
    return f"{function} にはセルの式の値を渡してください（渡された値: {got}）"


def no_such_blocks(heads: str) -> str:
    return f"行列を{heads}個のブロックにはできません"


def give_whole_number() -> str:
    return "1以上の整数を指定してください。"

"""Powers in equations."""


def power_is_no_number(exponent: float) -> str:
    return f"指数 {exponent} は数ではありません"


def give_finite_power() -> str:
    return "有限の数を指定してください。"


def no_power_of_a_value(base: str) -> str:
    return f"{base} は式の値で累乗できません"


def base_above_zero() -> str:
    return "底は式の値か、0より大きい数にしてください。"

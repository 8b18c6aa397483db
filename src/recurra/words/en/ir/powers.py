"""Powers in equations."""


def power_is_no_number(exponent: float) -> str:
    return f"the power {exponent} is no number"


def give_finite_power() -> str:
    return "Give a finite one."


def no_power_of_a_value(base: str) -> str:
    return f"{base} has no power of a value"


def base_above_zero() -> str:
    return "The base is a value, or above 0."

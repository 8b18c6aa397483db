"""All questions about one model."""


def not_finite(model: str) -> str:
    return f"{model} answers with numbers that are not finite"


def no_states(model: str) -> str:
    return f"{model} has no cell: it keeps no states and has no gates that could be looked at."

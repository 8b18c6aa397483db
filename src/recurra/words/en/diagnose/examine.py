"""All questions about one model."""


def not_finite(model: str) -> str:
    return f"{model} answers with numbers that are not finite"

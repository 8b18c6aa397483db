"""Sizes as they are typed."""


def not_a_shape(given: str) -> str:
    return f"{given!r} is no shape; write steps, sequences, inputs and units: 28,64,28,100"

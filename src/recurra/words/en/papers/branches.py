"""Trainings on trees."""


def no_parts() -> str:
    return "these trees have no parts"


def no_trees(data: str) -> str:
    return f"{data} holds no trees"

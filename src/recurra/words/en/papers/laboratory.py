"""A reproduction under way."""


def search() -> str:
    return "learning rates"


def finals() -> str:
    return "final trainings"


def interrupted(command: str) -> str:
    return f"interrupted; what is done is kept. Go on with: {command}"

"""The columns with the answers."""


def too_many(count: int, numeric: bool) -> str:
    what = "numbers" if numeric else "texts"
    return f"{count:,} different {what} are no classes"


def as_value(name: str) -> str:
    return f"Ask for the number itself: --target {name} --task regression"

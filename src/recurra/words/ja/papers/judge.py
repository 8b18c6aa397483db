"""What is measured, and what is expected of it."""


def skill() -> str:
    return "スキル"


def difference_of_skill() -> str:
    return "スキルの差"


def rank_correlation() -> str:
    return "順位相関"


def expected(least: float | None, most: float | None) -> str:
    bounds = ((least, "以上"), (most, "以下"))
    return "、".join(f"{bound:g}{word}" for bound, word in bounds if bound is not None)

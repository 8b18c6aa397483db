"""What is measured, and what is expected of it."""


def skill() -> str:
    return "skill"


def difference_of_skill() -> str:
    return "difference of skill"


def rank_correlation() -> str:
    return "rank correlation"


def expected(least: float | None, most: float | None) -> str:
    bounds = (("at least", least), ("at most", most))
    return " and ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)

"""How far down a tree does learning reach?"""


def question() -> str:
    return "How far down a tree does learning reach?"


def unit() -> str:
    return "of the gradient norm at the root"


def conditions() -> str:
    return "median over the nodes of a depth; band: 10th to 90th percentile"


def relative() -> str:
    return "Gradient ratio down the tree, normalised"


def to_least_depth() -> str:
    return "gradient norm, relative to the least depth"


def relative_reading() -> str:
    return (
        "A level line means that a node deep in the tree teaches as much as one near the root. "
        "Below the lower dashed line learning hardly reaches that deep; above the upper one "
        "deep nodes drown those near the root."
    )


def raw() -> str:
    return "Gradient ratio at the inputs, raw as in the paper"


def at_inputs() -> str:
    return "‖dL/dx‖ over ‖dL/dh‖ at the root"


def raw_reading() -> str:
    return (
        "The same at the words, not made comparable: its height may contain the input's "
        "weights, so only its slope says something about memory."
    )


def no_ratio() -> str:
    return "The gradient at the root is zero or not finite, so there is no ratio."


def no_way_down() -> str:
    return "The trees have no node below the root, so there is no way down."


def reaches(depth: float, number: float, end: float | None, depths: int, limit: float) -> str:
    far = f"At depth {depth:.0f} the gradient is {number:.2g} of that at the root"
    if end is None:
        return f"{far}; at all {depths} depths it stays above {limit:.0%}."
    return f"{far}; from depth {end:.0f} on it is below {limit:.0%}."


def when_small() -> str:
    return (
        "If the task needs what lies deeper: take another cell with a memory (rlstm, nary, "
        "childsum), start with a larger forget bias, or let the labels of all nodes teach "
        "(--task nodes)."
    )


def when_large() -> str:
    return "Gradients grow on their way down: clip their norm, or lower the learning rate."

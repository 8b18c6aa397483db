"""How far back does learning reach?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "How far back does learning reach?"


def unit() -> str:
    return "of the gradient norm at the end"


def conditions() -> str:
    return "median over examples; band: 10th to 90th percentile"


def relative() -> str:
    return "Gradient ratio, normalised"


def to_distance_0() -> str:
    return "gradient norm, relative to distance 0"


def relative_reading() -> str:
    return (
        "A line that stays level means that an early step teaches as much as a late one. "
        "Below the lower dashed line learning hardly reaches that far; above the upper one "
        "far steps drown near ones."
    )


def raw() -> str:
    return "Gradient ratio at the inputs, raw as in the paper"


def at_inputs() -> str:
    return "‖dL/dx‖ over ‖dL/ds‖ at the end"


def raw_reading() -> str:
    return (
        "The same at the inputs, not made comparable: its height contains the input's weights, "
        "so only its slope says something about memory."
    )


def no_ratio() -> str:
    return "The gradient at the end is zero or not finite, so there is no ratio."


def reaches(number: float, end: float | None, steps: int, limit: float) -> str:
    far = f"The gradient that reaches the first step is {number:.2g} of that at the end"
    if end is None:
        return f"{far}; over all {counted(steps, 'step')} it stays above {limit:.0%}."
    return f"{far}; from {end:.0f} steps before the end on it is below {limit:.0%}."


def when_small() -> str:
    return (
        "If the task needs what lies further back: start with a larger forget bias "
        "(init='chrono' sets it from the longest dependency), take a cell with an additive "
        "memory (lstm, gru, scrn), or shorten the sequences."
    )


def when_large() -> str:
    return (
        "Gradients grow on their way back: clip their norm, lower the learning rate, or start "
        "with orthogonal recurrent weights (init='orthogonal')."
    )

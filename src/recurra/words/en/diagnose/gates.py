"""Are gates stuck?"""

from recurra.words import Text, Words


def question() -> str:
    return "Are gates stuck?"


def unit() -> str:
    return "of the gate units are shut all the time"


def conditions(shut: float, open: float) -> str:
    return f"shut: below {shut}, open: above {open}"


def none() -> str:
    return "There is no gate here: no value between 0 and 1 multiplies another."


def gate(name: Text, mean: float, start: float | None, shut: float, open: float) -> str:
    began = "" if start is None else f" ({start:.2f} at the start)"
    return f"{name} is open to {mean:.2f} on average{began}, {shut:.0%} shut, {open:.0%} open"


def each(gates: tuple[Words, ...]) -> str:
    return f"{'; '.join(map(str, gates))}."


def worst(name: Text) -> str:
    return (
        f"Worst is {name}: start its bias higher (the forget path: forget_bias=1 or more), "
        "scale the inputs, or lower the learning rate; where it stays shut anyway, a smaller "
        "network or a cell without it does the same."
    )


def saturation() -> str:
    return "Saturation of each unit's gates"


def share_open() -> str:
    return "share of the steps at which it is open (above 0.9)"


def share_shut() -> str:
    return "share at which it is shut (below 0.1)"


def saturation_reading() -> str:
    return (
        "A dot is one unit of one gate. Near the lower left corner a gate really regulates; at "
        "the top it is shut, at the right it stands open all the time and might as well be "
        "left out."
    )


def openness() -> str:
    return "How far each gate is open, unit by unit"


def most_open_first() -> str:
    return "units, from the most open to the least"


def mean() -> str:
    return "mean value of the gate"


def openness_reading() -> str:
    return "A mean between the dashed lines says that the gate is neither shut nor wide open."

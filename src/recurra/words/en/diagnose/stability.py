"""Do gradients vanish or explode on their way through time?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "Do gradients vanish or explode on the way?"


def unit() -> str:
    return "per step (natural logarithm of the growth)"


def conditions(low: float, high: float) -> str:
    return f"median over examples, 10th to 90th percentile {low:.3g} to {high:.3g}"


def grows(each: float, whole: float, steps: int) -> str:
    return (
        f"A gradient is multiplied by {each:.3g} at each step back, {whole:.2g} over "
        f"{counted(steps, 'step')}."
    )


def when_small() -> str:
    return (
        "Gradients die out: raise the forget bias (init='chrono'), start with orthogonal or "
        "identity recurrent weights (init='orthogonal'), or take a cell with an additive "
        "memory. Truncating back-propagation beyond this reach costs nothing."
    )


def when_large() -> str:
    return (
        "Gradients grow without bound: clip the gradient's norm, lower the learning rate, "
        "truncate back-propagation, or start with smaller recurrent weights."
    )


def growth() -> str:
    return "A gradient on its way back"


def to_the_end() -> str:
    return "size, relative to the end"


def growth_reading() -> str:
    return (
        "Falling: gradients vanish on the way, and the network forgets small differences on "
        "the same way forth. Rising: they explode. Level: the network keeps what it was told."
    )


def norms() -> str:
    return "Gradient norms through time"


def norm() -> str:
    return "‖dL/ds‖ of one example"


def norms_reading() -> str:
    return "The same seen from the loss: how much each step's states still matter to it."

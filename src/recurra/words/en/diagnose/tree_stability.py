"""Do gradients vanish or explode on their way down a tree?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "Do gradients vanish or explode on their way down the tree?"


def unit() -> str:
    return "per edge (natural logarithm of the growth)"


def conditions(low: float, high: float) -> str:
    return f"median over trees, 10th to 90th percentile {low:.3g} to {high:.3g}"


def no_edges() -> str:
    return "median over trees, none has an edge between states"


def nothing_passed() -> str:
    return "The trees have no edge between two nodes with states, so nothing is passed down."


def grows(each: float, whole: float, edges: int) -> str:
    return (
        f"A gradient is multiplied by {each:.3g} at each edge down, {whole:.2g} over "
        f"the {counted(edges, 'edge')} of a typical tree."
    )


def when_small() -> str:
    return (
        "Gradients die out on the way down: raise the forget bias, take another cell with a "
        "memory (rlstm, nary, childsum), or let the labels of all nodes teach (--task nodes)."
    )


def when_large() -> str:
    return (
        "Gradients grow without bound: clip the gradient's norm, lower the learning rate, or "
        "start with smaller weights."
    )


def growth() -> str:
    return "A gradient on its way down"


def to_the_root() -> str:
    return "size, relative to the root"


def growth_reading() -> str:
    return (
        "Falling: gradients vanish on the way, and small differences deep in the tree are "
        "forgotten on the same way up. Rising: they explode. Level: the network keeps what it "
        "was told."
    )


def norms() -> str:
    return "Gradient norms by depth"


def norm() -> str:
    return "‖dL/ds‖ of one tree"


def norms_reading() -> str:
    return "The same seen from the loss: how much the nodes of each depth still matter to it."

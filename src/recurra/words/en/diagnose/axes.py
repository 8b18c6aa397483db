"""What the axes of several figures show, and lines that several figures have."""

from recurra.words import Text


def steps_before_end() -> str:
    return "steps before the end"


def steps_from_start() -> str:
    return "steps from the start"


def steps_gone_back() -> str:
    return "steps that it has gone back"


def depth() -> str:
    return "depth: edges to the root"


def height() -> str:
    return "height: edges to the deepest leaf below"


def edges_gone_down() -> str:
    return "edges that it has gone down"


def updates() -> str:
    return "updates"


def size_over_units() -> str:
    return "root mean square over units"


def share_explained() -> str:
    return "share explained"


def change_of_answer() -> str:
    return "change of the answer, relative"


def part_in_answer() -> str:
    return "size of its part in the answer"


def score(name: Text, percent: bool) -> str:
    return f"{name} in %" if percent else f"{name}"


def steps_from_end() -> str:
    return "steps from the end"


def edges_from_root() -> str:
    return "edges from the root"


def all_states() -> str:
    return "states, all jointly"


def inputs() -> str:
    return "inputs"


def by_gradient() -> str:
    return "by gradient"


def any_gradient() -> str:
    return "any gradient at the states"


def loss_gradient() -> str:
    return "loss gradient at the states"


def integrated_gradients() -> str:
    return "integrated gradients"


def occlusion() -> str:
    return "occlusion"

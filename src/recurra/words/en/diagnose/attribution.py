"""Which inputs decide?"""

from recurra.words.en.phrases import counted


def question() -> str:
    return "Which inputs decide?"


def unit() -> str:
    return "of F(x) - F(x0) is missing from the sum of the attributions"


def conditions(examples: int, points: int) -> str:
    return f"first {examples} of them, {counted(points, 'point')}, x0 = mean of the training data"


def by_distance() -> str:
    return "How much each step decides"


def by_distance_reading() -> str:
    return (
        "The higher, the more the inputs at that distance move the answer. Two ways of asking: "
        "integrated gradients share the answer out among all inputs, occlusion blanks one step."
    )


def one() -> str:
    return "Attribution of one example"


def channels() -> str:
    return "channels of the input"


def colours() -> str:
    return "Orange speaks for the answer, blue against it; pale plays no part."


def nothing() -> str:
    return "No input moves the answer."


def half(last: int, steps: int, far: float) -> str:
    return (
        f"Half of what decides lies in the last {last} of {counted(steps, 'step')}; the farthest "
        f"quarter of the steps holds {far:.1%}."
    )


def jagged() -> str:
    return (
        "The attributions do not add up to the answer: the model is too jagged between blank and "
        "input for this rule. Trust occlusion more."
    )

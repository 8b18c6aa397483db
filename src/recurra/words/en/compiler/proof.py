"""Whether compiled kernels compute what a cell's equations say."""

from recurra.words import Words

TRIALS = {
    "equal_lengths": "equal lengths",
    "different_lengths": "different lengths",
    "trees": "trees",
}


def output() -> str:
    return "the output"


def final(state: str) -> str:
    return f"the final {state}"


def of_all_nodes(state: str) -> str:
    return f"the {state} of all nodes"


def in_training(result: Words | str) -> str:
    return f"{result} in training"


def starting(state: str) -> str:
    return f"the starting {state}"


def gradient(of: Words | str) -> str:
    return f"the gradient of {of}"


def in_trial(result: Words | str, trial: str) -> str:
    return f"{result} ({TRIALS.get(trial, trial)})"


def a_run() -> str:
    return "a run"


def raised(kind: str, error: Words | str) -> str:
    return f"{kind}: {error}"


def no_numbers() -> str:
    return "the equations gave no finite numbers to compare with"


def end_in(error: Words | str) -> str:
    return f"they end in {error}"


def is_off(result: Words | str, found: float, allowed: float) -> str:
    return f"{result} is off by {found:.1e}, where {allowed:.1e} is rounding"


def kernels_differ(reason: Words | str, report: str) -> str:
    return f"its kernels do not compute what the equations say: {reason} (report: {report})"


def reference_runs(cell: str, backend: str, reason: Words | str, report: str) -> str:
    return (
        f"cell {cell!r} runs on the reference backend, slower and right: the kernels of {backend} "
        f"do not compute what its equations say ({reason}). This is an error of recurra; please "
        f"report it with {report}"
    )


HEADS = {
    "cell": "Cell",
    "sizes": "Sizes",
    "backend": "Backend",
    "added": "Inputs that the settings of the network add",
    "limited": "Gradients limited",
    "differences": "Relative differences from the reference in float64",
    "error": "Error",
    "versions": "Versions",
}


def part_of_report(part: str, text: Words | str) -> str:
    return f"{HEADS.get(part, part)}:\n{str(text).rstrip()}\n"


def measured(result: Words | str, found: float, allowed: float) -> str:
    return f"{result}: {found:.3e}, allowed {allowed:.3e}"


def none() -> str:
    return "none"


def yes_or_no(holds: bool) -> str:
    return "yes" if holds else "no"

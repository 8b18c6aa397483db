"""Fixed, learned and gated forgetting."""

from typing import Literal

from recurra.words.en.phrases import counted
from recurra.words.numbers import UNSAID_LEVEL, per_cent

Cell = Literal["elman", "scrn", "lstm3", "lstm4a", "lstm6", "lstm"]
KINDS = {
    "elman": "no memory path",
    "scrn": "fixed, 0.95",
    "lstm4a": "fixed, 0.96",
    "lstm6": "fixed, 0.4",
    "lstm3": "learned constant",
    "lstm": "gated",
}
ABSTRACTS = {
    "lstm3": "abstract of 1701.03441 (read): comparable to the LSTM, on two data sets",
    "lstm4a": "abstract of 1707.04623 (known at second hand): comparable to the LSTM, on MNIST",
    "lstm6": "abstract of 1901.06401 (read): competitive where rate, units and constants fit",
}


def title() -> str:
    return "Fixed, learned and gated forgetting"


def cite() -> str:
    return "after Mikolov et al. 2014, Lu and Salem 2017, Le and Zuidema 2016"


def about_memory() -> str:
    return (
        "A recurrent network reads a sequence step by step and keeps what it needs later in its "
        "memory. How the memory fades is a choice: an LSTM computes at every step how much to "
        "forget (gated), several cheaper cells always keep the same share (fixed or learned "
        "constants), and Elman's network has no separate memory at all."
    )


def about_tasks() -> str:
    return (
        "Here each cell learns three tasks in which the answer depends on something that happened "
        "a known number of steps before: which keyword stood in a text (keyword), the sum of two "
        "marked numbers (adding), one of several symbols at the beginning (copy). The question is "
        "how far back each cell remembers, and whether the gradient, which teaches it, reaches "
        "that far."
    )


def cells(names: tuple[str, ...], units: int) -> str:
    return (
        f"Cells: {', '.join(str(name) for name in names)}; {counted(units, 'unit')} each (SCRN "
        "with 20 "
        "context units beside them), forget bias 1 where the equations have one."
    )


def cell(name: Cell) -> str:
    return f"{name} ({KINDS[name]})"


def tasks(steps: tuple[int, ...], examples: int) -> str:
    return (
        f"Tasks: keyword, adding, copy with dependencies of {', '.join(map(str, steps))} steps; "
        f"{counted(examples, 'example')}, ten twelfths for training."
    )


def skill(bound: float, level: float = UNSAID_LEVEL) -> str:
    return (
        "Skill: 0 by chance (of adding: by saying the mean; a squared error counts as at most "
        f"{bound:g} variances), 1 perfect. Intervals of {per_cent(f'{100 * level:g}')} over seeds "
        "and test examples."
    )


def gradient_ratio(examples: int) -> str:
    return (
        "Gradient ratio: norm of the loss's gradient at the states, all jointly, at the distance "
        f"of the dependency, over that at the last step; median over {examples} validation "
        "examples."
    )


def guessed_experiment() -> str:
    return (
        "No paper compares these cells on these tasks: the experiment is ours, put together from "
        "four papers. Every expectation names its source."
    )


def guessed_constants() -> str:
    return (
        "LSTM6's constants are those of the released code (i = 1, f = 0.4, o = 1); the papers use "
        "others (0.59 is recalled, not read)."
    )


def guessed_units() -> str:
    return (
        "Equal units, not equal parameters, as in the papers: LSTM3 has about a quarter of the "
        "LSTM's."
    )


def guessed_keyword() -> str:
    return (
        "The keyword task is known from memory only (0.85): its learning rate, batch size, "
        "optimiser and number of epochs are ours."
    )


def guessed_copy() -> str:
    return (
        "Copy asks for one of three symbols by a cue in the last step, since networks answer once."
    )


def guessed_comparable() -> str:
    return "What 'comparable' means is ours: at most 0.05 of skill below the LSTM."


def guessed_updates() -> str:
    return (
        "The papers train much longer than a run of default size; a cell that fails here may learn "
        "with more updates (--full)."
    )


def learns(task: str, steps: int) -> str:
    return f"The LSTM learns {task} over {counted(steps, 'step')} at this size of run"


def needed() -> str:
    return "needed, so that the rest means something"


def comparable(cell: Cell, task: str, steps: int) -> str:
    return (
        f"{cell} ({KINDS[cell]}) is comparable to the LSTM on {task} over {counted(steps, 'step')}"
    )


def abstract(cell: Literal["lstm3", "lstm4a", "lstm6"]) -> str:
    return ABSTRACTS[cell]


def fades(task: str, steps: int, power: int) -> str:
    return (
        f"lstm6 keeps 0.4^{steps} of what it saw {counted(steps, 'step')} before (about "
        f"10^{power}), so it "
        f"does not learn {task} over them"
    )


def hypothesis() -> str:
    return "our own hypothesis, from the equations"


def context_helps(task: str, steps: int) -> str:
    return (
        f"A fixed context of 0.95 lets SCRN remember {counted(steps, 'step')} of {task} better "
        "than Elman's "
        "network"
    )


def abstract_context() -> str:
    return "abstract of 1412.7753 (read): units that change slowly are a kind of longer memory"


def gates_help(task: str, steps: int) -> str:
    return (
        f"Gated forgetting is better than a fixed context of 0.95 over {counted(steps, 'step')} "
        f"of {task}"
    )


def ratio_tells() -> str:
    return "The gradient ratio tells where training succeeds"


def abstract_ratio() -> str:
    return "abstract of 1603.00423 (read): the ratio is highly indicative of success"


def at(task: str, steps: int) -> str:
    return f"{task}, {counted(steps, 'step')}"


def one_minus_other(one: str, other: str, task: str, steps: int) -> str:
    return f"{one} minus {other}, {task}, {counted(steps, 'step')}"


def ratio_and_skill() -> str:
    return (
        "of the ratio after training with the skill, all final trainings with a ratio above 0; "
        "0.5 is our reading of 'highly indicative'"
    )


def plot_skill(task: str) -> str:
    return f"Skill on {task}"


def steps_spanned() -> str:
    return "steps that the dependency spans"


def reading_skill() -> str:
    return (
        "A line that stays near 1 belongs to a cell that remembers so far; at 0 it answers no "
        "better than by chance."
    )


def plot_ratio(task: str) -> str:
    return f"Gradient ratio on {task}"


def steps_before_the_end() -> str:
    return "steps before the end"


def gradient_over_last() -> str:
    return "gradient at the states, over that at the end"


def reading_ratio() -> str:
    return (
        "Where a line falls far below 1, what happened so many steps before the end hardly teaches "
        "the network anything."
    )


def ratio_after(task: str, steps: int, examples: int) -> str:
    return (
        f"{task}, {counted(steps, 'step')}, after training; median over seeds of the median "
        f"over {examples} "
        "examples"
    )

"""The verdict in sentences: which model, its cost, how sure, worth it, what is cheaper.

Numbers come as they are to be shown.
"""

from typing import Literal

from recurra.words.en.phrases import counted, listed
from recurra.words.en.report.conditions import naive, seeds

About = Literal["choice", "cost", "worth", "open", "next", "sure", "cheaper"]
QUESTIONS = {
    "choice": "Which model?",
    "cost": "What does it cost?",
    "open": "What is not decided yet?",
    "next": "What to do next?",
    "sure": "And on the test part?",
    "worth": "Is a recurrent network worth it?",
    "cheaper": "Which cheaper cell loses nothing?",
}

NOTED = {
    "planning.gave_up": "What was given up for want of time?",
    "planning.more_seeds": "What is ample time used for?",
    "comparison.verdict.few_seeds": "Are these seeds enough?",
    "comparison.verdict.leak": "Do the data give the answer away?",
    "comparison.verdict.at_edge": "Was the range of learning rates wide enough?",
    "comparison.verdict.two_models": "Which models were saved?",
    "comparison.notes.other_versions": "Is it repeated with the same versions?",
}


def noted(of: str) -> str:
    """What a note is about, by its message."""
    return NOTED.get(of, "Notes")


def question(about: About) -> str:
    return QUESTIONS[about]


def question_naive(name: str) -> str:
    return f"Does anything beat {naive(name)}?"


def cost_unknown(name: str) -> str:
    return f"What {name} costs was not measured."


def cost(
    name: str,
    train: str | None,
    step: str | None,
    sequence: str | None,
    tail: str | None,
    predicting: str | None,
    training: str | None,
    disk: str | None,
    threads: int,
    machine: str,
    repeats: int,
    busy: str | None,
) -> str:
    """`tail`: 99 of 100 steps (or sequences, where no step was timed) take no longer; `busy`: so
    much of the machine did other work meanwhile."""
    parts = [f"trains in {train}"] if train is not None else []
    if step is not None or sequence is not None:
        what, time = ("step", step) if step is not None else ("sequence", sequence)
        within = f" (99 of 100 {what}s within {tail})" if tail is not None else ""
        parts.append(f"answers a {what} in {time}{within}")
    if predicting is not None:
        more = f" ({training} to train)" if training is not None else ""
        parts.append(f"needs {predicting} of memory to predict{more}")
    elif training is not None:
        parts.append(f"needs {training} to train")
    if disk is not None:
        parts.append(f"takes {disk} on disk")
    where = f"{counted(threads, 'thread')}, {machine}"
    times = f", {counted(repeats, 'repeat')}" if repeats else ""
    late = ""
    if busy is not None:
        late = (
            f" The machine was busy meanwhile: other programs took {busy} of it, so these times "
            "are too long, that of the slowest of 100 most of all."
        )
    return f"{name} {listed(parts)} ({where}{times}).{late}"


def sure_clear(others: int, level: str, seeds: int, compared: int) -> str:
    who = "The other one scores" if others == 1 else f"Each of the {others} others scores"
    return f"{who} worse ({_basis(level, seeds, compared)})."


def sure(
    equal: tuple[str, ...],
    worse: int,
    better: tuple[str, ...],
    others: int,
    unknown: tuple[str, ...],
    unfinished: tuple[str, ...],
    level: str,
    seeds: int,
    compared: int,
) -> str:
    clauses = [f"{listed(better)} scored better"] if better else []
    if equal:
        clauses.append(f"{listed(equal)} cannot be told apart from it")
    if worse:
        verb = "scores" if worse == 1 else "score"
        clauses.append(f"{worse} of the {others} others {verb} worse")
    if unfinished:
        clauses.append(f"{listed(unfinished)} had not learned to the end, so it stays open there")
    if unknown:
        clauses.append(f"for {listed(unknown)} there is no interval")
    return f"{'; '.join(clauses)} ({_basis(level, seeds, compared)})."  # names stay as they are


def no_intervals(one_seed: bool) -> str:
    if one_seed:
        return "One seed gives no interval, so nothing says whether the differences are chance."
    return "There are no intervals of the differences to the other architectures."


def naive_none(name: str, level: str, compared: int) -> str:
    return (
        f"Nothing is shown to beat {naive(name)}: neither a network nor a baseline "
        f"({_naive_basis(level, compared)})."
    )


def naive_beaten(names: tuple[str, ...], name: str, others: int, level: str, compared: int) -> str:
    """`others`: how many are not shown to beat it."""
    be = "is" if len(names) == 1 else "are"
    more = f"; the other {others} cannot be told apart from it or are worse" if others else ""
    return (
        f"{listed(names)} {be} better than {naive(name)}{more} ({_naive_basis(level, compared)})."
    )


def cheaper_single() -> str:
    return "Only one recurrent cell was scored: there is no other to compare."


def cheaper_no_interval(margin: str) -> str:
    return f"To hold a loss against the margin of {margin} it needs an interval; here is none."


def cheaper_none(level: str, margin: str) -> str:
    return (
        f"No cheaper cell is shown to lose nothing: none keeps its whole {level} interval "
        f"of the loss below the margin of {margin}."
    )


def cheaper(
    name: str,
    more: tuple[str, ...],
    recommended: str,
    parameters: tuple[str, str] | None,
    step: tuple[str, str] | None,
    score: str,
    ends: str | None,
    level: str,
    margin: str,
) -> str:
    """`parameters` and `step`: its own and those of the recommended, where its own are less."""
    less = [f"{parameters[0]} instead of {parameters[1]} parameters"] if parameters else []
    less += [f"{step[0]} instead of {step[1]} a step"] if step else []
    saving = f" ({', '.join(less)})" if less else ""
    loss = (
        ""
        if ends is None
        else (
            f": against {recommended} its {score} loses {ends} ({level} interval, relative; below "
            f"zero is a gain), below the margin of {margin}"
        )
    )
    rest = f" The same holds for {listed(more)}." if more else ""
    return f"{name} costs less{saving} and loses nothing{loss}.{rest}"


def _basis(level: str, number: int, compared: int) -> str:
    over = (
        "the test examples of one seed" if number == 1 else f"{seeds(number)} and the test examples"
    )
    return f"{level} intervals over {over}, corrected for {counted(compared, 'comparison')}"


def _naive_basis(level: str, compared: int) -> str:
    return f"test part, {level} intervals corrected for {counted(compared, 'comparison')}"

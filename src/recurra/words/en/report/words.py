"""The verdict in sentences: which model, its cost, how sure, worth it, what is cheaper.

Numbers come as they are to be shown.
"""

from typing import Literal

from recurra.words.en.phrases import counted, listed
from recurra.words.en.report.conditions import naive, seeds

QUESTIONS = {
    "choice": "Which model?",
    "cost": "What does it cost?",
    "sure": "How sure is that?",
    "worth": "Is a recurrent network worth it?",
    "cheaper": "Which cheaper cell loses nothing?",
    "note": "Note",
}
LEADS = {
    "tie": "A tie",
    "undecided": "Undecided",
    "unsettled": "Not settled against all",
    "unclear": "Not clear",
}


def question(about: Literal["choice", "cost", "sure", "worth", "cheaper", "note"]) -> str:
    return QUESTIONS[about]


def question_naive(name: str) -> str:
    return f"Does anything beat {naive(name)}?"


def headline(name: str, baseline: bool) -> str:
    return f"Take {name}, a simple baseline" if baseline else f"Take {name}"


def headline_none() -> str:
    return "No model can be recommended"


def headline_naive(name: str) -> str:
    return f"Nothing beats {naive(name)}"


def choice(name: str, baseline: bool, why: str, tested: str) -> str:
    kind = ", a simple baseline and not a recurrent network" if baseline else ""
    return f"Take {name}{kind}: {why} {tested}"


def choice_none() -> str:
    return "No model can be recommended: no training and no baseline gave a score."


def lead(why: str, tested: str) -> str:
    """Why that one, to stand below the headline."""
    return f"{why[:1].upper()}{why[1:]} {tested}"


def lead_none() -> str:
    return "No training and no baseline gave a score."


def why_only() -> str:
    return "it is the only one with a result."


def why_only_scored(score: str, value: str, seeds: int | None) -> str:
    return (
        f"it is the only one that was scored ({score} {value} on the validation "
        f"part{_mean(seeds)})."
    )


def why_best(number: int, score: str, value: str, seeds: int | None) -> str:
    return (
        f"of {number} architectures it has the best {score} on the validation part "
        f"({value}{_mean(seeds)}), the part that chooses."
    )


def why_within(
    score: str, value: str, seeds: int | None, margin: str, best: str, best_value: str
) -> str:
    return (
        f"its {score} on the validation part ({value}{_mean(seeds)}) lies within the margin of "
        f"{margin} of the best ({best}, {best_value}), which is not worth more."
    )


def tested(score: str, value: str, level: str, ends: str) -> str:
    return (
        f"On the test part, which was not used to choose, it reaches {value} {score} "
        f"({level} interval {ends})."
    )


def tested_not() -> str:
    return "It was not scored on the test part."


def tested_alone(score: str, value: str, one_seed: bool) -> str:
    reason = "one seed gives no interval" if one_seed else "no interval"
    return f"On the test part it reaches {value} {score} ({reason})."


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
) -> str:
    """`tail`: 99 of 100 steps (or sequences, where no step was timed) take no longer."""
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
    return f"{name} {listed(parts)} ({where}{times})."


def sure_clear(others: int, level: str, seeds: int, compared: int) -> str:
    who = "the other one scores" if others == 1 else f"each of the {others} others scores"
    return f"Clear: on the test part {who} worse ({_basis(level, seeds, compared)})."


def sure(
    lead: Literal["tie", "undecided", "unsettled", "unclear"],
    equal: tuple[str, ...],
    worse: int,
    others: int,
    unknown: tuple[str, ...],
    level: str,
    seeds: int,
    compared: int,
) -> str:
    clauses = [f"{listed(equal)} cannot be told apart from it"] if equal else []
    if worse:
        verb = "scores" if worse == 1 else "score"
        clauses.append(f"{worse} of the {others} others {verb} worse on the test part")
    if unknown:
        clauses.append(f"for {listed(unknown)} there is no interval")
    return f"{LEADS[lead]}: {'; '.join(clauses)} ({_basis(level, seeds, compared)})."


def sure_better(names: tuple[str, ...]) -> str:
    return (
        f"On the test part {listed(names)} scored better; the choice stays with the validation "
        "part, since a test part that chooses is no test any more."
    )


def few_seeds(number: int, enough: int) -> str:
    return (
        f"With only {seeds(number)} small differences cannot be decided; "
        f"--seeds {enough} gives narrower intervals."
    )


def one_seed(enough: int) -> str:
    return (
        "Unknown: one seed gives no interval, so nothing says whether the differences are "
        f"chance. Repeat with --seeds {enough}."
    )


def no_intervals() -> str:
    return "Unknown: there are no intervals of the differences to the other architectures."


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


def worth_no_network() -> str:
    return "No recurrent network was scored, so this run cannot say."


def worth_no_baseline() -> str:
    return "No simple baseline was scored, so this run cannot say whether a network is worth it."


def worth_unknown(
    network: str, baseline: str, difference: str | None, score: str, one_seed: bool
) -> str:
    pair = f"{network}, the best network, and {baseline}, the best simple baseline"
    why = "one seed gives no interval" if one_seed else "there is no interval"
    if difference is None:
        return f"Undecided: for {pair}, {why}, so the difference may be chance."
    differ = f"differ by {difference} of {score} on the test part, but"
    return f"Undecided: {pair} {differ} {why}, so the difference may be chance."


def worth_yes(
    network: str, baseline: str, by: str, score: str, level: str, ends: str, preferred: bool
) -> str:
    """`preferred`: the validation part chose the baseline all the same."""
    more = " The validation part, which chooses, preferred the baseline." if preferred else ""
    return f"Yes: {_pair(network, 'is better than', baseline, by, score, level, ends)}.{more}"


def worth_worse(
    network: str, baseline: str, by: str, score: str, level: str, ends: str, decided: bool
) -> str:
    lead = "No" if decided else "Undecided"
    return f"{lead}: {_pair(network, 'is worse than', baseline, by, score, level, ends)}."


def worth_not_paid(
    network: str, baseline: str, by: str, score: str, level: str, ends: str, decided: bool
) -> str:
    lead = "No" if decided else "Undecided"
    return (
        f"{lead}: by the validation part, which decides, a network does not pay, although on the "
        f"test part {network} scored better than the best simple baseline, {baseline}, by {by} of "
        f"{score} on the test part ({level} interval {ends})."
    )


def worth_open(
    network: str,
    baseline: str,
    difference: str,
    score: str,
    level: str,
    ends: str,
    decided: bool,
    few: bool,
) -> str:
    """`decided`: it is sure not to be worth it; `few`: more seeds may decide it."""
    found = (
        f"(difference {difference} of {score} on the test part, {level} interval {ends}, "
        "contains zero)"
    )
    who, whom = f"{network}, the best network,", f"the best simple baseline, {baseline}"
    if decided:
        return f"No: nothing shows that {who} beats {whom} {found}."
    more = " More seeds may decide it." if few else ""
    return f"Undecided: {who} cannot be told apart from {whom} {found}.{more}"


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


def _mean(seeds: int | None) -> str:
    """How a validation score came about; None: of a baseline, which is fitted once."""
    if seeds is None:
        return ""
    return ", one seed" if seeds == 1 else f", mean of {seeds} seeds"


def _basis(level: str, number: int, compared: int) -> str:
    return (
        f"{level} intervals over {seeds(number)} and the test examples, corrected for "
        f"{counted(compared, 'comparison')}"
    )


def _naive_basis(level: str, compared: int) -> str:
    return f"test part, {level} intervals corrected for {counted(compared, 'comparison')}"


def _pair(
    network: str, relation: str, baseline: str, by: str, score: str, level: str, ends: str
) -> str:
    return (
        f"{network}, the best network, {relation} the best simple baseline, {baseline}, by {by} "
        f"of {score} on the test part ({level} interval {ends})"
    )

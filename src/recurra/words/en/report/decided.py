"""What was decided and what was not; numbers come as they are to be shown."""

from typing import Literal

from recurra.words.en.phrases import counted, listed
from recurra.words.en.report.conditions import naive as as_naive

Light = Literal["green", "amber", "quick"]
Kind = Literal["network", "baseline", "naive"]
Doubt = Literal["gain", "network", "naive", "better", "seed", "leak"]


def headline(light: Light, name: str, kind: Kind) -> str:
    if light == "quick":
        return f"A quick look, no verdict: {name} is ahead"
    what = {"network": name, "baseline": f"{name}, a simple baseline", "naive": name}[kind]
    if light == "amber":
        return f"Not yet decided; meanwhile {what}"
    return f"Take {what}"


def headline_none() -> str:
    return "No model can be recommended"


def none(sentences: tuple[str, str]) -> str:
    return ". ".join(sentences)


def nothing() -> str:
    return "No training and no baseline gave a score."


def choice(light: Light, name: str, kind: Kind, why: str, tested: str) -> str:
    return f"{headline(light, name, kind)}: {why} {tested}"


def lead(why: str, tested: str) -> str:
    return f"{why[:1].upper()}{why[1:]} {tested}"


def why_only() -> str:
    return "it is the only one with a result."


def why_best(number: int, score: str, value: str, seeds: int | None) -> str:
    if number == 1:
        return f"it is the only one that was scored ({score} {value} on the validation part)."
    return (
        f"of {number} architectures it has the best {score} on the validation part "
        f"({value}{_mean(seeds)}), the part that chooses."
    )


def why_cheaper(
    score: str,
    value: str,
    seeds: int | None,
    best: str,
    best_value: str,
    behind: str,
    unseen: bool,
    margin: str,
    answers: tuple[str, str] | None,
    parameters: tuple[str, str] | None,
) -> str:
    near = (
        "no more than the noise of these examples" if unseen else f"within the margin of {margin}"
    )
    cost = ""
    if answers is not None:
        cost = f": an answer takes {answers[0]}, one of {best} {answers[1]}"
    elif parameters is not None:
        cost = f": {parameters[0]} parameters, {best} has {parameters[1]}"
    return (
        f"its {score} on the validation part ({value}{_mean(seeds)}) lies {behind} behind the best "
        f"({best}, {best_value}), {near}, and of those so close it costs least{cost}."
    )


def tested(
    score: str,
    value: str,
    level: str | None,
    ends: str | None,
    naive: str,
    beside: str | None,
    missed: tuple[tuple[str, str, str | None], ...],
) -> str:
    """`missed`: of each target by how much on average, and the naive answer, in its own units."""
    interval = f" ({level} interval {ends})" if level is not None else " (no interval)"
    more = f"; {as_naive(naive)} reaches {beside}" if beside is not None else ""
    return (
        f"On the test part, which was not used to choose, it reaches {value} {score}{interval}"
        f"{more}.{_misses(missed, naive)}"
    )


def _misses(missed: tuple[tuple[str, str, str | None], ...], naive: str) -> str:
    """In the units of the columns."""
    if not missed:
        return ""
    said = []
    for place, (target, own, other) in enumerate(missed):
        average = " on average" if place == 0 else ""
        beside = f" ({as_naive(naive)} by {other})" if other is not None else ""
        said.append(f"{target} by {own}{average}{beside}")
    return f" There it misses {listed(said)}."


def tested_not() -> str:
    return "It was not scored on the test part."


def worth_no_network() -> str:
    return "No recurrent network was scored, so this run cannot say."


def worth_no_baseline() -> str:
    return "No simple baseline was scored, so this run cannot say whether a network is worth it."


def worth(
    answer: Literal["yes", "no", "undecided"],
    light: Light,
    for_less: bool,
    network: str,
    baseline: str,
    taken: str,
    score: str,
    difference: str | None,
    lower: bool,
    level: str | None,
    ends: str | None,
) -> str:
    """`difference`, `ends`: above zero where the network is better; `lower`: is a better score."""
    found = f"difference {difference} of {score} on the test part"
    if difference is None:
        found = "there is no difference to be shown"
    if level is not None:
        found += f", {level} interval {ends}"
    if difference is not None:
        found += f"; above zero {network} is better"
        found += f", its {score} lower" if lower else ""
    if answer == "yes" and for_less:
        return (
            f"Yes: {network} does as well as the best simple baseline, {baseline}, and an answer "
            f"costs less ({found})."
        )
    if answer == "yes":
        return f"Yes: {network} is better than the best simple baseline, {baseline} ({found})."
    if answer == "no":
        return (
            f"No: {taken} does as well for less, and the best network, {network}, is not shown to "
            f"be better by more than the margin ({found})."
        )
    if light == "quick":
        return "This look does not say: its trainings are too short and too few."
    return f"Not yet decided: {network} against the best simple baseline, {baseline} ({found})."


def quick() -> str:
    return (
        "Everything: with one seed and few updates this is a look at how things run, and no "
        "comparison."
    )


def open(names: tuple[str, ...], taken: str, examples: int, visible: str, twice: str) -> str:
    return (
        f"With {counted(examples, 'validation example')} differences below {visible} cannot be "
        f"seen, so {listed(names)} may be better than {taken} by more than {twice}, which is twice "
        "the margin."
    )


def improving(name: str, gained: str | None, updates: int) -> str:
    by = f" by {gained}" if gained is not None else ""
    return (
        f"{name} was still gaining when its training of {counted(updates, 'update')} ended (the "
        "second half "
        f"of it gained{by}), so how good it is stays open."
    )


def not_begun(names: tuple[str, ...]) -> str:
    has, be = ("has", "it is") if len(names) == 1 else ("have", "they are")
    return (
        f"{listed(names)} {has} not begun to learn: {be} not better than an answer without inputs. "
        "That may "
        "change with more training, or there may be nothing to learn."
    )


def doubt(
    doubt: Doubt,
    taken: str,
    network: str,
    baseline: str,
    naive: str,
    ends: str | None,
    level: str,
    better: tuple[str, ...],
) -> str:
    within = ""
    if ends is not None:
        within = f" ({level} interval of the difference {ends}; above zero {network} is better)"
    return {
        "gain": f"The test part does not bear out that {network} is better than {baseline}"
        f"{within}.",
        "network": f"On the test part {network} did better than {taken}{within}.",
        "naive": f"The test part does not show that {taken} is better than {as_naive(naive)}.",
        "better": f"On the test part {listed(better)} did better than {taken}; the choice stays "
        "with the validation part, since a test part that chooses is no test any more.",
        "seed": "One seed gives no interval, so nothing says whether differences are chance.",
        "leak": "The data hold what will not be known when it counts (see “Do the data give the "
        "answer away?”), so the scores cannot be trusted.",
    }[doubt]


def tied(names: tuple[str, ...]) -> str:
    if not names:
        return "This record does not say what is missing."
    return f"The test part cannot tell {listed(names)} apart from it."


def next(
    light: Light,
    name: str,
    kind: Kind,
    leak: bool,
    updates: int | None,
    training: bool,
    examples: int | None,
    seeds: int | None,
    spread: bool,
) -> str:
    """`updates` of a training, `examples` of the validation part or `seeds` that would decide;
    `spread`: trainings differ too much from seed to seed for either."""
    if light == "quick":
        return "Run it again without --quick."
    if leak:
        return "Mend the data or the options and compare anew."
    steps = []
    if training:
        long = f" (about {updates:,} updates a training)" if updates is not None else ""
        steps.append(f"give more time with --more{long}")
    elif spread:
        steps.append(
            "give more time with --more, as trainings still differ from seed to seed by more than "
            "examples or seeds could even out"
        )
    if examples is not None:
        also = f", with --seeds {seeds}," if seeds is not None else ""
        steps.append(
            f"bring more data: about {examples:,} validation examples{also} would decide it"
        )
    elif seeds is not None and light == "amber":
        steps.append(f"repeat with --seeds {seeds}")
    meanwhile = f"use {name}, which best/ holds"
    if light == "green":
        return f"{meanwhile[:1].upper()}{meanwhile[1:]}: recurra predict."
    if not steps:
        return f"Meanwhile {meanwhile}; other data of the same kind would decide."
    said = listed(steps, "or")
    return f"{said[:1].upper()}{said[1:]}. Meanwhile {meanwhile}."


def _mean(seeds: int | None) -> str:
    """How a validation score came about; None: of a baseline, which is fitted once."""
    if seeds is None:
        return ""
    return ", one seed" if seeds == 1 else f", mean of {counted(seeds, 'seed')}"

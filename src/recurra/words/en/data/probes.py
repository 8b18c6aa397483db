"""Tasks whose dependency length is known."""

from recurra.words.en.phrases import counted, listed


def no_option(option: str, name: str) -> str:
    return f"--{option} does not fit {name}, which has no such option"


def few_examples(least: int, given: int) -> str:
    return f"--examples must be at least {least}, not {given}"


def one_length(name: str) -> str:
    return (
        f"--length of {name} is one number: of a range it cannot be told which of its "
        "lengths is meant"
    )


def no_range(option: str, given: str) -> str:
    return f"--{option} is a number or a range such as 21-30, not {given!r}"


def bad_range(option: str, given: str, least: int) -> str:
    return f"--{option} {given} does not fit: the least is {least}, and ranges go upwards"


def made(authors: tuple[str, ...], year: str, after: bool, seed: int) -> str:
    return f"{'after ' if after else ''}{listed(authors)} {year}. Made with seed {seed}."


def adding(low: int, high: int) -> str:
    return (
        f"The sum of two marked numbers in {_span(low, high, 'steps')}, one in each half: "
        "a value for each sequence. Always saying 1 has an RMSE of 0.408."
    )


def copying(low: int, high: int) -> str:
    return (
        f"Three symbols of eight kinds at the start of {_span(low, high, 'steps')}; a cue "
        "in the last step says which of them is wanted. Chance is 12.5 %."
    )


def delay(low: int, high: int, spread: float) -> str:
    return (
        f"The distance of two spikes, {_span(low, high, 'steps')}: a value for each sequence. "
        f"Always saying {(low + high) / 2:g} has an RMSE of {spread:.3g}."
    )


def due(low: int, high: int) -> str:
    return (
        f"A spike orders a delay of {_span(low, high, 'steps')}; the sequence ends then or one "
        "step before. Chance is 50 %."
    )


def parity(low: int, high: int) -> str:
    return (
        f"Is the number of ones odd in {_span(low, high, 'bits')}? Every bit counts. "
        "Chance is 50 %."
    )


def timing(steps: int) -> str:
    return f"Two spikes, either {counted(steps, 'step')} apart or one step less. Chance is 50 %."


def keyword(below: int, low: int, high: int, nearest: int, farthest: int) -> str:
    where = _span(nearest, farthest, "tokens before the last")
    return (
        f"One keyword below {below} among {_span(low, high, 'tokens')}, {where}; its "
        "class is its hundreds. Chance is 10 %."
    )


def keyword_in_trees(
    below: int, catalan: bool, low: int, high: int, depth: tuple[int, int] | None
) -> str:
    how = "uniform over all binary trees" if catalan else "uniform split points"
    where = f", the keyword {_span(*depth, 'edges')} below the root" if depth else ""
    return (
        f"One keyword below {below} at a leaf of a random binary tree ({how}) of "
        f"{_span(low, high, 'leaves')}{where}; the root's class is its hundreds. Chance is "
        "10 %."
    )


def too_deep(low: int, high: int, tokens: int) -> str:
    return (
        f"--depth {low}-{high} does not fit: in {counted(tokens, 'token')} the keyword stands at "
        f"most {tokens - 1} before the last"
    )


def rare_depth(
    low: int, high: int, found: int, attempts: int, least: int, most: int, trees: str
) -> str:
    return (
        f"--depth {low}-{high} hardly ever occurs in such trees: {counted(found, 'time')} in "
        f"{attempts:,} of {_span(least, most, 'leaves')}, drawn as "
        f"{trees!r}. Choose another --depth or --length; those of --trees catalan are deeper"
    )


def _span(low: int, high: int, what: str) -> str:
    return f"{low} {what}" if low == high else f"{low} to {high} {what}"

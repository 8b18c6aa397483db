"""How a look at a paper is set up."""

from recurra.words.en.phrases import counted


def look(
    optimizer: str,
    updates: int,
    rates: tuple[float, ...],
    seed: int,
    first: int,
    last: int,
    size: str | None,
    only: tuple[str, ...],
) -> str:
    shown = f", size {size}" if size else ""
    part = f", restricted to {_quoted(only)}" if only else ""
    return (
        f"{optimizer}, {counted(updates, 'update')}, {_rate(rates)} {_listed(rates)} with seed "
        f"{seed}, then {_seeds(first, last)}{shown}{part}"
    )


def training(optimizer: str, batch: int, clip: float, updates: int, looks: int) -> str:
    return (
        f"{optimizer}, batches of {batch}, gradient norm clipped at {clip:g}, "
        f"{counted(updates, 'update')}, the best of {counted(looks, 'look')} at the validation "
        "part kept."
    )


def search(rates: tuple[float, ...], seed: int, first: int, last: int) -> str:
    return (
        f"{_rate(rates).capitalize()} {_listed(rates)}: the validation part chooses one for each "
        f"network and condition with seed {seed}; then it is trained with {_seeds(first, last)}, "
        "and only these trainings count."
    )


def examples_drawn(seed: int) -> str:
    return f"The examples are drawn with seed {seed}, too."


def restricted(only: tuple[str, ...], chosen: int, whole: int) -> str:
    return (
        f"Restricted to {_quoted(only)}: {chosen} of {whole} pairs of a network and a condition. "
        "Claims that need others are not judged."
    )


def seed_out_of_range(largest: int, given: int) -> str:
    return f"--seed must be between 0 and {largest}, not {given}"


def too_few_updates(given: int) -> str:
    return f"--updates must be at least 1, not {given}"


def no_rates(paper: str, optimizer: str) -> str:
    return f"{paper} has no learning rates for {optimizer}. Give --rates"


def not_a_rate(given: float) -> str:
    return f"a learning rate is above 0 and finite; {given} is not"


def rate_twice() -> str:
    return "each learning rate may be given once"


def only_fits_nothing(
    given: str,
    claims: tuple[str, ...],
    conditions: tuple[str, ...],
    networks: tuple[str, ...],
) -> str:
    return (
        f"--only {given!r} fits no claim, condition or network at this size. Claims: "
        f"{', '.join(claims)}. Conditions: {_quoted(conditions)}. Networks: {', '.join(networks)}"
    )


def _rate(rates: tuple[float, ...]) -> str:
    return "learning rate" if len(rates) == 1 else "learning rates"


def _listed(rates: tuple[float, ...]) -> str:
    return ", ".join(f"{rate:g}" for rate in rates)


def _quoted(texts: tuple[str, ...]) -> str:
    return ", ".join(map(repr, texts))


def _seeds(first: int, last: int) -> str:
    """
    >>> _seeds(1, 2), _seeds(1, 3)
    ('seeds 1 and 2', 'seeds 1 to 3')
    """
    if first == last:
        return f"seed {first}"
    return f"seeds {first} {'and' if last == first + 1 else 'to'} {last}"

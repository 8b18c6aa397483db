"""What a plan says: what a time is enough for, and what had to be given up."""

from recurra.words.en.phrases import counted, listed
from recurra.words.numbers import written_time


def unreadable(text: str) -> str:
    return f"cannot read the budget {text!r}. Give a time such as 90s, 10m or 1h30m"


def no_time(text: str) -> str:
    return f"the budget {text!r} leaves no time. Give at least 30s"


def too_short(
    name: str,
    updates: int,
    rates: int,
    seeds: int,
    alone: float,
    everything: float,
    networks: int,
    measured: bool,
) -> str:
    more = (
        f"; for all {networks} networks --budget {written_time(everything)}" if networks > 1 else ""
    )
    needed = f"needs --budget {written_time(alone)} here{more}"
    if not measured:
        needed = (
            f"needs more than {alone:,.0f} s here, which reading the data and the end of a run "
            "take alone"
        )
    return (
        f"the budget is too short: the least that can be judged, {counted(updates, 'update')} of "
        f"{name} with {counted(rates, 'learning rate')} and {counted(seeds, 'seed')}, {needed}. "
        "Give more time, or --quick for a look that judges nothing"
    )


def left_out(budget: str) -> str:
    return f"no time is left for it within {budget}"


def gave_up(
    budget: str, rates: int, asked: int, seeds: int, wanted: int, names: tuple[str, ...]
) -> str:
    parts = []
    if rates < asked:
        parts.append(f"{rates} learning rates instead of {asked}")
    if seeds < wanted:
        parts.append(f"{counted(seeds, 'seed')} instead of {wanted}")
    if names:
        parts.append(f"without {listed(names)}")
    return f"To leave enough updates to learn within {budget}: {listed(parts)}."


def more_seeds(budget: str, seeds: int, otherwise: int) -> str:
    return (
        f"{budget} is ample time, so that each network is trained with {counted(seeds, 'seed')} "
        f"instead of {otherwise}."
    )

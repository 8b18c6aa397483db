"""From a paper, a size and a look to what is run, and that in words."""

import math
from collections.abc import Sequence
from dataclasses import replace

from recurra.claims import Look
from recurra.errors import SettingError, unknown
from recurra.papers.paper import SIZES, Job, Paper, Setup
from recurra.papers.statement import Place, Statement
from recurra.papers.training import CLIP_NORM, EVALUATIONS
from recurra.settings.training import OPTIMIZERS
from recurra.words import say

LARGEST_SEED = 2**31  # below it every generator takes them


def set_up(paper: Paper, size: str = "default", look: Look | None = None) -> Setup:
    """What a look at a paper runs; what it does not change is the paper's own.

    Raises SettingError for a size, seed, rate, optimiser or restriction that does not fit.
    """
    if size not in SIZES:
        raise unknown(say("nouns.size"), size, SIZES)
    look = look or Look()
    own = next(iter(paper.rates))
    optimizer = look.optimizer or own
    if optimizer not in OPTIMIZERS:
        raise unknown(say("nouns.optimizer"), optimizer, OPTIMIZERS)
    if not 0 <= look.seed < LARGEST_SEED:
        raise SettingError(f"--seed must be between 0 and {LARGEST_SEED - 1}, not {look.seed}")
    if look.updates < 0:
        raise SettingError(f"--updates must be at least 1, not {look.updates}")
    usual = paper.rates.get(optimizer, {}).get(size, ())
    rates = look.rates or usual
    _check_rates(rates, paper, optimizer)
    whole = [
        replace(
            job,
            source=replace(job.source, seed=look.seed),
            optimizer=optimizer,
            learning_rate=rates[0],
            seed=look.seed,
            updates=look.updates or job.updates,
        )
        for job in paper.conditions(size)
    ]
    chosen = _chosen(whole, paper.statements(size), look.only)
    # What says the same is recorded the same, so that a folder can be gone on with.
    look = replace(
        look,
        rates=() if rates == usual else rates,
        optimizer="" if optimizer == own else optimizer,
    )
    return Setup(
        size=size,
        look=look,
        optimizer=optimizer,
        rates=rates,
        seeds=tuple(range(look.seed + 1, look.seed + 1 + paper.seeds[size])),
        jobs=tuple(job for job in whole if job.place in chosen),
        left_out=frozenset(job.place for job in whole) - chosen,
    )


def searched(setup: Setup) -> str:
    """Seeds, rates and optimiser in a few words.

    >>> from recurra.papers import find
    >>> searched(set_up(find("le2016"), "quick"))
    'Adam, 20 updates, learning rate 0.004 with seed 0, then seeds 1 and 2, size quick'
    """
    size = "" if setup.size == "default" else f", size {setup.size}"
    several = "s" * (len(setup.rates) > 1)
    only = f", restricted to {_quoted(setup.look.only)}" if setup.look.only else ""
    return (
        f"{OPTIMIZERS[setup.optimizer]}, {setup.jobs[0].updates:,} updates, learning rate{several} "
        f"{_listed(setup.rates)} with seed {setup.look.seed}, then seeds {_span(setup.seeds)}"
        f"{size}{only}"
    )


def protocol(setup: Setup) -> tuple[str, ...]:
    """What all reproductions have in common, in sentences."""
    job, look = setup.jobs[0], setup.look
    found = [
        f"{OPTIMIZERS[setup.optimizer]}, batches of {job.batch_size}, gradient norm clipped at "
        f"{CLIP_NORM:g}, {job.updates:,} updates, the best of {EVALUATIONS} looks at the "
        "validation part kept.",
        f"Learning rate{'s' * (len(setup.rates) > 1)} {_listed(setup.rates)}: the validation part "
        f"chooses one for each network and condition with seed {look.seed}; then it is trained "
        f"with seeds {_span(setup.seeds)}, and only these trainings count.",
    ]
    if look.seed:
        found.append(f"The examples are drawn with seed {look.seed}, too.")
    if look.only:
        whole = len(setup.jobs) + len(setup.left_out)
        found.append(
            f"Restricted to {_quoted(look.only)}: {len(setup.jobs)} of {whole} pairs "
            "of a network and a condition. Claims that need others are not judged."
        )
    return tuple(found)


def _check_rates(rates: Sequence[float], paper: Paper, optimizer: str) -> None:
    if not rates:
        raise SettingError(f"{paper.name} has no learning rates for {optimizer}. Give --rates")
    wrong = [rate for rate in rates if not 0 < rate < math.inf]
    if wrong:
        raise SettingError(f"a learning rate is above 0 and finite; {wrong[0]} is not")
    if len({f"{rate:g}" for rate in rates}) < len(rates):
        raise SettingError("each learning rate may be given once")


def _chosen(
    jobs: Sequence[Job], statements: Sequence[Statement], only: Sequence[str]
) -> frozenset[Place]:
    """All places, or those of claims and conditions that hold a text, and of networks so named."""
    whole = {job.place for job in jobs}
    if not only:
        return frozenset(whole)
    chosen: set[Place] = set()
    for text in only:
        found = {place for place in whole if text in place[0] or text == place[1]}
        for one in statements:
            if text in one.key:
                found |= whole.intersection(one.places)
        if not text or not found:
            raise SettingError(
                f"--only {text!r} fits no claim, condition or network at this size. Claims: "
                f"{', '.join(one.key for one in statements)}. Conditions: "
                f"{', '.join(repr(c) for c in dict.fromkeys(job.condition for job in jobs))}. "
                f"Networks: {', '.join(dict.fromkeys(job.architecture for job in jobs))}"
            )
        chosen |= found
    return frozenset(chosen)


def _listed(rates: Sequence[float]) -> str:
    return ", ".join(f"{rate:g}" for rate in rates)


def _quoted(texts: Sequence[str]) -> str:
    return ", ".join(map(repr, texts))


def _span(seeds: Sequence[int]) -> str:
    """
    >>> _span((1, 2)), _span((1, 2, 3))
    ('1 and 2', '1 to 3')
    """
    word = "and" if len(seeds) == 2 else "to"
    return f"{seeds[0]} {word} {seeds[-1]}"

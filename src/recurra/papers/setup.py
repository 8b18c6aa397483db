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
from recurra.words import Text, Words, say

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
        raise SettingError(
            say("papers.setup.seed_out_of_range", largest=LARGEST_SEED - 1, given=look.seed)
        )
    if look.updates < 0:
        raise SettingError(say("papers.setup.too_few_updates", given=look.updates))
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


def searched(setup: Setup) -> Words:
    """Seeds, rates and optimiser in a few words.

    >>> from recurra.papers import find
    >>> print(searched(set_up(find("le2016"), "quick")))
    Adam, 20 updates, learning rate 0.004 with seed 0, then seeds 1 and 2, size quick
    """
    return say(
        "papers.setup.look",
        optimizer=OPTIMIZERS[setup.optimizer],
        updates=setup.jobs[0].updates,
        rates=setup.rates,
        seed=setup.look.seed,
        first=setup.seeds[0],
        last=setup.seeds[-1],
        size=None if setup.size == "default" else setup.size,
        only=setup.look.only,
    )


def protocol(setup: Setup) -> tuple[Text, ...]:
    """What all reproductions have in common, in sentences."""
    job, look = setup.jobs[0], setup.look
    found = [
        say(
            "papers.setup.training",
            optimizer=OPTIMIZERS[setup.optimizer],
            batch=job.batch_size,
            clip=CLIP_NORM,
            updates=job.updates,
            looks=EVALUATIONS,
        ),
        say(
            "papers.setup.search",
            rates=setup.rates,
            seed=look.seed,
            first=setup.seeds[0],
            last=setup.seeds[-1],
        ),
    ]
    if look.seed:
        found.append(say("papers.setup.examples_drawn", seed=look.seed))
    if look.only:
        chosen = len(setup.jobs)
        whole = chosen + len(setup.left_out)
        found.append(say("papers.setup.restricted", only=look.only, chosen=chosen, whole=whole))
    return tuple(found)


def _check_rates(rates: Sequence[float], paper: Paper, optimizer: str) -> None:
    if not rates:
        raise SettingError(say("papers.setup.no_rates", paper=paper.name, optimizer=optimizer))
    wrong = [rate for rate in rates if not 0 < rate < math.inf]
    if wrong:
        raise SettingError(say("papers.setup.not_a_rate", given=wrong[0]))
    if len({f"{rate:g}" for rate in rates}) < len(rates):
        raise SettingError(say("papers.setup.rate_twice"))


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
                say(
                    "papers.setup.only_fits_nothing",
                    given=text,
                    claims=tuple(one.key for one in statements),
                    conditions=tuple(dict.fromkeys(job.condition for job in jobs)),
                    networks=tuple(dict.fromkeys(job.architecture for job in jobs)),
                )
            )
        chosen |= found
    return frozenset(chosen)

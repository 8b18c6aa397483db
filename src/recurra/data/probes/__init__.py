"""Probes: tasks whose dependency length is known, made on the spot with exact labels.

`recurra compare probe:keyword --length 50`. One file each, one line here.
"""

from dataclasses import replace

import numpy as np

from recurra.data.probes import adding, copying, delay, due, keyword, parity, timing
from recurra.data.probes.probe import EXAMPLES, SHAPES, Order, Probe, span
from recurra.data.sequences import Sequences
from recurra.data.trees import Trees
from recurra.errors import SettingError, unknown
from recurra.settings.readers import ProbeSettings
from recurra.words import say

PREFIX = "probe:"
ALL = (
    adding.PROBE,
    copying.PROBE,
    delay.PROBE,
    due.PROBE,
    keyword.PROBE,
    parity.PROBE,
    timing.PROBE,
)
FEWEST = 36  # examples, so that each part has a few


def is_probe(name: str) -> bool:
    """Whether data of this name are made, not read.

    >>> is_probe("probe:adding"), is_probe("adding.csv")
    (True, False)
    """
    return name.startswith(PREFIX)


def find(name: str) -> Probe:
    """The probe of that name, with or without "probe:"; raises SettingError for another."""
    known = {probe.name: probe for probe in ALL}
    short = name.removeprefix(PREFIX)
    if short not in known:
        raise unknown(say("nouns.probe"), short, known)
    return known[short]


def generate(data: str, how: ProbeSettings, seed: int = 0) -> Sequences | Trees:
    """The examples of a probe; the same seed, the same examples.

    Raises SettingError for an unknown probe, an option it does not have or a value that does not
    fit.

    >>> data = generate("probe:parity", ProbeSettings(length="3", examples=36))
    >>> [int(one.sum()) % 2 for one in data.x] == data.y.tolist()
    True
    """
    probe = find(data)
    for option in ("depth", "trees"):
        if getattr(how, option) and option not in probe.takes:
            raise SettingError(say("data.probes.no_option", option=option, name=data))
    if how.trees and how.trees not in SHAPES:
        raise unknown(say("nouns.distribution_of_trees"), how.trees, SHAPES)
    examples = EXAMPLES if how.examples is None else how.examples
    if examples < FEWEST:
        raise SettingError(say("data.probes.few_examples", least=FEWEST, given=examples))
    length = span(how.length or probe.length, "length", probe.least)
    if length[0] < length[1] and not probe.ranges:
        raise SettingError(say("data.probes.one_length", name=data))
    depth = span(how.depth, "depth", 0) if how.depth else None
    order = Order(length, depth, how.trees, examples, np.random.default_rng(seed))
    made = probe.make(order)
    said = say(
        "data.probes.made",
        authors=probe.authors,
        year=probe.year,
        after=probe.after,
        seed=seed,
    )
    return replace(made, inferred=(*made.inferred, said))

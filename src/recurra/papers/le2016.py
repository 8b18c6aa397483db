"""Le and Zuidema 2016: the vanishing gradient in recursive networks and recursive LSTMs.

Quantifying the vanishing gradient and long distance dependency problem in recursive neural networks
and recursive LSTMs (arXiv 1603.00423). Three experiments on the keyword task on random binary
trees: accuracy over the length of the sentence, accuracy over the depth of the keyword, and the
gradient ratio over depth and training. Its text could not be opened: protocol and results are from
memory, each with its confidence; the cells are read from the authors' code (lephong/lstm-rnn).
"""

import math
import statistics
from collections.abc import Sequence

from recurra.claims import Plot, Training
from recurra.papers import branches, lines, setup
from recurra.papers.judge import difference, mean, rank_correlation, ratio_and_skill, skill
from recurra.papers.paper import Job, Paper, Setup
from recurra.papers.statement import Place, Statement, Table
from recurra.papers.training import AFTER
from recurra.records import LEVEL, Interval, Source
from recurra.words import Text, say

NARROW = "rlstm-16"
ARCHITECTURES = (("rnn", "rnn_tree", 50), ("rlstm", "rlstm", 50), (NARROW, "rlstm", 16))
SHOWN = {name: say("papers.le2016.network", name=name) for name, _, _ in ARCHITECTURES}
LENGTHS = {
    "quick": ("2-10",),
    "default": ("2-10", "11-20", "21-30", "41-50"),
    "full": ("2-10", *(f"{10 * i - 9}-{10 * i}" for i in range(2, 11))),
}
DEPTHS = {
    "quick": ("2-3",),
    "default": ("2-3", "6-7", "8-9", "10-11"),
    "full": tuple(f"{i}-{i + 1}" for i in range(1, 11)),
}
SIZE = "21-30"  # leaves, of the second and third experiment
EXAMPLES = {"quick": 360, "default": 12_000, "full": 12_000}
UPDATES = {"quick": 20, "default": 3000, "full": 40_000}
RATES = {
    "adam": {"quick": (4e-3,), "default": (1e-3, 4e-3), "full": (2.5e-4, 1e-3, 4e-3, 1.6e-2)},
    "adagrad": {"quick": (4e-2,), "default": (2e-2, 8e-2), "full": (1e-2, 2e-2, 4e-2, 8e-2)},
}
SEEDS = {"quick": 2, "default": 3, "full": 5}
BATCH = 20
GOOD, NEAR_CHANCE, ABOVE = 0.89, 0.2, 0.05  # skill: 90 % accuracy; 28 %; 14.5 %
RECALLED = say("papers.le2016.recalled")
DIFFERENCE = say("papers.judge.difference_of_skill")
CORRELATION = say("papers.judge.rank_correlation")


def _conditions(size: str) -> list[Job]:
    jobs = [
        _job(
            _by_length(length),
            Source.of("probe:keyword", length=length, trees="split"),
            size,
            which,
        )
        for length in LENGTHS[size]
        for which in ARCHITECTURES
        if which[0] != NARROW or length in (SIZE, *LENGTHS["quick"]) or size == "full"
    ]
    for depth in DEPTHS[size]:
        source = Source.of("probe:keyword", length=SIZE, depth=depth, trees="split")
        jobs += [
            _job(_by_depth(depth), source, size, which)
            for which in ARCHITECTURES
            if which[0] != NARROW or size == "full"
        ]
    return jobs


def _job(condition: str, source: Source, size: str, which: tuple[str, str, int]) -> Job:
    name, spec, hidden = which
    return Job(
        condition=condition,
        source=source.with_settings(examples=EXAMPLES[size]),
        distance=0,
        architecture=name,
        spec=spec,
        hidden=hidden,
        learning_rate=RATES["adam"][size][0],
        seed=0,
        updates=UPDATES[size],
        batch_size=BATCH,
    )


def _by_length(length: str) -> str:
    return f"length {length}"


def _by_depth(depth: str) -> str:
    return f"keyword depth {depth}"


def _protocol(now: Setup) -> tuple[Text, ...]:
    size = now.size
    return (
        say("papers.le2016.networks", narrow=NARROW, leaves=SIZE, numbers=branches.EMBEDDING),
        say("papers.le2016.experiments", lengths=LENGTHS[size], depths=DEPTHS[size], leaves=SIZE),
        say("papers.le2016.trees", examples=EXAMPLES[size]),
        *setup.protocol(now),
        say("papers.le2016.skill", level=LEVEL),
        say("papers.le2016.gradient_ratio"),
    )


def _guessed(now: Setup) -> tuple[Text, ...]:
    return (
        say("papers.le2016.guessed_text"),
        say("papers.le2016.guessed_trees"),
        say("papers.le2016.guessed_training", optimizer=now.optimizer),
        say("papers.le2016.guessed_weights", scale=branches.SCALE),
        say("papers.le2016.guessed_one_word"),
        say("papers.le2016.guessed_depths"),
        say("papers.le2016.guessed_bounds"),
        say("papers.le2016.guessed_means"),
    )


def _statements(size: str) -> tuple[Statement, ...]:
    return (*_first(size), *_second(), *_third(size))


def _first(size: str) -> tuple[Statement, ...]:
    def at(length: str, name: str) -> Place:
        return _by_length(length), name

    far = "61-70" if size == "full" else "41-50"
    return (
        Statement("1-rnn-short", say("papers.le2016.rnn_short"), RECALLED, (at("2-10", "rnn"),),
                  skill, least=0.5, conditions=say("papers.le2016.at_length", words="2-10")),
        Statement("1-rnn-long", say("papers.le2016.rnn_long"), RECALLED, (at("11-20", "rnn"),),
                  skill, most=NEAR_CHANCE, given=at("2-10", "rnn"),
                  conditions=say("papers.le2016.at_length", words="11-20")),
        Statement("1-rlstm", say("papers.le2016.rlstm_right"), RECALLED, (at(SIZE, "rlstm"),),
                  skill, least=GOOD, conditions=say("papers.le2016.at_length", words=SIZE)),
        Statement("1-rlstm-far", say("papers.le2016.rlstm_far", words=far), RECALLED,
                  (at(far, "rlstm"),), skill, least=ABOVE,
                  conditions=say("papers.le2016.at_length", words=far)),
        Statement("1-better", say("papers.le2016.rlstm_better"),
                  say("papers.le2016.abstract_better"), (at(SIZE, "rlstm"), at(SIZE, "rnn")),
                  difference, least=0.0, quantity=DIFFERENCE,
                  conditions=say("papers.le2016.rlstm_minus_rnn", words=SIZE)),
        Statement("1-equal-parameters", say("papers.le2016.equal_parameters"),
                  say("papers.le2016.our_question"), (at(SIZE, NARROW), at(SIZE, "rnn")),
                  difference, least=0.0, quantity=DIFFERENCE,
                  conditions=say("papers.le2016.narrow_minus_rnn", words=SIZE)),
    )  # fmt: skip


def _second() -> tuple[Statement, ...]:
    def at(depth: str, name: str) -> tuple[Place]:
        return ((_by_depth(depth), name),)

    return (
        Statement("2-rnn-shallow", say("papers.le2016.rnn_shallow"), RECALLED, at("2-3", "rnn"),
                  skill, least=GOOD, conditions=say("papers.le2016.at_depth", edges="2-3")),
        Statement("2-rnn-deep", say("papers.le2016.rnn_deep"), RECALLED, at("8-9", "rnn"), skill,
                  most=NEAR_CHANCE, given=at("2-3", "rnn")[0],
                  conditions=say("papers.le2016.at_depth", edges="8-9")),
        Statement("2-rlstm", say("papers.le2016.rlstm_depth"), RECALLED, at("6-7", "rlstm"),
                  skill, least=GOOD, conditions=say("papers.le2016.at_depth", edges="6-7")),
        Statement("2-rlstm-deep", say("papers.le2016.rlstm_deeper"), RECALLED,
                  at("10-11", "rlstm"), skill, least=ABOVE,
                  conditions=say("papers.le2016.at_depth", edges="10-11")),
    )  # fmt: skip


def _third(size: str) -> tuple[Statement, ...]:
    rnn, rlstm = ((_by_length(SIZE), "rnn"),), ((_by_length(SIZE), "rlstm"),)
    deep = say("papers.le2016.log_ratio")
    where = say("papers.le2016.median_when_deep", words=SIZE)
    by_depth = {_by_depth(depth) for depth in DEPTHS[size]}
    second = tuple(j.place for j in _conditions(size) if j.condition in by_depth)
    return (
        Statement("3-rnn-vanishes", say("papers.le2016.ratio_vanishes"), RECALLED, rnn,
                  lambda own: mean(_deep(own)), most=-1.0, quantity=deep, conditions=where),
        Statement("3-rnn-falls", say("papers.le2016.ratio_falls"), RECALLED, rnn, _falls, most=0.0,
                  quantity=CORRELATION,
                  conditions=say("papers.le2016.depth_and_ratio", words=SIZE)),
        Statement("3-rlstm-stays", say("papers.le2016.ratio_stays"), RECALLED, rlstm,
                  lambda own: mean(_deep(own)), least=-1.0, quantity=deep, conditions=where),
        Statement("3-rlstm-peak", say("papers.le2016.ratio_peaks"), RECALLED, rlstm,
                  lambda own: mean(_peaks(own)), least=0.1, quantity=say("papers.le2016.log_peak"),
                  conditions=say("papers.le2016.when_deep", words=SIZE)),
        Statement("3-tells", say("papers.le2016.ratio_tells"),
                  say("papers.le2016.abstract_ratio"), second, ratio_and_skill, least=0.5,
                  quantity=CORRELATION, conditions=say("papers.le2016.ratio_and_skill")),
    )  # fmt: skip


def _deep(own: Sequence[Training]) -> list[float]:
    """log10 of the median ratio at depths 8 to 10 of each training, with the weights it kept."""
    low, high = branches.GROUPS[-1]
    after = [[r for d, r in t.curves[AFTER] if low <= d <= high] for t in own]
    return [math.log10(statistics.median(ratios)) for ratios in after if min(ratios, default=0) > 0]


def _peaks(own: Sequence[Training]) -> list[float]:
    curves = [[r for _, r in t.curves[branches.DEEP]] for t in own]
    return [math.log10(max(c) / c[-1]) for c in curves if c and c[-1] > 0]


def _falls(own: Sequence[Training]) -> Interval | None:
    points = [point for t in own for point in t.curves[AFTER] if point[1] > 0]
    return rank_correlation([d for d, _ in points], [math.log10(r) for _, r in points])


def _plots(table: Table, now: Setup) -> tuple[Plot, ...]:
    lengths = [(_middle(one), _by_length(one)) for one in LENGTHS[now.size]]
    depths = [(_middle(one), _by_depth(one)) for one in DEPTHS[now.size]]
    long = _by_length(SIZE)
    over_updates = (
        *lines.curves(table, _at_depth("2-4"), long, branches.EARLY),
        *lines.curves(table, _at_depth("8-10"), long, branches.DEEP),
    )
    bars, reading = lines.bars(now, "trees"), say("papers.le2016.reading_skill")
    gradient = say("papers.le2016.axis_gradient")
    return (
        Plot("length", say("papers.le2016.plot_length"), say("papers.le2016.axis_words"),
             say("papers.lines.skill"), lines.skills(table, SHOWN, lengths), reading, bars,
             ticks=_ticks(LENGTHS[now.size]), level=0.0),
        Plot("depth", say("papers.le2016.plot_depth"), say("papers.le2016.axis_edges"),
             say("papers.lines.skill"), lines.skills(table, SHOWN, depths), reading,
             say("papers.le2016.bars_of_trees", bars=bars, words=SIZE),
             ticks=_ticks(DEPTHS[now.size]), level=0.0),
        Plot("ratio-depth", say("papers.le2016.plot_ratio"), say("papers.le2016.axis_edges"),
             gradient, lines.curves(table, SHOWN, long, AFTER),
             say("papers.le2016.reading_ratio"),
             say("papers.le2016.median_of_trees", words=SIZE), log=True, level=1.0),
        Plot("ratio-updates", say("papers.le2016.plot_updates"), say("papers.le2016.axis_updates"),
             gradient, over_updates, say("papers.le2016.reading_updates"),
             say("papers.le2016.median_of_depths", words=SIZE), log=True, level=1.0),
    )  # fmt: skip


def _at_depth(edges: str) -> dict[str, Text]:
    return {
        name: say("papers.le2016.line_at_depth", network=name, edges=edges)
        for name, _, _ in ARCHITECTURES
    }


def _ticks(ranges: Sequence[str]) -> tuple[tuple[float, str], ...]:
    return tuple((_middle(one), one) for one in ranges)


def _middle(text: str) -> float:
    low, high = text.split("-")
    return (int(low) + int(high)) / 2


PAPER = Paper(
    name="le2016",
    title=say("papers.le2016.title"),
    cite=say("papers.le2016.cite"),
    about=(say("papers.le2016.about_networks"), say("papers.le2016.about_task")),
    protocol=_protocol,
    guessed=_guessed,
    conditions=_conditions,
    rates=RATES,
    seeds=SEEDS,
    train=branches.train,
    statements=_statements,
    plots=_plots,
)

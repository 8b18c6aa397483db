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
from dataclasses import replace

from recurra.claims import Plot, Training
from recurra.papers import branches, lines, setup
from recurra.papers.judge import difference, mean, rank_correlation, ratio_and_skill, skill
from recurra.papers.paper import Job, Paper, Setup
from recurra.papers.statement import Place, Statement, Table
from recurra.records import Interval, Source

NARROW = "rlstm-16"
ARCHITECTURES = (("rnn", "rnn_tree", 50), ("rlstm", "rlstm", 50), (NARROW, "rlstm", 16))
SHOWN = {"rnn": "recursive network", "rlstm": "recursive LSTM", NARROW: "recursive LSTM, 16 units"}
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
ABOUT = (
    "A recursive network reads a sentence along a tree: from two neighbouring words or phrases it "
    "computes a vector for the phrase that they form, up to the root, where it answers. The "
    "recursive LSTM does the same with gates and a memory path.",
    "In this task one word of a random tree is a keyword, and the network has to say at the root "
    "which of ten classes the keyword belongs to. The error is known at the root alone, so the "
    "gradient has to travel down the tree to the keyword. The paper asks how large the trees and "
    "how deep the keyword may be, and whether the gradient that arrives, divided by that at the "
    "root (the gradient ratio), tells where learning works.",
)
RECALLED = "the paper's figures, from memory (0.75)"


def _conditions(size: str) -> list[Job]:
    jobs = [
        _job(_by_length(length), Source("probe:keyword", length=length, trees="split"), size, which)
        for length in LENGTHS[size]
        for which in ARCHITECTURES
        if which[0] != NARROW or length in (SIZE, *LENGTHS["quick"]) or size == "full"
    ]
    for depth in DEPTHS[size]:
        source = Source("probe:keyword", length=SIZE, depth=depth, trees="split")
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
        source=replace(source, examples=EXAMPLES[size]),
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


def _protocol(now: Setup) -> tuple[str, ...]:
    size = now.size
    return (
        "Networks: recursive network (rnn) and recursive LSTM (rlstm) of 50 units, and a recursive "
        f"LSTM of 16 units ({NARROW}), whose 9,792 parameters are about the recursive network's "
        f"10,050; below full size that one is trained on {SIZE} leaves only (quick: on the first "
        f"data set). Vectors of {branches.EMBEDDING} numbers for 10,001 tokens, learned. Forget "
        "bias 0.",
        f"Experiment 1: trees of {', '.join(LENGTHS[size])} leaves. Experiment 2: {SIZE} leaves, "
        f"the keyword {', '.join(DEPTHS[size])} edges below the root. Experiment 3: the gradient "
        f"ratio at every look of the trainings on {SIZE} leaves.",
        f"{EXAMPLES[size]:,} trees each, ten twelfths for training; split points uniform.",
        *setup.protocol(now),
        "Skill: (accuracy - 10 %) / 90 %, 0 by chance and 1 perfect. Intervals of 95 % over seeds "
        "and test trees.",
        "Gradient ratio: norm of the loss's gradient at the keyword's vector over that at the "
        "output of the root, as the paper has it.",
    )


OPTIMIZER = {
    "adam": "Adam stands for AdaGrad, which is recalled (0.8)",
    "adagrad": "AdaGrad is recalled (0.8), its rate of 0.01 to 0.05, too (0.4); in the authors' "
    "code the first update of each matrix and of each word's vector is plain gradient descent, "
    "here AdaGrad is as it was published",
}


def _guessed(now: Setup) -> tuple[str, ...]:
    optimizer = OPTIMIZER.get(now.optimizer, "AdaGrad is recalled (0.8), and another is taken here")
    return (
        "The paper's text was not at hand: task, protocol and results are recalled (0.6 to 0.85).",
        "How trees were drawn is not known; split points are uniform here. Trees that are uniform "
        "over all binary trees are deeper (7.7 edges against 5.6 to a leaf, at 25 leaves).",
        f"{optimizer}; batch size 20 (0.4), 50 units (0.6).",
        f"Vectors of tokens start uniformly within ± {branches.SCALE:g}, as Socher et al. 2013 do "
        "(that the paper follows them is recalled, 0.8). Much hangs on it: with normal numbers of "
        "variance 1 networks know the training trees by their other words. The other starting "
        "weights are those of this library (uniform, ± 1 over the root of the units), biases of "
        "forget gates 0 as in the authors' code.",
        "Sentences of one word are left out of the first data set (2 to 10 words, not 1 to 10).",
        "In the second experiment trees and keywords are drawn until the depth fits; the paper "
        "takes them from a pool.",
        "'Near chance' is taken as a skill of at most 0.2 (28 % accuracy), 'above chance' as at "
        "least 0.05, '> 90 %' as at least 0.89.",
        "The paper reports the best recursive network of five runs and box plots of the recursive "
        "LSTM; here both are means over seeds. It trains to convergence; here updates are fixed.",
    )


def _statements(size: str) -> tuple[Statement, ...]:
    return (*_first(size), *_second(), *_third(size))


def _first(size: str) -> tuple[Statement, ...]:
    def at(length: str, name: str) -> Place:
        return _by_length(length), name

    far = "61-70" if size == "full" else "41-50"
    return (
        Statement("1-rnn-short", "The recursive network learns trees of at most 10 words", RECALLED,
                  (at("2-10", "rnn"),), skill, least=0.5, conditions="length 2-10"),
        Statement("1-rnn-long", "The recursive network is near chance from 11 words on", RECALLED,
                  (at("11-20", "rnn"),), skill, most=NEAR_CHANCE, conditions="length 11-20",
                  given=at("2-10", "rnn")),
        Statement("1-rlstm", "The recursive LSTM is right in over 90 % up to 30 words", RECALLED,
                  (at(SIZE, "rlstm"),), skill, least=GOOD, conditions=f"length {SIZE}"),
        Statement("1-rlstm-far", f"The recursive LSTM is still above chance at {far} words",
                  RECALLED, (at(far, "rlstm"),), skill, least=ABOVE, conditions=f"length {far}"),
        Statement("1-better",
                  "The recursive LSTM is better than the recursive network at equal width",
                  "abstract (read): RLSTMs greatly improve over RNNs on these problems",
                  (at(SIZE, "rlstm"), at(SIZE, "rnn")), difference, least=0.0,
                  quantity="difference of skill", conditions=f"rlstm minus rnn, length {SIZE}"),
        Statement("1-equal-parameters",
                  "The recursive LSTM is better with no more parameters, too",
                  "our question: the paper compares at equal width, which is 5.2 times the "
                  "parameters", (at(SIZE, NARROW), at(SIZE, "rnn")), difference, least=0.0,
                  quantity="difference of skill",
                  conditions=f"rlstm of 16 units minus rnn of 50, length {SIZE}"),
    )  # fmt: skip


def _second() -> tuple[Statement, ...]:
    def at(depth: str, name: str) -> tuple[Place]:
        return ((_by_depth(depth), name),)

    return (
        Statement("2-rnn-shallow", "The recursive network is nearly perfect for keywords at most 3 "
                  "edges below the root", RECALLED, at("2-3", "rnn"), skill, least=GOOD,
                  conditions="keyword depth 2-3"),
        Statement("2-rnn-deep", "For keywords 8 edges below the root and more the "
                  "recursive network is near chance", RECALLED, at("8-9", "rnn"), skill,
                  most=NEAR_CHANCE, conditions="keyword depth 8-9",
                  given=at("2-3", "rnn")[0]),
        Statement("2-rlstm", "The recursive LSTM is right in over 90 % up to depth 8", RECALLED,
                  at("6-7", "rlstm"), skill, least=GOOD, conditions="keyword depth 6-7"),
        Statement("2-rlstm-deep", "Beyond that the recursive LSTM is above chance", RECALLED,
                  at("10-11", "rlstm"), skill, least=ABOVE, conditions="keyword depth 10-11"),
    )  # fmt: skip


def _third(size: str) -> tuple[Statement, ...]:
    rnn, rlstm = ((_by_length(SIZE), "rnn"),), ((_by_length(SIZE), "rlstm"),)
    deep = "log10 of the ratio"
    where = f"median at depths 8 to 10 after training, length {SIZE}"
    second = tuple(j.place for j in _conditions(size) if j.condition.startswith("keyword"))
    return (
        Statement("3-rnn-vanishes",
                  "The recursive network's ratio is far below 1 for deep keywords", RECALLED, rnn,
                  lambda own: mean(_deep(own)), most=-1.0, quantity=deep, conditions=where),
        Statement("3-rnn-falls", "The deeper the keyword, the smaller its ratio", RECALLED, rnn,
                  _falls, most=0.0, quantity="rank correlation",
                  conditions=f"of depth and the recursive network's ratio, length {SIZE}"),
        Statement("3-rlstm-stays", "The recursive LSTM's ratio does not vanish with depth",
                  RECALLED, rlstm, lambda own: mean(_deep(own)), least=-1.0, quantity=deep,
                  conditions=where),
        Statement("3-rlstm-peak", "The recursive LSTM's ratio shoots up in training, then "
                  "settles lower", RECALLED, rlstm, lambda own: mean(_peaks(own)), least=0.1,
                  quantity="log10 of the highest over the last ratio",
                  conditions=f"depths 8 to 10, length {SIZE}"),
        Statement("3-tells", "The gradient ratio tells where training succeeds",
                  "abstract (read): highly indicative of the success of back-propagation",
                  second, ratio_and_skill, least=0.5, quantity="rank correlation",
                  conditions="of the ratio after training with the skill, final trainings of "
                  "experiment 2 with a ratio above 0; 0.5 is our reading of 'highly indicative'"),
    )  # fmt: skip


def _deep(own: Sequence[Training]) -> list[float]:
    """log10 of the median ratio at depths 8 to 10 of each training, with the weights it kept."""
    low, high = branches.GROUPS[-1]
    after = [[r for d, r in t.curves["ratio after"] if low <= d <= high] for t in own]
    return [math.log10(statistics.median(ratios)) for ratios in after if min(ratios, default=0) > 0]


def _peaks(own: Sequence[Training]) -> list[float]:
    curves = [[r for _, r in t.curves[branches.DEEP]] for t in own]
    return [math.log10(max(c) / c[-1]) for c in curves if c and c[-1] > 0]


def _falls(own: Sequence[Training]) -> Interval | None:
    points = [point for t in own for point in t.curves["ratio after"] if point[1] > 0]
    return rank_correlation([d for d, _ in points], [math.log10(r) for _, r in points])


def _plots(table: Table, now: Setup) -> tuple[Plot, ...]:
    lengths = [(_middle(one), _by_length(one)) for one in LENGTHS[now.size]]
    depths = [(_middle(one), _by_depth(one)) for one in DEPTHS[now.size]]
    long = _by_length(SIZE)
    over_updates = (
        *lines.curves(table, _suffixed(", depth 2-4"), long, branches.EARLY),
        *lines.curves(table, _suffixed(", depth 8-10"), long, branches.DEEP),
    )
    seeds = lines.seeds(now, "test trees")
    reading = "At 1 the class of the keyword always reaches the root, at 0 it never does."
    return (
        Plot("length", "Experiment 1: skill over the length of the sentence", "words",
             "skill on the test part", lines.skills(table, SHOWN, lengths), reading, seeds,
             ticks=_ticks(LENGTHS[now.size]), level=0.0),
        Plot("depth", "Experiment 2: skill over the depth of the keyword",
             "edges from the root to the keyword", "skill on the test part",
             lines.skills(table, SHOWN, depths), reading, f"{seeds}; trees of {SIZE} words",
             ticks=_ticks(DEPTHS[now.size]), level=0.0),
        Plot("ratio-depth", "Experiment 3: gradient ratio over depth, after training",
             "edges from the root to the keyword", "gradient at the keyword, over the root's",
             lines.curves(table, SHOWN, long, "ratio after"),
             "Far below 1 a keyword so deep hardly learns from the error at the root.",
             f"Trees of {SIZE} words; median over trees and seeds", log=True, level=1.0),
        Plot("ratio-updates", "Experiment 3: gradient ratio while training", "updates",
             "gradient at the keyword, over the root's", over_updates,
             "A line that rises shows back-propagation finding its way down to the words.",
             f"Trees of {SIZE} words, keywords of depths 2 to 4 and 8 to 10; median over trees and "
             "seeds", log=True, level=1.0),
    )  # fmt: skip


def _suffixed(text: str) -> dict[str, str]:
    return {name: name + text for name, _, _ in ARCHITECTURES}


def _ticks(ranges: Sequence[str]) -> tuple[tuple[float, str], ...]:
    return tuple((_middle(one), one) for one in ranges)


def _middle(text: str) -> float:
    low, high = text.split("-")
    return (int(low) + int(high)) / 2


PAPER = Paper(
    name="le2016",
    title="The vanishing gradient in recursive networks",
    cite="Le and Zuidema 2016, arXiv 1603.00423",
    about=ABOUT,
    protocol=_protocol,
    guessed=_guessed,
    conditions=_conditions,
    rates=RATES,
    seeds=SEEDS,
    train=branches.train,
    statements=_statements,
    plots=_plots,
)

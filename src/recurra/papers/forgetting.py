"""Fixed, learned and gated forgetting over the length of the dependency.

SCRN's context (0.95), LSTM4a's forget gate (0.96), LSTM6's constant and LSTM3's learned constants
are all leaky integrators. One experiment asks how far each of them remembers, on three tasks whose
dependency length is known, with the gradient ratio beside the skill. Papers behind it: Mikolov et
al. 2014 (arXiv 1412.7753), Lu and Salem 2017 (1701.03441) with the series after it, Le and Zuidema
2016 (1603.00423) for the ratio and the keyword task.
"""

import math

from recurra.claims import Plot
from recurra.data.probes import copying
from recurra.papers import chains, lines, setup
from recurra.papers.judge import difference, ratio_and_skill, skill
from recurra.papers.paper import Job, Paper, Setup
from recurra.papers.statement import LEARNED, Place, Statement, Table
from recurra.papers.training import AFTER
from recurra.records import LEVEL, Source
from recurra.words import Text, say

CELLS = ("elman", "scrn", "lstm3", "lstm4a", "lstm6", "lstm")
SHOWN = {cell: say("papers.forgetting.cell", name=cell) for cell in CELLS}
TASKS = ("keyword", "adding", "copy")
DISTANCES = {"quick": (10,), "default": (10, 25, 50), "full": (10, 25, 50, 100, 200)}
EXAMPLES = {"quick": 600, "default": 12_000, "full": 12_000}
UPDATES = {"quick": 40, "default": 3000, "full": 20_000}
RATES = {
    "adam": {
        "quick": (4e-3,),
        "default": (1e-3, 4e-3, 1.6e-2),
        "full": (2.5e-4, 1e-3, 4e-3, 1.6e-2, 6.4e-2),
    }
}
SEEDS = {"quick": 2, "default": 3, "full": 5}
HIDDEN, BATCH = 50, 32
CLOSE = 0.05  # of skill: what "comparable" is taken to mean
SLIM = ("lstm3", "lstm4a", "lstm6")  # said to be comparable to the LSTM
HYPOTHESIS = say("papers.forgetting.hypothesis")
DIFFERENCE = say("papers.judge.difference_of_skill")


def _source(task: str, distance: int, examples: int) -> Source:
    """The dependency spans at least `distance` steps (keyword, copy) or at most (adding)."""
    if task == "keyword":
        last = distance + max(2, distance // 4)
        length, depth = str(last + 1), f"{distance}-{last}"
    elif task == "adding":
        length, depth = str(distance), ""
    else:
        length, depth = str(distance + copying.PLACES + 1), ""
    return Source.of(f"probe:{task}", length=length, depth=depth, examples=examples)


def _conditions(size: str) -> list[Job]:
    return [
        Job(
            condition=_name(task, distance),
            source=_source(task, distance, EXAMPLES[size]),
            distance=distance if task != "adding" else distance - 1,
            architecture=cell,
            spec=cell,
            hidden=HIDDEN,
            learning_rate=RATES["adam"][size][0],
            seed=0,
            updates=UPDATES[size],
            batch_size=BATCH,
        )
        for task in TASKS
        for distance in DISTANCES[size]
        for cell in CELLS
    ]


def _name(task: str, distance: int) -> str:
    return f"{task}, {distance} steps"


def _protocol(now: Setup) -> tuple[Text, ...]:
    return (
        say("papers.forgetting.cells", names=tuple(SHOWN.values()), units=HIDDEN),
        say("papers.forgetting.tasks", steps=DISTANCES[now.size], examples=EXAMPLES[now.size]),
        *setup.protocol(now),
        say("papers.forgetting.skill", bound=chains.BOUND, level=LEVEL),
        say("papers.forgetting.gradient_ratio", examples=chains.RATIO_EXAMPLES),
    )


GUESSED = (
    say("papers.forgetting.guessed_experiment"),
    say("papers.forgetting.guessed_constants"),
    say("papers.forgetting.guessed_units"),
    say("papers.forgetting.guessed_keyword"),
    say("papers.forgetting.guessed_copy"),
    say("papers.forgetting.guessed_comparable"),
    say("papers.forgetting.guessed_updates"),
)


def _statements(size: str) -> tuple[Statement, ...]:
    near, far = DISTANCES[size][0], DISTANCES[size][-1]
    every = tuple(job.place for job in _conditions(size))
    about = (one for task in TASKS for one in _about(task, near, far))
    return (*about, _ratio_tells(every))


def _about(task: str, near: int, far: int) -> tuple[Statement, ...]:
    short, long = _name(task, near), _name(task, far)
    at_far = say("papers.forgetting.at", task=task, steps=far)
    return (
        Statement(
            f"{task}-works",
            say("papers.forgetting.learns", task=task, steps=near),
            say("papers.forgetting.needed"),
            ((short, "lstm"),),
            skill,
            least=LEARNED,
            conditions=say("papers.forgetting.at", task=task, steps=near),
        ),
        *(_comparable(task, cell, far) for cell in SLIM),
        Statement(
            f"{task}-lstm6-chance",
            say("papers.forgetting.fades", task=task, steps=far, power=_power(0.4, far)),
            HYPOTHESIS,
            ((long, "lstm6"),),
            skill,
            most=CLOSE,
            conditions=at_far,
            given=(long, "lstm"),
        ),
        Statement(
            f"{task}-scrn-elman",
            say("papers.forgetting.context_helps", task=task, steps=far),
            say("papers.forgetting.abstract_context"),
            ((long, "scrn"), (long, "elman")),
            difference,
            least=0.0,
            quantity=DIFFERENCE,
            conditions=_minus("scrn", "elman", task, far),
        ),
        Statement(
            f"{task}-gated",
            say("papers.forgetting.gates_help", task=task, steps=far),
            HYPOTHESIS,
            ((long, "lstm"), (long, "scrn")),
            difference,
            least=0.0,
            quantity=DIFFERENCE,
            conditions=_minus("lstm", "scrn", task, far),
        ),
    )


def _comparable(task: str, cell: str, far: int) -> Statement:
    long = _name(task, far)
    return Statement(
        f"{task}-{cell}-comparable",
        say("papers.forgetting.comparable", cell=cell, task=task, steps=far),
        say("papers.forgetting.abstract", cell=cell),
        ((long, cell), (long, "lstm")),
        difference,
        least=-CLOSE,
        quantity=DIFFERENCE,
        conditions=_minus(cell, "lstm", task, far),
        given=(long, "lstm"),
    )


def _minus(one: str, other: str, task: str, steps: int) -> Text:
    return say("papers.forgetting.one_minus_other", one=one, other=other, task=task, steps=steps)


def _power(share: float, steps: int) -> int:
    """What is left of a share that is kept so many times, as a power of ten."""
    return round(math.log10(share**steps))


def _ratio_tells(every: tuple[Place, ...]) -> Statement:
    return Statement(
        "ratio-tells",
        say("papers.forgetting.ratio_tells"),
        say("papers.forgetting.abstract_ratio"),
        every,
        ratio_and_skill,
        least=0.5,
        quantity=say("papers.judge.rank_correlation"),
        conditions=say("papers.forgetting.ratio_and_skill"),
    )


def _plots(table: Table, now: Setup) -> tuple[Plot, ...]:
    return tuple(
        plot
        for task in TASKS
        for plot in (_skill_plot(table, task, now), _ratio_plot(table, task, now.size))
    )


def _skill_plot(table: Table, task: str, now: Setup) -> Plot:
    return Plot(
        f"skill-{task}",
        say("papers.forgetting.plot_skill", task=task),
        say("papers.forgetting.steps_spanned"),
        say("papers.lines.skill"),
        lines.skills(table, SHOWN, [(float(d), _name(task, d)) for d in DISTANCES[now.size]]),
        say("papers.forgetting.reading_skill"),
        lines.bars(now, "examples"),
        level=0.0,
    )


def _ratio_plot(table: Table, task: str, size: str) -> Plot:
    """The gradient ratio over the distance at the longest dependency, after training."""
    trained = {condition for condition, _ in table}
    distances = DISTANCES[size]
    longest = max((d for d in distances if _name(task, d) in trained), default=distances[-1])
    return Plot(
        f"ratio-{task}",
        say("papers.forgetting.plot_ratio", task=task),
        say("papers.forgetting.steps_before_the_end"),
        say("papers.forgetting.gradient_over_last"),
        lines.curves(table, {cell: cell for cell in CELLS}, _name(task, longest), AFTER),
        say("papers.forgetting.reading_ratio"),
        say(
            "papers.forgetting.ratio_after",
            task=task,
            steps=longest,
            examples=chains.RATIO_EXAMPLES,
        ),
        log=True,
        level=1.0,
    )


PAPER = Paper(
    name="forgetting",
    title=say("papers.forgetting.title"),
    cite=say("papers.forgetting.cite"),
    about=(say("papers.forgetting.about_memory"), say("papers.forgetting.about_tasks")),
    protocol=_protocol,
    guessed=lambda now: GUESSED,
    conditions=_conditions,
    rates=RATES,
    seeds=SEEDS,
    train=chains.train,
    statements=_statements,
    plots=_plots,
)

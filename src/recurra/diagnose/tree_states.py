"""What do the states do up the tree?

    growth = median over trees of ‖s at the root‖ / ‖s at the node with about half the words‖

for each state, as half-way to the end of a sequence: a memory that only adds up grows without end
(a sum over T equal words doubles, one of T independent ones grows by 1.41). The node is the one
whose share of the words is nearest to a half; trees without one between a third and two thirds
(which binary trees always have), or with few words, are left out.
"""

import numpy as np

from recurra.compiler.forest import Forest
from recurra.diagnose.states import FEWEST, KEY, THRESHOLD, grown, picture
from recurra.diagnose.subject import Subject
from recurra.diagnose.tree_gradient_ratio import TreeRatios, by_depth
from recurra.diagnose.tree_watch import TreePassage
from recurra.diagnose.watch import trees
from recurra.findings import Chart, Finding, Line, judge
from recurra.words import Text, Words, say

QUESTION = say("diagnose.tree_states.question")
BETWEEN = (1 / 3, 2 / 3)


def below(forest: Forest) -> np.ndarray:
    """[N] inputs at each node and under it.

    >>> below(Forest.of([([2, 2, 4, 4, -1], [0, 1, -1, 2, -1])])).tolist()
    [1, 1, 2, 1, 3]
    """
    found = (forest.token >= 0).astype(np.int64)
    for node, parent in enumerate(forest.parent.tolist()):  # children come before their parents
        if parent >= 0:
            found[parent] += found[node]
    return found


def half_way(forest: Forest) -> np.ndarray:
    """[B] the node whose share of its tree's inputs is nearest to a half, -1 where none fits."""
    words = below(forest)
    share = words / np.maximum(words[forest.roots][forest.tree], 1)
    off = np.abs(share - 0.5)
    found = np.full(len(forest), -1)
    for node in np.argsort(-off, kind="stable"):  # the nearest comes last and stays
        found[forest.tree[node]] = node
    fits = (share[found] >= BETWEEN[0]) & (share[found] <= BETWEEN[1])
    return np.where(fits & (words[forest.roots] >= FEWEST), found, -1)


def sizes(passage: TreePassage) -> dict[str, np.ndarray]:
    """Root mean square over the units of each state, [N]; NaN where a node has no states."""
    return {
        passage.graph.states[k].name: np.where(
            passage.computed, passage.state(k).double().square().mean(1).sqrt().numpy(), np.nan
        )
        for k in passage.counted()
    }


def find(subject: Subject) -> Finding:
    """The growth of the state that grows most."""
    found = [p for batch in subject.batches for p in trees(subject.model, batch)]
    growths: dict[str, list[np.ndarray]] = {}
    rows: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for passage in found:
        forest, half = passage.forest, half_way(passage.forest)
        for name, size in sizes(passage).items():
            there = (half >= 0) & (size[half] > 0)
            growths.setdefault(name, []).append(size[forest.roots][there] / size[half][there])
            rows.setdefault(name, []).append((forest.height, size))
    each = {name: np.concatenate(parts) for name, parts in growths.items()}
    medians: dict[Text, float] = {name: float(np.median(g)) for name, g in each.items() if len(g)}
    largest = max(medians.values(), default=None)
    return Finding(
        key=KEY,
        question=QUESTION,
        model=subject.name,
        number=largest,
        unit=say("diagnose.tree_states.unit"),
        threshold=(THRESHOLD,),
        rule="most",
        verdict=judge(largest, "most", (THRESHOLD,)),
        answer=_answer(medians),
        advice=_advice(largest),
        conditions=subject.conditions(say("diagnose.tree_states.conditions", fewest=FEWEST)),
        charts=(_size_chart(rows), *_pictures(found[0])),
    )


def _size_chart(rows: dict[str, list[tuple[np.ndarray, np.ndarray]]]) -> Chart:
    return Chart(
        "lines",
        say("diagnose.states.sizes"),
        say("diagnose.axes.height"),
        say("diagnose.axes.size_over_units"),
        tuple(_line(name, parts) for name, parts in rows.items()),
        reading=say("diagnose.tree_states.sizes_reading"),
    )


def _line(name: str, parts: list[tuple[np.ndarray, np.ndarray]]) -> Line:
    height, size = (np.concatenate(column) for column in zip(*parts, strict=True))
    return by_depth(TreeRatios(height, size, np.arange(len(size))), name)


def _pictures(passage: TreePassage) -> tuple[Chart, ...]:
    """The states of the largest of the first trees, unit by unit."""
    forest = passage.forest
    own = (forest.tree == int(np.argmax(forest.sizes))) & passage.computed
    return tuple(
        picture(
            say("diagnose.tree_states.picture", state=passage.graph.states[k].name),
            passage.state(k).double().numpy()[own].T,
            say("diagnose.tree_states.nodes"),
        )
        for k in passage.counted()
        if own.any()
    )


def _answer(medians: dict[Text, float]) -> Words:
    if not medians:
        return say("diagnose.tree_states.too_small", fewest=FEWEST)
    return say("diagnose.tree_states.grow", each=grown(medians))


def _advice(number: float | None) -> tuple[Words, ...]:
    if number is None or number <= THRESHOLD:
        return ()
    return (say("diagnose.tree_states.when_growing"),)

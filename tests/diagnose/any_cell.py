"""All questions asked of a small network of any legal cell: each is answered, with numbers.

`diagnose_all(cell)` is for every cell that there is, also for those that a generator draws.
"""

import json
import math

import torch

from recurra.compiler.forest import Forest, arity_of
from recurra.compiler.sizes import multiple, smallest
from recurra.diagnose.examine import QUESTIONS, ask
from recurra.diagnose.subject import Subject, subject
from recurra.findings import Finding
from recurra.ir import Cell
from recurra.json_lines import to_json
from recurra.nn import Recurrent, Recursive
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead
from recurra.nn.inputs import Columned
from recurra.nn.model import Model
from recurra.nn.tree_model import TreeModel

LENGTHS = (7, 6, 5, 7, 3, 7, 7, 4)
WIDTH = 2  # of each input
UNITS = 4  # or more, where slices or blocks need them
SHAPES = (1, 2, 0, 3, 2)  # depths of trees; one is a single word


def tree(depth: int, children: int) -> tuple[list[int], list[int]]:
    """Parents and words: of each node's children the first is a tree, the others are leaves."""
    if not depth:
        return [-1], [0]
    parent, token = tree(depth - 1, children)
    first = len(parent)
    parent[-1] = root = first + children - 1
    leaves = range(first, root)
    return [*parent, *[root] * len(leaves), -1], [*token, *(k + 1 for k in leaves), -1]


def diagnose_all(cell: Cell, *, layers: int = 1) -> dict[str, Finding]:
    """The findings by key; AssertionError for a number that is none, or an answer without words.

    Nothing is compiled: what is looked at are the equations.
    """
    given = of_trees(cell) if cell.for_trees else of_chains(cell, layers)
    found = ask(given)
    assert [f.key for f in found] == list(QUESTIONS)
    for finding in found:
        check(finding)
    return {f.key: f for f in found}


def check(finding: Finding) -> None:
    """A number, or an answer that says why there is none; and charts of finite numbers."""
    assert finding.answer and finding.conditions, finding.key
    assert "nan" not in str(finding.answer), (finding.key, finding.answer)
    assert finding.number is None or not math.isnan(finding.number), finding.key
    assert finding.number is not None or finding.verdict == "open" or finding.key == "horizon"
    for chart in finding.charts:
        for line in chart.lines:
            for values in (line.x, line.y, line.low, line.high):
                assert all(map(math.isfinite, values)), (finding.key, chart.title, line)
        assert all(math.isfinite(v) for row in chart.table for v in row), chart.title
    assert json.loads(to_json(finding))["key"] == finding.key


def of_chains(cell: Cell, layers: int = 1) -> Subject:
    """An untrained network of a few units, and sequences of several lengths."""
    generator = torch.Generator().manual_seed(0)
    names = cell.inputs
    width = WIDTH * len(names)
    columns = {n: tuple(range(WIDTH * k, WIDTH * (k + 1))) for k, n in enumerate(names)}
    sizes: int | dict[str, int] = dict.fromkeys(names, WIDTH) if len(names) > 1 else WIDTH
    units = math.lcm(multiple(cell), max(UNITS, smallest(cell, sizes, 64)))
    body = (
        Recurrent(cell, width, units, layers, backend="reference", generator=generator)
        if len(names) == 1
        else Columned(cell, columns, units, layers, backend="reference", generator=generator)
    )
    head = ClassificationHead(body.output_size, 2, generator=generator)
    lengths = torch.tensor(LENGTHS)
    x = torch.randn(max(LENGTHS), len(LENGTHS), width, generator=generator)
    x = x * (torch.arange(max(LENGTHS))[:, None] < lengths)[..., None]
    return subject(Model(body, head), [Batch(x, lengths, torch.arange(len(LENGTHS)) % 2)])


def of_trees(cell: Cell) -> Subject:
    """The same on small trees, one of them a single word."""
    generator = torch.Generator().manual_seed(0)
    units = math.lcm(multiple(cell), UNITS)  # also of a word, which may enter block by block
    body = Recursive(cell, units, units, backend="reference", generator=generator)

    def head(features: int) -> ClassificationHead:
        return ClassificationHead(features, 2, generator=generator)

    leaf = head(units) if cell.graph().at_leaves else None
    arity = arity_of(cell.graph())
    forest = Forest.of([tree(depth, arity if arity > 0 else 2 + depth % 2) for depth in SHAPES * 2])
    x = torch.randn(int((forest.token >= 0).sum()), units, generator=generator)
    batch = Batch(x, None, torch.arange(len(forest)) % 2, trees=forest)
    return subject(TreeModel(body, head(body.output_size), None, leaf), [batch])

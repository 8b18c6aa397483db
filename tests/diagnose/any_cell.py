"""All questions asked of a small network of any legal cell: each is answered, with numbers.

`diagnose_all(cell)` is for every cell that there is, also for those that a generator draws.
"""

import json
import math

import torch

from recurra.compiler.forest import Forest
from recurra.compiler.measure import multiple
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
TREES = (
    ([2, 2, -1], [0, 1, -1]),
    ([2, 2, 4, 4, -1], [0, 1, -1, 2, -1]),
    ([2, 2, 6, 5, 5, 6, -1], [0, 1, -1, 3, 2, -1, -1]),
    ([-1], [1]),
)


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
    assert "nan" not in finding.answer, (finding.key, finding.answer)
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
    units = math.lcm(4, multiple(cell))
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
    body = Recursive(cell, 3, 4, backend="reference", generator=generator)

    def head(features: int) -> ClassificationHead:
        return ClassificationHead(features, 2, generator=generator)

    leaf = head(3) if cell.graph().at_leaves else None
    forest = Forest.of([*TREES, *TREES])
    x = torch.randn(int((forest.token >= 0).sum()), 3, generator=generator)
    batch = Batch(x, None, torch.arange(len(forest)) % 2, trees=forest)
    return subject(TreeModel(body, head(body.output_size), None, leaf), [batch])

"""All questions asked of every cell of the gallery: each gets an answer that can be kept.

Small, and run by the reference backend: what is looked at are the equations, and compiling kernels
for all cells would take minutes.
"""

import json
import math

import pytest
import torch
from tests.diagnose.known_trees import chain, examined, full

from recurra import cells
from recurra.diagnose.examine import QUESTIONS, ask
from recurra.diagnose.subject import subject
from recurra.json_lines import to_json
from recurra.nn import Recurrent, Recursive
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead
from recurra.nn.model import Model


def answered(given):
    found = ask(given)
    assert [f.key for f in found] == list(QUESTIONS)
    for finding in found:
        assert finding.answer and finding.conditions
        assert finding.number is None or not math.isnan(finding.number), finding.key
        assert json.loads(to_json(finding))["key"] == finding.key
    return {f.key: f for f in found}


@pytest.mark.slow
@pytest.mark.parametrize("name", cells.NAMES)
def test_on_sequences(name):
    generator = torch.Generator().manual_seed(0)
    body = Recurrent(name, 2, 4, backend="reference", generator=generator)
    head = ClassificationHead(body.output_size, 2, generator=generator)
    lengths = torch.tensor([7, 6, 5, 7, 3, 7, 7, 4])
    x = torch.randn(7, 8, 2, generator=generator) * (torch.arange(7)[:, None] < lengths)[..., None]
    found = answered(subject(Model(body, head), [Batch(x, lengths, torch.arange(8) % 2)]))
    assert found["idle"].number is not None and found["stability"].number is not None
    assert found["gradient_ratio"].charts[0].lines[0].y[0] == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("name", cells.TREE_NAMES)
def test_on_trees(name):
    generator = torch.Generator().manual_seed(0)
    body = Recursive(name, 3, 4, backend="reference", dtype=torch.float64, generator=generator)
    found = answered(examined(body, [chain(4), full(3), chain(2), full(2)] * 2))
    assert found["gradient_ratio"].number is not None and found["stability"].number is not None
    assert found["gradient_ratio"].charts[0].lines[0].y[0] == 1.0

"""A user's cell whose kernels do not hold runs on the reference, and its trials say so."""

import json
from dataclasses import replace

import pytest

from recurra.comparison.keys import trial_key
from recurra.comparison.proving import NOTE
from recurra.compiler import choose as choosing
from recurra.compiler import proof_record, proven
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.backends.reference import Reference
from recurra.errors import KernelWarning
from recurra.json_lines import from_json
from recurra.records import Plan

MINE = """\
from recurra import cell
from recurra.ir import tanh


@cell(states="h")
def mine(x, h, W, U, b):
    return tanh(W @ x + 0.7 * (U @ h) + b)
"""


class Faulty(Numba):
    """Gradients a tenth too large."""

    def run(self, *given):
        output, final = super().run(*given)
        if output.requires_grad:
            output.register_hook(lambda g: 1.1 * g)
        return output, final


@pytest.fixture
def own_folder(monkeypatch, tmp_path):
    (tmp_path / "proofs").mkdir()
    (tmp_path / "mine.py").write_text(MINE)
    monkeypatch.setattr(proof_record, "folder", lambda: tmp_path / "proofs")
    monkeypatch.setattr(proof_record, "_known", {})
    monkeypatch.setattr(proven, "_said", set())
    return tmp_path


def plan_and_network(folder):
    plan = from_json(Plan, (folder / "plan.json").read_text())
    return plan, next(a for a in plan.architectures if a.network)


def scores(folder):
    """Of all trainings, in the order of the plan's rates and seeds."""
    lines = [json.loads(line) for line in (folder / "trials.jsonl").read_text().splitlines()]
    kept = [t for t in lines if t["stage"] != "baseline"]
    return sorted((t["stage"], t["learning_rate"], t["seed"], t["validation"]) for t in kept)


def test_a_fallback_is_part_of_the_key(small, own_folder, monkeypatch):
    spec = f"{own_folder}/mine.py:mine"
    small("right", cells=(spec,), backend="auto")
    plan, right = plan_and_network(own_folder / "right")
    assert right.runs_on == "" and NOTE not in right.notes
    monkeypatch.setattr(choosing, "BACKENDS", (Faulty(), Reference()))
    monkeypatch.setattr(proof_record, "_known", {})
    for file in (own_folder / "proofs").iterdir():
        file.unlink()
    with pytest.warns(KernelWarning) as said:
        small("wrong", cells=(spec,), backend="auto")
    assert len(said) == 1
    _, wrong = plan_and_network(own_folder / "wrong")
    assert wrong.runs_on == "reference" and NOTE in wrong.notes
    keys = [
        trial_key(plan, a, stage="search", updates=1, learning_rate=0.1, seed=0)
        for a in (right, replace(right, runs_on="reference"))
    ]
    assert keys[0] != keys[1]
    small("reference", cells=(spec,), backend="reference")
    assert scores(own_folder / "wrong") == scores(own_folder / "reference")

"""Networks without a cell, and a user's module, as full members of a comparison."""

import math

import pytest
import torch
from tests.nn.bodies.test_modules import MINE

import recurra
from recurra.comparison import plan as plans
from recurra.json_lines import read_lines
from recurra.records import Cost, Trial

NETWORKS = "gru(units=4, residual=true, layers=2)", "lstm(both=true)", "transformer(heads=2)", "tcn"


@pytest.mark.slow
def test_every_kind_of_network_is_compared_costed_saved_and_loaded(tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text(MINE, encoding="utf-8")
    cells = (*NETWORKS, f"{mine}:Sums(factor=0.5)")
    results = recurra.compare(
        "digits", cells=cells, hidden_size=8, limit=120, trials=1, seeds=1, workers=1,
        out=tmp_path / "run", backend="reference",
    )  # fmt: skip
    plan = plans.read(tmp_path / "run")
    networks = [a for a in plan.architectures if a.network]
    assert [a.spec for a in networks] == list(cells)
    assert all(a.parameters > 0 and a.flops > 0 for a in networks)
    trials = list(read_lines(Trial, tmp_path / "run" / "trials.jsonl"))
    assert {t.status for t in trials if t.stage == "final"} == {"ok"}
    costs = {c.architecture: c for c in read_lines(Cost, tmp_path / "run" / "costs.jsonl")}
    for one in networks:
        cost = costs[one.name]
        assert (cost.step_p50 is None) == ("both" in one.spec)
        assert cost.sequence_p50 and cost.memory_inference and cost.memory_training is not None
        assert cost.disk and not math.isnan(cost.train_seconds)
    assert len(results.learning_curves) == len(results.gradients) == len(networks)
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert all(a.name in page for a in networks)


@pytest.mark.slow
@pytest.mark.parametrize("spec", ["transformer(heads=2)", "mine", "lstm(layers=2, projection=3)"])
def test_a_model_is_read_back_to_the_bit(spec, tmp_path):
    from recurra.estimators.training import Settings, train
    from recurra.export import bundle
    from recurra.records import Source

    mine = tmp_path / "mine.py"
    mine.write_text(MINE, encoding="utf-8")
    spec = f"{mine}:Sums" if spec == "mine" else spec
    found = train(Source.of("digits", limit=60), Settings(spec, hidden_size=4, updates=3))
    folder = bundle.save(tmp_path / "model", found.model, found.manifest)
    mine.unlink()  # the bundle holds a copy
    loaded = bundle.load(folder)
    for name, value in found.model.state_dict().items():
        assert torch.equal(value, loaded.model.state_dict()[name])
    again = bundle.load(loaded.save(tmp_path / "again")).served.stream()
    stream = loaded.served.stream()
    for _ in range(10):
        x = [0.5] * 8
        assert (stream.step(x) == again.step(x)).all()

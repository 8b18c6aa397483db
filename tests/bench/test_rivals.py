"""Every rival does the same work: the same numbers, every gradient; or it says why not."""

import dataclasses
import importlib.util

import pytest
import torch

from recurra import cells
from recurra.bench.operations import products
from recurra.bench.rivals import OWN, RIVALS
from recurra.bench.rivals.expected import difference, expected
from recurra.bench.shapes import MODES, SHAPES, SINGLE, STEP, Job, parse, shapes_of
from recurra.bench.work import work
from recurra.errors import SettingError

BY_NAME = {r.name: r for r in (OWN, *RIVALS)}
SPECS = ("lstm", "gru", "elman", "peephole", "lstm3", "scrn", "gru_original")


def job(spec, mode):
    steps, batch = (1, 1) if mode == "step" else (5, 3)
    return Job(spec, mode, steps, batch, 4, 6, backend="reference")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("name", [n for n in BY_NAME if n != "jax"])
def test_same_numbers(name, spec, mode):
    rival, cell = BY_NAME[name], cells.find(spec)
    reason = rival.reason_against(cell, mode)
    if reason:
        pytest.skip(str(reason))
    assert difference(rival.prepare(work(job(spec, mode)))) == ""


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("spec", SPECS)
def test_jax_same_numbers(spec, mode):
    test_same_numbers("jax", spec, mode)


def test_all_gradients_are_asked_for():
    names = set(expected(work(job("lstm", "train"))))
    assert names == {
        "output",
        "final 0",
        "final 1",
        "d input 0",
        "d state 0",
        "d state 1",
        "d weight_ih",
        "d weight_hh",
        "d bias",
    }
    assert names - set(expected(work(job("lstm", "train-fixed")))) == {"d input 0"}
    assert set(expected(work(job("lstm", "inference")))) == {"output", "final 0", "final 1"}


def test_a_rival_that_does_less_or_other_work_is_caught():
    prepared = BY_NAME["python loop"].prepare(work(job("gru", "train")))

    def without(result):
        found = prepared.numbers(result)
        del found["d state 0"]
        return found

    def wrong(result):
        found = prepared.numbers(result)
        return {**found, "d bias": found["d bias"] * 1.01}

    def broken(result):
        found = prepared.numbers(result)
        return {**found, "output": found["output"] * float("nan")}

    assert difference(prepared) == ""
    lazy = dataclasses.replace(prepared, numbers=without)
    assert str(difference(lazy)) == "does not compute d state 0"
    assert "d bias differs" in str(difference(dataclasses.replace(prepared, numbers=wrong)))
    assert "output differs" in str(difference(dataclasses.replace(prepared, numbers=broken)))


def test_a_cell_that_torch_lacks_is_held_against_its_lstm():
    prepared = BY_NAME["torch"].prepare(work(job("lstm3", "train")))
    assert prepared.work.cell.name == "lstm"
    assert prepared.operations > OWN.prepare(work(job("lstm3", "train"))).operations


def test_reasons_are_given():
    lstm, lstm2 = cells.find("lstm"), cells.find("lstm2")
    itself = BY_NAME["recurra lstm"].reason_against(lstm, "train")
    assert str(itself) == "the cell is the LSTM itself"
    padding = BY_NAME["python loop"].reason_against(lstm, "ragged")
    assert str(padding) == "computes the padding too"
    assert BY_NAME["torchrecurrent"].reason_against(lstm, "train")
    missing = importlib.util.find_spec("onnxruntime") is None
    for cell, mode in ((lstm, "train"), (lstm2, "inference")):
        reason = BY_NAME["onnxruntime"].reason_against(cell, mode)
        assert "is not installed" in str(reason) if missing else reason


def test_a_packed_sequence_is_no_longer_than_its_parts():
    ragged = work(job("lstm", "ragged"))
    lengths = ragged.lengths.tolist()
    assert lengths == sorted(lengths, reverse=True) and lengths[0] == 5 and min(lengths) >= 2
    whole = BY_NAME["torch"].prepare(work(job("lstm", "train"))).operations
    assert BY_NAME["torch"].prepare(ragged).operations == whole * sum(lengths) // 15


def test_operations_are_counted_as_done():
    graph, sizes = cells.find("lstm").graph(), {"h": 6, "x": 4}
    forward = products(graph, sizes, 10, backward=False, input_gradient=False)
    assert forward == 2 * 10 * 4 * 6 * (4 + 6)
    assert products(graph, sizes, 10, backward=True, input_gradient=True) == 3 * forward
    fixed = products(graph, sizes, 10, backward=True, input_gradient=False)
    assert fixed == 3 * forward - 2 * 10 * 4 * 6 * 4
    assert BY_NAME["torch"].prepare(work(job("lstm", "train-fixed"))).operations == 3 * (
        2 * 15 * 4 * 6 * 10
    )


def test_seven_shapes():
    assert len(SHAPES) == 7
    assert shapes_of("train", ()) == SHAPES
    assert shapes_of("inference", ()) == (*SHAPES, SINGLE)
    assert shapes_of("step", ()) == (STEP,)
    assert shapes_of("step", ((7, 5, 3, 2), (9, 5, 3, 2))) == ((1, 1, 3, 2),)
    with pytest.raises(SettingError, match="is no shape"):
        parse("1,2,3")


def test_the_same_seed_draws_the_same_numbers():
    one, two = (work(job("lstm", "train")) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.upstream, two.upstream, strict=True))
    assert all(torch.equal(a, b) for (_, a), (_, b) in zip(one.leaves(), two.leaves(), strict=True))

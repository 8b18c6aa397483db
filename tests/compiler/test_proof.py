"""Kernels of a cell that is not of the gallery are proven before they run."""

import json
import warnings

import pytest
import torch
from tests.japanese import english_in

from recurra import cells
from recurra.compiler import choose as choosing
from recurra.compiler import conformance, proof_record, proven
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.backends.numba.tree.backend import TreeNumba
from recurra.compiler.backends.reference import Reference
from recurra.compiler.backends.tree_reference import TreeReference
from recurra.errors import KernelWarning
from recurra.ir import cell, log, sigmoid, tanh
from recurra.nn import Forest, Recurrent, Recursive
from recurra.words import speaking


@cell(states="h")
def leaky(x, h, W, U, b):
    return 0.9 * h + 0.1 * tanh(W @ x + U @ h + b)


@cell(states="h", children=2)
def pair(x, left, right, W, U, b):
    return tanh(W @ x + U.l @ left.h + U.r @ right.h + b)


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    """Nothing is proven yet, neither on disk nor in this process."""
    monkeypatch.setattr(proof_record, "folder", lambda: tmp_path)
    monkeypatch.setattr(proof_record, "_known", {})
    monkeypatch.setattr(proven, "_said", set())
    return tmp_path


class Faulty(Numba):
    """Gradients a thousandth too large."""

    made = 0

    def run(self, *given):
        type(self).made += 1
        output, final = super().run(*given)
        if output.requires_grad:
            output.register_hook(lambda g: 1.001 * g)
        return output, final


@pytest.fixture
def faulty(monkeypatch):
    monkeypatch.setattr(Faulty, "made", 0)
    monkeypatch.setattr(choosing, "BACKENDS", (Faulty(), Reference()))


class FaultyTrees(TreeNumba):
    """Values that are a little off."""

    def run(self, *given):
        return tuple(s * (1 + 1e-3) for s in super().run(*given))


def test_right_kernels_run(own_folder):
    assert Recurrent(leaky, 3, 5).explain().startswith("numba: the first that can")
    assert Recursive(pair, 3, 5).explain() == "numba: the first that can"
    assert len(list(own_folder.glob("*.json"))) == 2


@pytest.mark.parametrize("name", ["auto", "numba"])
def test_wrong_gradients_never_run(faulty, own_folder, name):
    network = Recurrent(leaky, 3, 5, backend=name, dtype=torch.float64)
    x = torch.randn(7, 2, 3, dtype=torch.float64)
    with pytest.warns(KernelWarning, match="'leaky' runs on the reference") as said:
        output, _ = network(x)
    found = torch.autograd.grad(output.sum(), list(network.parameters()))
    with network.run_by(Reference()):
        wanted = torch.autograd.grad(network(x)[0].sum(), list(network.parameters()))
    assert all(torch.equal(a, b) for a, b in zip(found, wanted, strict=True))
    assert "not numba: its kernels do not compute what the equations say" in network.explain()
    (file,) = own_folder.glob("wrong-*.txt")
    text = file.read_text()
    assert str(file) in str(said[0].message) and str(file) in network.explain()
    with speaking("ja"):
        shown = (network.explain(), str(said[0].message))
    assert not [english_in(one, str(file)) for one in shown if english_in(one, str(file))]
    assert "return 0.9 * h + 0.1 * tanh(W @ x + U @ h + b)" in text and "h=5, x=3" in text
    assert "the gradient of weight_hh" in text and f"torch {torch.__version__}" in text


def test_it_is_said_once_and_kept(faulty, own_folder, monkeypatch):
    with pytest.warns(KernelWarning):
        Recurrent(leaky, 3, 5).explain()
    before = Faulty.made
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Recurrent(leaky, 3, 5).explain()
        Recurrent(leaky, 4, 6).explain()  # kernels do not depend on sizes
    monkeypatch.setattr(proof_record, "_known", {})  # as another process
    assert Recurrent(leaky, 3, 5).runs_on(training=True) == "reference"
    assert Faulty.made == before > 0


def test_another_type_variant_or_version_is_proven_anew(own_folder, monkeypatch):
    def count():
        return len(list(own_folder.glob("*.json")))

    Recurrent(leaky, 3, 5).explain()
    assert count() == 1
    Recurrent(leaky, 3, 5, dtype=torch.float64).explain()
    assert count() == 2
    assert Recurrent(leaky, 3, 5, zoneout=0.1).runs_on(training=True) == "numba"
    assert count() == 3
    monkeypatch.setattr(proof_record, "versions", lambda: (("torch", "0"),))
    monkeypatch.setattr(proof_record, "_known", {})
    Recurrent(leaky, 3, 5).explain()
    assert count() == 4


def test_proofs_of_earlier_versions_are_read(own_folder, monkeypatch):
    Recurrent(leaky, 3, 5).explain()
    (file,) = own_folder.glob("*.json")
    ended = {"what": "a run", "found": float("inf"), "allowed": 0.0}
    file.write_text(json.dumps({"holds": False, "differences": [ended], "error": "E: as it was"}))
    monkeypatch.setattr(proof_record, "_known", {})
    with pytest.warns(KernelWarning, match="they end in E: as it was"):
        assert Recurrent(leaky, 3, 5).runs_on(training=False) == "reference"


def test_a_proof_is_kept_as_messages(own_folder, faulty, monkeypatch):
    with pytest.warns(KernelWarning):
        Recurrent(leaky, 3, 5, dtype=torch.float64).explain()
    (file,) = own_folder.glob("*.json")
    assert "gradient of" not in file.read_text()
    monkeypatch.setattr(proof_record, "_known", {})
    with speaking("ja"):
        assert "の勾配" in Recurrent(leaky, 3, 5, dtype=torch.float64).explain()


def test_a_file_that_cannot_be_read_is_made_anew(own_folder, monkeypatch):
    Recurrent(leaky, 3, 5).explain()
    (file,) = own_folder.glob("*.json")
    for broken in ("", "[]", '{"holds": true, "differences": 3}'):
        file.write_text(broken)
        monkeypatch.setattr(proof_record, "_known", {})
        assert Recurrent(leaky, 3, 5).runs_on(training=False) == "numba"
        assert '"holds":true,"differences":[]' in file.read_text()


def test_wrong_kernels_for_trees(monkeypatch):
    monkeypatch.setattr(choosing, "TREE_BACKENDS", (FaultyTrees(), TreeReference()))
    network = Recursive(pair, 3, 5)
    with pytest.warns(KernelWarning, match="'pair' runs on the reference"):
        found = network(Forest.of([([2, 2, -1], [0, 1, -1])]), torch.randn(2, 3))
    assert network.runs_on(training=True) == "reference" and torch.isfinite(found.output).all()


def test_a_run_that_ends_in_an_error(monkeypatch):
    class Broken(Numba):
        def run(self, *given):
            raise KeyError("grad_x")

    monkeypatch.setattr(choosing, "BACKENDS", (Broken(), Reference()))
    network = Recurrent(leaky, 3, 5)
    with pytest.warns(KernelWarning, match="they end in KeyError: 'grad_x'"):
        network(torch.randn(2, 1, 3))


def test_the_gallery_needs_no_proof(own_folder):
    Recurrent("elman", 3, 5).explain()
    Recurrent(cells.find("scrn(alpha=0.7)"), 3, 5).explain()
    assert not list(own_folder.iterdir())


def test_equations_for_positive_numbers_alone():
    @cell(states="h")
    def logarithms(x, h, W, U):
        return log(W @ x + U @ h + 0.1)

    @cell(states="h")
    def nowhere(x, h, W, U):
        return log(0 - 1 - sigmoid(W @ x + U @ h))

    assert Recurrent(logarithms, 3, 5).runs_on(training=True) == "numba"
    with pytest.warns(KernelWarning, match="no finite numbers"):
        assert Recurrent(nowhere, 3, 5).runs_on(training=True) == "reference"


def test_modes_of_torch_do_not_reach_the_proof(own_folder):
    network = Recurrent(leaky, 3, 5, dtype=torch.float64)
    with torch.inference_mode():
        network(torch.randn(4, 2, 3, dtype=torch.float64))
    (file,) = own_folder.glob("*.json")
    assert '"holds":true' in file.read_text()


def test_less_than_half_a_second_beyond_compiling(own_folder, monkeypatch):
    import time

    def proven_once():
        monkeypatch.setattr(proof_record, "_known", {})
        for file in own_folder.glob("*.json"):
            file.unlink()
        began = time.process_time()
        Recurrent(leaky, 28, 100).explain()
        return time.process_time() - began

    proven_once()  # compiles
    assert min(proven_once() for _ in range(3)) < 0.5


def test_rounding_that_equations_amplify_is_no_fault():
    """c - c + small: what is left is mostly rounding, in any order of summing."""

    @cell(states="h")
    def cancelling(x, h, W, U, V):
        return 100 * (tanh(W @ x + U @ h) - tanh(W @ x + U @ h + 1e-3 * (V @ h)))

    for dtype in (torch.float32, torch.float64):
        network = Recurrent(cancelling, 3, 50, dtype=dtype)
        assert network.runs_on(training=True) == "numba"


def test_a_rule_of_differentiation_with_a_fault(own_folder, monkeypatch):
    """The fault is in the kernels themselves: their text is derived from the rules."""
    from recurra.compiler import differentiate

    @cell(states="h")
    def private(x, h, W, U, b):
        return tanh(0.73 * (W @ x) + U @ h + b)

    monkeypatch.setitem(
        differentiate.RULES, "tanh", lambda m, g, y, a: (m("mul", g, m("sub", m.constant(1.0), y)),)
    )
    with pytest.warns(KernelWarning, match="'private' runs on the reference"):
        assert Recurrent(private, 3, 5).runs_on(training=True) == "reference"


def test_growth_is_of_the_reference_alone():
    case = conformance.Case(steps=4, batch=3, width=2, hidden=5)
    assert conformance.growth(cells.find("lstm"), case) < 2


@pytest.mark.slow
def test_a_proof_in_the_middle_of_a_trace(own_folder):
    """torch.compile meets the first use of a cell: what it traces is not the proof."""
    network = Recurrent(leaky, 3, 5, dtype=torch.float64)
    x = torch.randn(4, 2, 3, dtype=torch.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's own, of tensors that it meets after the break
        output, _ = torch.compile(network, backend="eager")(x)
    assert len(list(own_folder.glob("*.json"))) == 1
    with network.run_by(Reference()):
        conformance.same([output], [network(x)[0]], conformance.tolerance(x.dtype, 4), "output")

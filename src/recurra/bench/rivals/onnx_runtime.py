"""onnxruntime for inference: the operators LSTM (with peepholes), GRU and RNN, one node each.

Its threads within an operator are set to the job's number, those between operators to 1. Outputs
are bound to its own memory where that is quicker than `session.run`.
"""

import importlib.util
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from recurra.bench.rivals import module
from recurra.bench.rivals.alike import alike
from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.ir import Cell
from recurra.words import Text, say

# cell -> operator, gates of the operator by their place among ours, attributes
OPERATORS: dict[str, tuple[str, tuple[int, ...], dict[str, Any]]] = {
    "lstm": ("LSTM", (0, 3, 1, 2), {}),
    "peephole": ("LSTM", (0, 3, 1, 2), {}),
    "gru": ("GRU", (1, 0, 2), {"linear_before_reset": 1}),
    "gru_original": ("GRU", (1, 0, 2), {"linear_before_reset": 0}),
    "elman": ("RNN", (0,), {"activations": ["Tanh"]}),
    "elman(nonlinearity='relu')": ("RNN", (0,), {"activations": ["Relu"]}),
}
PEEPHOLES = (0, 2, 1)  # ours i, f, o; the operator's i, o, f


class OnnxRuntime:
    """See the module's text."""

    name = "onnxruntime"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """It does not train here, and has operators for some cells only."""
        for package in ("onnx", "onnxruntime"):
            if importlib.util.find_spec(package) is None:
                return say("bench.rivals.not_installed", package=package)
        if mode not in ("inference", "step"):
            return say("bench.rivals.does_not_train")
        return "" if alike(cell, *OPERATORS) else say("bench.rivals.no_operator")

    def prepare(self, work: Work) -> Prepared:
        """A session over a graph of one node."""
        session = _session(work)
        feed = {"x": work.drawn.inputs[0].numpy()}
        feed |= {f"s{k}": s.numpy()[None] for k, s in enumerate(work.drawn.states)}
        call, note = _quicker(
            {
                "session.run": lambda: session.run(None, feed),
                "run_with_iobinding": _bound(session, feed),
            }
        )
        return Prepared(
            call,
            lambda result: _numbers(work, result),
            work,
            module.operations(work),
            say("bench.rivals.as_one_operator", cell=alike(work.cell, *OPERATORS), call=note),
        )


def _session(work: Work) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = work.job.threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        _model(work).SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def _model(work: Work) -> Any:
    from onnx import TensorProto, helper, numpy_helper

    spec = alike(work.cell, *OPERATORS)
    name, gates, attributes = OPERATORS[spec]
    job, count = work.job, len(work.drawn.states)
    states, finals = [f"s{k}" for k in range(count)], [f"n{k}" for k in range(count)]
    weights = _weights(work, spec, gates)
    tail = ["P"] if "P" in weights else []
    node = helper.make_node(
        name,
        ["x", "W", "R", "B", "", *states, *tail],
        ["y", *finals],
        **attributes,
        hidden_size=job.hidden,
    )
    single = (1, job.batch, job.hidden)

    def declared(label: str, shape: tuple[int, ...]) -> Any:
        return helper.make_tensor_value_info(label, TensorProto.FLOAT, shape)

    graph = helper.make_graph(
        [node],
        work.cell.name,
        [declared("x", (job.steps, job.batch, job.width)), *(declared(s, single) for s in states)],
        [declared("y", (job.steps, *single)), *(declared(s, single) for s in finals)],
        [numpy_helper.from_array(value, key) for key, value in weights.items()],
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="recurra"
    )


def _weights(work: Work, spec: str, gates: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Our stacked tensors with the operator's order of gates, and a first axis of directions."""
    drawn, units = {k: v.numpy() for k, v in work.drawn.weights.items()}, work.job.hidden

    def blocks(value: np.ndarray, order: tuple[int, ...]) -> np.ndarray:
        return np.concatenate([value[k * units : (k + 1) * units] for k in order])

    matrices = [drawn[n] for n in drawn if n.startswith("weight") and drawn[n].ndim == 2]
    recurrent = np.concatenate(matrices[1:])  # the published GRU keeps U.n apart
    bias = drawn["bias"]
    hidden = np.zeros(len(gates) * units, np.float32)
    if spec == "gru":
        hidden[-units:] = bias[-units:]
    found = {
        "W": blocks(matrices[0], gates),
        "R": blocks(recurrent, gates),
        "B": np.concatenate([blocks(bias, gates), hidden]),
    }
    if spec == "peephole":
        found["P"] = blocks(next(v for v in drawn.values() if v.shape == (3 * units,)), PEEPHOLES)
    return {name: np.ascontiguousarray(value[None]) for name, value in found.items()}


def _bound(session: Any, feed: dict[str, np.ndarray]) -> Callable[[], Any]:
    binding = session.io_binding()
    for name, value in feed.items():
        binding.bind_cpu_input(name, np.ascontiguousarray(value))
    for output in session.get_outputs():
        binding.bind_output(output.name, "cpu")

    def call() -> Any:
        session.run_with_iobinding(binding)
        return binding.copy_outputs_to_cpu()

    return call


def _quicker(forms: dict[str, Callable[[], Any]]) -> tuple[Callable[[], Any], str]:
    """The form that takes less time here: the rival is given its best."""
    best: dict[str, float] = {}
    for name, call in forms.items():
        for _ in range(20):
            start = time.perf_counter()
            call()
            best[name] = min(best.get(name, np.inf), time.perf_counter() - start)
    chosen = min(best, key=lambda name: best[name])
    return forms[chosen], chosen


def _numbers(work: Work, result: list[np.ndarray]) -> Numbers:
    output, *final = result
    found = {"output": output[:, 0]}
    return found | {f"final {k}": s[0] for k, s in enumerate(final)}

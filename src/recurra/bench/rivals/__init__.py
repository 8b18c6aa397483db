"""The rivals, one leaf file each. A new one is a file and a line here."""

from recurra.bench.rivals.jax_scan import JaxScan
from recurra.bench.rivals.onnx_runtime import OnnxRuntime
from recurra.bench.rivals.own import Own, OwnLSTM
from recurra.bench.rivals.python_loop import PythonLoop
from recurra.bench.rivals.rival import Prepared, Rival
from recurra.bench.rivals.torch_recurrent import TorchRecurrent
from recurra.bench.rivals.vendor import Vendor

__all__ = ["OWN", "RIVALS", "Prepared", "Rival"]

OWN: Rival = Own()
RIVALS: tuple[Rival, ...] = (
    Vendor(),
    PythonLoop(),
    JaxScan(),
    OnnxRuntime(),
    TorchRecurrent(),
    OwnLSTM(),
)

"""Where kernels compiled by numba cannot run."""

import importlib.util

import torch

from recurra.words import Text, say

DTYPES = (torch.float32, torch.float64)


def unfit(device: torch.device, dtype: torch.dtype) -> Text:
    """Why kernels compiled by numba cannot run there; empty where they can."""
    if device.type != "cpu":
        return say("compiler.backends.for_cpus", device=device.type)
    if dtype not in DTYPES:
        return say("compiler.backends.other_type", dtype=str(dtype).split(".")[-1])
    if importlib.util.find_spec("numba") is None:
        return say("compiler.backends.no_numba")
    return ""

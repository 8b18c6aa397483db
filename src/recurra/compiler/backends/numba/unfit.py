"""Where kernels compiled by numba cannot run."""

import importlib.util

import torch

DTYPES = (torch.float32, torch.float64)


def unfit(device: torch.device, dtype: torch.dtype) -> str:
    """Why kernels compiled by numba cannot run there; empty where they can."""
    if device.type != "cpu":
        return f"it is for CPUs, not for {device.type}"
    if dtype not in DTYPES:
        return f"it computes in float32 and float64, not in {str(dtype).split('.')[-1]}"
    if importlib.util.find_spec("numba") is None:
        return "numba is not installed"
    return ""

"""What the numbers were measured on, and with which versions."""

import os
import platform
from importlib import metadata
from pathlib import Path

import recurra

PACKAGES = (
    "torch",
    "numpy",
    "numba",
    "llvmlite",
    "jax",
    "jaxlib",
    "onnx",
    "onnxruntime",
    "torchrecurrent",
    "pytorch-tree-lstm",
)
VECTORS = ("avx512f", "avx2", "asimd", "sse4_2")  # widest first


def machine() -> dict[str, str]:
    """Processor, cores that this process may use, vector instructions, system."""
    found = {
        "cpu": _field("model name") or platform.processor() or platform.machine(),
        "cores": str(_cores()),
        "vectors": next((v for v in VECTORS if v in _flags()), ""),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    return {k: v for k, v in found.items() if v}


def versions() -> dict[str, str]:
    """Versions of what is installed of everything that takes part."""
    found = {"recurra": recurra.__version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _flags() -> set[str]:
    return set((_field("flags") or _field("Features")).split())


def _field(name: str) -> str:
    file = Path("/proc/cpuinfo")
    if file.exists():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    return ""

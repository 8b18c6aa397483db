"""Generated code on disk, looked up by content.

numba keeps compiled functions beside their source file, but it cannot keep text that was `exec`ed
and does not notice when a function that they call changes. So generated text becomes a file whose
name holds the hash of the text, of the kernel library's source, of numba's and llvmlite's versions
and of the processor. The folder is RECURRA_CACHE, else the platform's cache folder, else (where
that cannot be written) a temporary folder, with one warning.
"""

import functools
import hashlib
import importlib.util
import os
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from types import ModuleType

import llvmlite
import numba

from recurra.compiler import cache_folder
from recurra.compiler.backends.numba.machine.processor import this_machine
from recurra.errors import CacheWarning
from recurra.words import say

LIBRARY = ("across", "cache", "formulas", "library", "matrix", "processor", "threads", "vector")
_lock = threading.RLock()


def module(name: str, text: str) -> ModuleType:
    """The text as an imported module of a file in the cache; compiled once for all processes."""
    path = folder() / f"{name}_{_digest(text.encode())}.py"
    known = f"recurra_generated_{path.stem}"
    with _lock:
        if known in sys.modules:
            return sys.modules[known]
        if not path.is_file():
            write(path, text.encode())
        spec = importlib.util.spec_from_file_location(known, path)
        assert spec is not None and spec.loader is not None
        # numba finds the globals of what it has kept by the module's name
        made = sys.modules[known] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(made)
        except BaseException:
            del sys.modules[known]
            raise
        return made


def kept(name: str, make: "functools.partial[bytes]") -> bytes:
    """The bytes that `make` gives, kept on disk for this machine and these versions."""
    path = folder() / f"{name}_{_digest(b'')}.o"
    try:
        return path.read_bytes()
    except OSError:
        code = make()
        write(path, code)
        return code


def write(path: Path, content: bytes) -> None:
    """Write all of the content or no file at all, also where others write it at the same time."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # numba compares the time of the source with that of its index: two writers must not differ
        os.utime(temporary, (0, 0))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


@functools.cache
def folder() -> Path:
    """The folder of generated code."""
    wanted = cache_folder.wanted()
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError as error:
        fallback = Path(tempfile.gettempdir()) / f"recurra-{_user()}"
        fallback.mkdir(mode=0o700, parents=True, exist_ok=True)
        warnings.warn(
            CacheWarning(
                say(
                    "compiler.backends.cache_not_writable",
                    wanted=wanted,
                    error=error.strerror,
                    fallback=fallback,
                )
            ),
            stacklevel=2,
        )
        return fallback


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _digest(content: bytes) -> str:
    return hashlib.sha256(_surroundings() + content).hexdigest()[:20]


@functools.cache
def _surroundings() -> bytes:
    """What compiled code depends on beside its own text."""
    here = Path(__file__).parent
    sources = b"".join((here / f"{name}.py").read_bytes() for name in LIBRARY)
    about = (numba.__version__, llvmlite.__version__, sys.version_info[:2], this_machine())
    return sources + repr(about).encode()

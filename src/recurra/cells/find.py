"""From what a user types to a cell: "lstm", "scrn(alpha=0.9)" or "./mine.py:leaky"."""

import ast
import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from recurra.errors import CellError, SettingError, unknown
from recurra.ir import Cell
from recurra.ir.explain import missing_import
from recurra.words import say


def find(spec: str | Cell, **options: Any) -> Cell:
    """The cell that a specification names.

    Args:
        spec: a name of the gallery, `FILE.py:NAME` for a cell in a user's own file, either with
            options in brackets; or a cell, which is given back.
        options: values of the cell's options, after those in brackets.

    Raises:
        SettingError: no cell, file or option of that name.
        CellError: the file cannot be read as Python.

    >>> find("scrn(alpha=0.9)").options["alpha"]
    0.9
    """
    if isinstance(spec, Cell):
        return spec.with_options(**options) if options else spec
    name, written = _split(spec)
    cell = _from_file(name) if ".py:" in name or name.endswith(".py") else _from_gallery(name)
    return cell.with_options(**{**written, **options})


def source_file(spec: str) -> Path | None:
    """The user's own file that a specification names; None for a cell of the gallery."""
    name, _ = _split(spec)
    return Path(name.rpartition(":")[0]) if ".py:" in name else None


def _split(spec: str) -> tuple[str, dict[str, Any]]:
    name, bracket, rest = spec.partition("(")
    if not bracket:
        return spec.strip(), {}
    try:
        call = ast.parse(f"f({rest}", mode="eval").body
        assert isinstance(call, ast.Call) and not call.args
        return name.strip(), {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}
    except (SyntaxError, ValueError, AssertionError):
        raise SettingError(say("cells.options_not_read", spec=spec)) from None


def _from_gallery(name: str) -> Cell:
    from recurra.cells import ALL, TREES

    known = (*ALL, *TREES)
    for cell in known:
        if cell.name == name:
            return cell
    raise unknown(say("nouns.cell"), name, [c.name for c in known])


def _from_file(spec: str) -> Cell:
    path, _, name = spec.rpartition(":")
    if not path:
        raise SettingError(say("cells.which_cell", file=spec))
    module = module_of_file(Path(path))
    cells = {k: v for k, v in vars(module).items() if isinstance(v, Cell)}
    if name not in cells:
        raise unknown(say("cells.cell_of", file=path), name, cells)
    return cells[name]


def module_of_file(path: Path) -> ModuleType:
    """The file as a module, read anew when its text changes."""
    if not path.is_file():
        raise SettingError(say("cells.no_file", file=path))
    text = path.read_bytes()
    digest = hashlib.sha256(str(path.resolve()).encode() + text).hexdigest()[:16]
    name = f"recurra_user_{digest}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise _unreadable(path, error) from error
    return module


def _unreadable(path: Path, error: BaseException) -> Exception:
    if isinstance(error, CellError):
        return error
    line = error.lineno if isinstance(error, SyntaxError) else None
    trace = error.__traceback__
    while trace is not None:
        if Path(trace.tb_frame.f_code.co_filename) == path.absolute():
            line = trace.tb_lineno
        trace = trace.tb_next
    return CellError(
        say("cells.not_run", kind=type(error).__name__, error=str(error)),
        cell=path.stem,
        file=path,
        line=line,
        remedy=missing_import(error),
    )

"""From what a user types to a cell: "lstm", "scrn(alpha=0.9)" or "./mine.py:leaky"."""

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from recurra.errors import CellError, SettingError, unknown
from recurra.ir import Cell
from recurra.ir.explain import missing_import
from recurra.settings.bodies import BODIES, STACK, typed
from recurra.settings.expression import read
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
    found = named(spec)
    if found.cell is None:
        raise SettingError(say("cells.no_cell", spec=spec))
    if found.options:
        raise SettingError(say("cells.network_of_cell", spec=spec, cell=found.cell.name))
    return found.cell.with_options(**options)


@dataclass(frozen=True)
class Named:
    """What a specification names: a cell, or another body, and the options that are not a cell's.

    `own`: a class in a user's own file, in place of a cell.
    """

    spec: str
    options: Mapping[str, Any] = field(default_factory=dict)
    cell: Cell | None = None
    body: str = ""  # a key of `settings.bodies.BODIES`
    own: type | None = None


def named(spec: str | Cell) -> Named:
    """What a network's specification names; raises as `find` does.

    >>> found = named("scrn(alpha=0.9, layers=2)")
    >>> found.cell.options["alpha"], found.options
    (0.9, {'layers': 2})
    """
    if isinstance(spec, Cell):
        return Named(spec.name, cell=spec)
    written = read(spec)
    name, options = written.name, written.options
    if name in BODIES:
        return Named(spec, options, body=name)
    found = _from_file(name) if _is_file(name) else _from_gallery(name)
    if not isinstance(found, Cell):
        return Named(spec, options, own=found)
    inner = {k: v for k, v in options.items() if k in found.defaults or k not in STACK}
    outer = {k: v for k, v in options.items() if k not in inner}
    for option in inner:
        if option not in found.defaults:
            raise unknown(
                say("ir.cell.option_of_cell", cell=found.name), option, (*found.defaults, *STACK)
            )
    for option, value in outer.items():
        typed(spec, option, value, *STACK[option])
    return Named(spec, outer, cell=found.with_options(**inner))


def source_file(spec: str) -> Path | None:
    """The user's own file that a specification names; None for a cell of the gallery."""
    name = read(spec).name
    return Path(name.rpartition(":")[0]) if ".py:" in name else None


def _is_file(name: str) -> bool:
    return ".py:" in name or name.endswith(".py")


def _from_gallery(name: str) -> Cell:
    from recurra.cells import ALL, TREES

    known = (*ALL, *TREES)
    for cell in known:
        if cell.name == name:
            return cell
    raise unknown(say("nouns.cell"), name, [*(c.name for c in known), *BODIES])


def _from_file(spec: str) -> Cell | type:
    """A cell, or a class of modules: it is known by its `forward`, as torch is not loaded here."""
    path, _, name = spec.rpartition(":")
    if not path:
        raise SettingError(say("cells.which_cell", file=spec))
    module = module_of_file(Path(path))
    cells: dict[str, Any] = {
        k: v
        for k, v in vars(module).items()
        if isinstance(v, Cell)
        or (
            isinstance(v, type)
            and callable(getattr(v, "forward", None))
            and v.__module__ == module.__name__
        )
    }
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

"""How a cell goes from process to process: by the module that makes it, its name and options.

What Python pickles is a reference, as of a function: the equations are read again where the cell
arrives, and have to be the same.
"""

import copyreg
import importlib
import sys
from pathlib import Path
from typing import Any

from recurra.cells.find import module_of_file
from recurra.errors import CellError
from recurra.ir import Cell
from recurra.words import say

Facts = tuple[str, str, str, tuple[tuple[str, Any], ...], str]


def reduced(cell: Cell) -> tuple[Any, Facts]:
    """What pickle keeps of a cell: module, its file if it is a user's, name, options, fingerprint.

    Raises CellError where the module holds no cell of that name, such as one made in a function.
    """
    module, user_file = cell.home, ""
    file = getattr(sys.modules.get(module), "__file__", None)
    if module.startswith("recurra_user_") and file:
        user_file = str(Path(file).resolve())
    options = tuple(sorted(cell.options.items()))
    facts = (module, user_file, cell.name, options, cell.fingerprint)
    _found(sys.modules.get(module), cell.name)
    return again, facts


def again(
    module: str, file: str, name: str, options: tuple[tuple[str, Any], ...], fingerprint: str
) -> Cell:
    """The cell that was pickled.

    Raises CellError where it is not there any more, or has other equations now.
    """
    home = module_of_file(Path(file)) if file else importlib.import_module(module)
    cell = _found(home, name).with_options(**dict(options))
    if cell.fingerprint != fingerprint:
        raise CellError(say("cells.other_equations"), cell=name, file=file or module)
    return cell


def _found(module: Any, name: str) -> Cell:
    for value in vars(module).values() if module else ():
        if isinstance(value, Cell) and value.name == name:
            return value
    home = getattr(module, "__name__", None)
    raise CellError(say("cells.not_in_module"), cell=name, file=home)


copyreg.pickle(Cell, reduced)

"""From what a user types to a design."""

from recurra.cells.find import named
from recurra.ir import Cell
from recurra.nn.bodies.design import Design
from recurra.nn.bodies.layers import Layers
from recurra.nn.bodies.modules import Module, body_class


def find(spec: str | Cell) -> Design:
    """The design that a specification names: "lstm", "gru(layers=2)", "transformer(heads=4)" or
    "./mine.py:MyModule".

    Raises SettingError for a name or an option that is unknown, CellError for a file that cannot
    be read, and for equations that cannot be followed.

    >>> find("lstm(layers=2, both=true)").plain, find("lstm").plain
    (False, True)
    """
    found = named(spec)
    if found.cell is not None:
        found.cell.graph()
        return Layers(found, found.cell)
    if found.own is not None:
        return Module(found, found.own, own=True)
    return Module(found, body_class(found.body)).checked()

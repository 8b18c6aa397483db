"""Random cells as a strategy of hypothesis, which makes a failing one small."""

from hypothesis import reject
from hypothesis import strategies as st

from recurra.errors import CellError
from recurra.fuzz.cell import made
from recurra.fuzz.choices import Choices


@st.composite
def random_cells(draw, write):
    try:
        return made(write, Choices(lambda bound: draw(st.integers(0, bound - 1))))
    except CellError:
        reject()

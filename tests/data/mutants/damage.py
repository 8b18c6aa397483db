"""What goes wrong in tables: in cells, rows, columns and the text, and which rows it touches."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from tests.data.mutants.cells import JUNK

Rows = list[list[str]]
ALL = -1  # every row may read otherwise


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells as texts, names first; `order`: [N] which row of the content each is; `stamps`: the
    columns of time; touched: rows of the content that may read otherwise, ALL for any."""

    names: list[str]
    rows: Rows
    order: list[int]
    stamps: int
    touched: set[int] = field(default_factory=set)


Damage = Callable[[Grid, np.random.Generator], None]


def _place(grid: Grid, rng: np.random.Generator, timely: bool = False) -> tuple[int, int]:
    first, last = (0, grid.stamps) if timely else (grid.stamps, len(grid.names))
    return int(rng.integers(len(grid.rows))), int(rng.integers(first, last))


def _touch(grid: Grid, *rows: int) -> None:
    grid.touched.update(grid.order[r] for r in rows)


def blank_cell(grid: Grid, rng: np.random.Generator) -> None:
    """A value is missing."""
    row, column = _place(grid, rng)
    grid.rows[row][column] = ""
    _touch(grid, row)


def junk_cell(grid: Grid, rng: np.random.Generator) -> None:
    """A value is something else."""
    row, column = _place(grid, rng)
    grid.rows[row][column] = str(rng.choice(JUNK))
    _touch(grid, row)


def junk_everywhere(grid: Grid, rng: np.random.Generator) -> None:
    """A tenth of a column is something else."""
    _, column = _place(grid, rng)
    for row in range(len(grid.rows)):
        if rng.random() < 0.1:
            grid.rows[row][column] = str(rng.choice(JUNK))
    grid.touched.add(ALL)


def junk_stamp(grid: Grid, rng: np.random.Generator) -> None:
    """A stamp is something else."""
    row, column = _place(grid, rng, timely=True)
    grid.rows[row][column] = str(rng.choice(["", "2020-02-30", "0000-00-00", "9999-12-31", "x"]))
    grid.touched.add(ALL)


def other_digit(grid: Grid, rng: np.random.Generator) -> None:
    """A digit of a stamp is another one."""
    row, column = _place(grid, rng, timely=True)
    text = grid.rows[row][column]
    digits = [k for k, c in enumerate(text) if c.isdigit()]
    if digits:
        k = int(rng.choice(digits))
        grid.rows[row][column] = f"{text[:k]}{rng.integers(10)}{text[k + 1 :]}"
    grid.touched.add(ALL)


def lost_row(grid: Grid, rng: np.random.Generator) -> None:
    """A row within the table is not there."""
    row = int(rng.integers(1, len(grid.rows) - 1))
    _touch(grid, row)
    del grid.rows[row], grid.order[row]


def doubled_row(grid: Grid, rng: np.random.Generator) -> None:
    """A row stands twice."""
    row = int(rng.integers(len(grid.rows)))
    grid.rows.insert(row, list(grid.rows[row]))
    grid.order.insert(row, grid.order[row])


def joined_row(grid: Grid, rng: np.random.Generator) -> None:
    """Two rows have one time."""
    row = int(rng.integers(len(grid.rows)))
    other = int(rng.integers(len(grid.rows)))
    grid.rows.append(grid.rows[row][: grid.stamps] + grid.rows[other][grid.stamps :])
    grid.order.append(grid.order[row])
    _touch(grid, row)


def short_row(grid: Grid, rng: np.random.Generator) -> None:
    """A row lacks its last cell."""
    if grid.rows:
        row = int(rng.integers(len(grid.rows)))
        del grid.rows[row][-1]
    grid.touched.add(ALL)


def long_row(grid: Grid, rng: np.random.Generator) -> None:
    """A row has a cell more."""
    if grid.rows:
        grid.rows[int(rng.integers(len(grid.rows)))].append("7")
    grid.touched.add(ALL)


def empty_row(grid: Grid, rng: np.random.Generator) -> None:
    """A row of separators alone."""
    grid.rows.insert(int(rng.integers(len(grid.rows))), [""] * len(grid.names))
    grid.order.insert(0, grid.order[0])
    grid.touched.add(ALL)


def names_again(grid: Grid, rng: np.random.Generator) -> None:
    """The names stand in the middle, too: files put one behind the other."""
    grid.rows.insert(int(rng.integers(1, len(grid.rows))), list(grid.names))
    grid.touched.add(ALL)


def total(grid: Grid, rng: np.random.Generator) -> None:
    """A row of sums at the end."""
    row = [""] * len(grid.names)
    row[0] = str(rng.choice(["Total", "Summe", "合計", ""]))
    row[-1] = "12345"
    grid.rows.append(row)
    grid.touched.add(ALL)


def more_columns(grid: Grid, rng: np.random.Generator) -> None:
    """A column more: without values, always the same, counting, of words, of numbers."""
    kind = int(rng.integers(5))
    for k, row in enumerate(grid.rows):
        row.append(["", "7", str(k), f"note {k}", f"{rng.normal():.3f}"][kind])
    grid.names.append(["empty", "same", "id", "remark", "more"][kind])


def same_name(grid: Grid, rng: np.random.Generator) -> None:
    """A column stands twice."""
    for row in grid.rows:
        row.append(row[-1])
    grid.names.append(grid.names[-1])


def no_name(grid: Grid, rng: np.random.Generator) -> None:
    """A column lacks its name."""
    grid.names[int(rng.integers(len(grid.names)))] = ""
    grid.touched.add(ALL)


def strange_name(grid: Grid, rng: np.random.Generator) -> None:
    """A column has an odd name."""
    odd = ["a,b", 'say "x"', "line\nbreak", "=1+1", "1", "sin", "y missing", "\u200b", "sky=sun"]
    grid.names[int(rng.integers(grid.stamps, len(grid.names)))] = str(rng.choice(odd))
    grid.touched.add(ALL)


def swapped_cells(grid: Grid, rng: np.random.Generator) -> None:
    """A row's cells stand in the wrong columns."""
    row = int(rng.integers(len(grid.rows)))
    grid.rows[row].reverse()
    grid.touched.add(ALL)


def huge(grid: Grid, rng: np.random.Generator) -> None:
    """A column of very large or very small numbers."""
    _, column = _place(grid, rng)
    power = int(rng.choice([-310, -300, -40, 30, 37, 38, 39, 150, 300]))
    for row in grid.rows:
        row[column] = f"{rng.normal():.4f}e{power}"
    grid.touched.add(ALL)


def same_always(grid: Grid, rng: np.random.Generator) -> None:
    """A column with one value, or one that changes in the last rows only."""
    _, column = _place(grid, rng)
    late = rng.random() < 0.5
    for k, row in enumerate(grid.rows):
        row[column] = "5" if not late or k < len(grid.rows) - 3 else str(k)
    grid.touched.add(ALL)


def mostly_missing(grid: Grid, rng: np.random.Generator) -> None:
    """A column with hardly any value, or none in its first part."""
    _, column = _place(grid, rng)
    share = float(rng.choice([0.5, 0.9, 0.97, 1.0]))
    for k, row in enumerate(grid.rows):
        if rng.random() < share or k < len(grid.rows) * share * 0.5:
            row[column] = ""
    grid.touched.add(ALL)


def few_rows(grid: Grid, rng: np.random.Generator) -> None:
    """Only some of the rows."""
    keep = int(rng.integers(0, 12))
    del grid.rows[keep:], grid.order[keep:]
    grid.touched.add(ALL)


def long_cell(grid: Grid, rng: np.random.Generator) -> None:
    """A cell with line breaks, quotes and separators."""
    row, column = _place(grid, rng)
    grid.rows[row][column] = str(rng.choice(['a\nb,c;d\t"e"', "\n", "x,y", '"', "#", "  "]))
    _touch(grid, row)


CELLS: dict[str, Damage] = {
    one.__name__: one
    for one in (
        blank_cell, junk_cell, junk_everywhere, junk_stamp, other_digit, lost_row, doubled_row,
        joined_row, empty_row, names_again, total, more_columns, same_name,
        no_name, strange_name, swapped_cells, huge, same_always, mostly_missing, long_cell,
        few_rows, short_row, long_row,  # the last ones: others need whole rows
    )
}  # fmt: skip

"""The gallery of cells as text: a table, pages in the terminal, the page of the documentation."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from recurra.cli.wrapped import columns, left, right, shortened, wrapped
from recurra.words import text

if TYPE_CHECKING:
    from recurra.compiler.facts import CellFacts

FILE = "docs/cells.md"
COMMAND = f"recurra cells list --markdown > {FILE}"


def described(input_size: int = 28, hidden_size: int = 100) -> "list[CellFacts]":
    """The facts of all cells of the gallery, those for trees last."""
    from recurra import cells
    from recurra.compiler.facts import facts

    return [facts(c, input_size, hidden_size) for c in (*cells.ALL, *cells.TREES)]


def table(found: "Sequence[CellFacts]", width: int) -> str:
    """One line a cell; what the cell is stands last and is cut where the line ends."""
    from recurra import cells

    rows = [_heads("cell", "states", "parameters", "inside", "operations", "what")]
    for f in found:
        name = f.name + ("*" if f.name in cells.DEFAULT else "")
        inside = f.inside or text("gallery.tree")
        rows.append((name, " ".join(f.states), f.formula, inside, f"{f.flops:,}", _summary(f)))
    wide = [max(columns(row[k]) for row in rows) for k in range(5)]
    lines = []
    for *first, operations, summary in rows:
        padded = [left(one, wide[k]) for k, one in enumerate(first)]
        line = "  ".join([*padded, right(operations, wide[4])])
        room = width - columns(line) - 2
        lines.append(f"{line}  {shortened(summary, room)}" if room > 10 else line)
    return "\n".join(lines)


def legend(found: "Sequence[CellFacts]") -> str:
    """What the columns of the table mean."""
    return text("gallery.legend", inputs=found[0].input_size, units=found[0].hidden_size)


def page(f: "CellFacts") -> str:
    """All about one cell, for the terminal."""
    parts = [f.name, _summary(f), _more(f), _indented(f.equations), _lines(f)]
    return "\n\n".join(p for p in parts if p) + "\n"


def markdown(found: "Sequence[CellFacts]") -> str:
    """The page of the documentation: a table, then each file of the gallery with its cells."""
    homes: dict[str, list[CellFacts]] = {}
    for f in found:
        homes.setdefault(f.home, []).append(f)
    sections = [_section(home, cells) for home, cells in homes.items()]
    return "\n".join([_introduction(found), *sections])


def _introduction(found: "Sequence[CellFacts]") -> str:
    tree = text("gallery.tree")
    rows = [
        f"| [`{f.name}`](#{f.name}) | {' '.join(f.states)} | {f.formula} | {f.inside or tree} "
        f"| {f.flops:,} | {f.transcendental:,} |"
        for f in found
    ]
    heads = _heads("cell", "states", "parameters", "inside", "operations", "transcendental")
    said = text(
        "gallery.introduction",
        command=COMMAND,
        inputs=found[0].input_size,
        units=found[0].hidden_size,
    )
    return "\n".join([said, f"| {' | '.join(heads)} |", "|---|---|---|---|---:|---:|", *rows, ""])


def _section(home: str, found: "Sequence[CellFacts]") -> str:
    title, _, notes = (sys.modules[home].__doc__ or home).strip().partition("\n")
    file = f"src/{home.replace('.', '/')}.py"
    title = text("gallery.family", title=title.rstrip("."), file=file.rpartition("/")[2])
    notes = text("gallery.notes", own=notes.strip())
    head = [f"## {title}", "", f"[`{file}`](../{file})", ""]
    head += [notes, ""] if notes else []
    return "\n".join([*head, *(_entry(f) for f in found)])


def _entry(f: "CellFacts") -> str:
    listed = [f"- {line}" for line in _facts(f)]
    more = [_more(f), ""] if f.text else []
    code = ["```python", f.equations, "```", ""]
    return "\n".join([f"### {f.name}", "", _summary(f), "", *more, *code, *listed, ""])


def _facts(f: "CellFacts") -> list[str]:
    return [f"{key}: {value}" for key, value in _rows(f).items()]


def _lines(f: "CellFacts") -> str:
    return "\n".join(f"{left(key, 20)}{value}" for key, value in _rows(f).items())


def _rows(f: "CellFacts") -> dict[str, str]:
    """What is known of a cell, by what it is called."""
    states = ", ".join(f"{name} ({units})" for name, units in f.states.items())
    options = ", ".join(f"{k}={v!r}" for k, v in f.options.items())
    first = {
        "from": f.cite or "-",
        "states": states,
        "options": options or text("gallery.none"),
        "starts": ", ".join(f"{name} = {value}" for name, value in f.starts.items()),
        "tensors": "; ".join(f"{name}: {' '.join(params)}" for name, params in f.tensors.items()),
        "parameters": text("gallery.formula", formula=f.formula),
    }
    counts = text(
        "gallery.counts",
        parameters=f.parameters,
        operations=f.flops,
        transcendental=f.transcendental,
    )
    last = {"before_loop": str(f.before_loop), "projected": str(f.projected)}
    return {
        **_called(first),
        text("gallery.sizes", inputs=f.input_size, units=f.hidden_size): counts,
        **_called(last),
    }


def _called(rows: dict[str, str]) -> dict[str, str]:
    """The rows that say something, by what they are called."""
    return {text("gallery.row", name=name): value for name, value in rows.items() if value}


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(text("gallery.head", name=name) for name in names)


def _summary(f: "CellFacts") -> str:
    return text("gallery.summary", cell=_known(f), own=f.summary)


def _more(f: "CellFacts") -> str:
    if not f.text:
        return ""
    said = text("gallery.more", cell=_known(f), own=f.text)
    return said if "\n" in said else "\n".join(wrapped(said, 98))


def _known(f: "CellFacts") -> str:
    """The name of a cell of the gallery; a user's own may be called the same."""
    return f.name if f.home.partition(".")[0] == "recurra" else ""


def _indented(equations: str) -> str:
    return "\n".join(f"    {line}" for line in equations.splitlines())

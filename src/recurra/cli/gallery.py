"""The gallery of cells as text: a table, pages in the terminal, the page of the documentation."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

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

    rows = [("cell", "states", "parameters", "in the loop", "operations", "what it is")]
    for f in found:
        name = f.name + ("*" if f.name in cells.DEFAULT else "")
        inside = f.inside or "a tree"
        rows.append((name, " ".join(f.states), f.formula, inside, f"{f.flops:,}", f.summary))
    wide = [max(len(row[k]) for row in rows) for k in range(5)]
    lines = []
    for *left, operations, summary in rows:
        padded = [text.ljust(wide[k]) for k, text in enumerate(left)]
        line = "  ".join([*padded, operations.rjust(wide[4])])
        room = width - len(line) - 2
        short = summary if len(summary) <= room else summary[: max(0, room - 1)] + "…"
        lines.append(f"{line}  {short}" if room > 10 else line)
    return "\n".join(lines)


def legend(found: "Sequence[CellFacts]") -> str:
    """What the columns of the table mean."""
    f = found[0]
    return (
        "* compared by default. m: width of the input, n: hidden size; one bias a gate. In the "
        "loop: weights\nwhose products wait for the step before; all other products are made for "
        "all steps at a time. Operations:\nof a step of one sequence with "
        f"m={f.input_size}, n={f.hidden_size}, a multiply-add is two; exp, tanh and the like "
        "not counted."
    )


def page(f: "CellFacts") -> str:
    """All about one cell, for the terminal."""
    parts = [f.name, f.summary, f.text, _indented(f.equations), _lines(f)]
    return "\n\n".join(p for p in parts if p) + "\n"


def markdown(found: "Sequence[CellFacts]") -> str:
    """The page of the documentation: a table, then each file of the gallery with its cells."""
    homes: dict[str, list[CellFacts]] = {}
    for f in found:
        homes.setdefault(f.home, []).append(f)
    sections = [_section(home, cells) for home, cells in homes.items()]
    return "\n".join([_introduction(found), *sections])


def _introduction(found: "Sequence[CellFacts]") -> str:
    rows = [
        f"| [`{f.name}`](#{f.name}) | {' '.join(f.states)} | {f.formula} | {f.inside or 'a tree'} "
        f"| {f.flops:,} | {f.transcendental:,} |"
        for f in found
    ]
    return "\n".join([
        "# The gallery of cells",
        "",
        "Made from the files in `src/recurra/cells` by the command",
        f"`{COMMAND}`; a test holds it to them. Each cell is used by its",
        "name, with options in brackets: `recurra compare digits --cells \"lstm,lstm6(f=0.59)\"`,",
        "`recurra.Recurrent(\"lstm6(f=0.59)\", 28, 100)`.",
        "",
        "m is the width of the input, n the hidden size; a gate has one bias. *In the loop* counts",
        "the weights whose products wait for the step before; all others are multiplied for all",
        f"steps at a time. Operations are those of a step of one sequence with m = "
        f"{found[0].input_size} and n = {found[0].hidden_size}, a",
        "multiply-add being two; exp, tanh and the like are counted apart.",
        "",
        "| cell | states | parameters | in the loop | operations | exp, tanh |",
        "|---|---|---|---|---:|---:|",
        *rows,
        "",
    ])  # fmt: skip


def _section(home: str, found: "Sequence[CellFacts]") -> str:
    title, _, notes = (sys.modules[home].__doc__ or home).strip().partition("\n")
    file = f"src/{home.replace('.', '/')}.py"
    head = [f"## {title.rstrip('.')}", "", f"[`{file}`](../{file})", ""]
    head += [notes.strip(), ""] if notes.strip() else []
    return "\n".join([*head, *(_entry(f) for f in found)])


def _entry(f: "CellFacts") -> str:
    listed = [f"- {line}" for line in _facts(f)]
    text = [f.text, ""] if f.text else []
    code = ["```python", f.equations, "```", ""]
    return "\n".join([f"### {f.name}", "", f.summary, "", *text, *code, *listed, ""])


def _facts(f: "CellFacts") -> list[str]:
    return [f"{key}: {value}" for key, value in _rows(f).items()]


def _lines(f: "CellFacts") -> str:
    return "\n".join(f"{key:<20}{value}" for key, value in _rows(f).items())


def _rows(f: "CellFacts") -> dict[str, str]:
    """What is known of a cell, by what it is called."""
    states = ", ".join(f"{name} ({units})" for name, units in f.states.items())
    rows = {
        "from": f.cite or "-",
        "states": states,
        "options": ", ".join(f"{k}={v!r}" for k, v in f.options.items()) or "none",
        "starts": ", ".join(f"{name} = {value}" for name, value in f.starts.items()),
        "tensors": "; ".join(f"{name}: {' '.join(params)}" for name, params in f.tensors.items()),
        "parameters": f"{f.formula}  (m inputs, n units)",
        f"with m={f.input_size}, n={f.hidden_size}": (
            f"{f.parameters:,} parameters; a step costs {f.flops:,} operations (a multiply-add is "
            f"two) and {f.transcendental:,} exp, tanh or the like"
        ),
        "before the loop": f.before_loop,
        "projected": f.projected,
    }
    if not f.starts:
        del rows["starts"]
    if not f.before_loop:
        del rows["before the loop"]
    if not f.projected:
        del rows["projected"]
    return rows


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

"""The text of a cell's module, from what a writer has."""

from dataclasses import dataclass, field

import recurra.ir
from recurra.fuzz.writer import Line, Writer, names_in

NAME = "random_cell"


@dataclass(frozen=True)
class Declared:
    """What the decorator says, and the function's lines."""

    states: str
    lines: list[Line]
    returned: list[str]
    starts: dict[str, str] = field(default_factory=dict)
    output: str = ""


@dataclass(frozen=True)
class Draft:
    """A cell whose text can be written."""

    writer: Writer
    declared: Declared

    @property
    def text(self) -> str:
        """The text of a module with the cell."""
        return written(self.writer, self.declared)

    def sized(self, parameter: str) -> None:
        """Declare the rows of a parameter, which follow from nothing."""
        blocks = any(p.blocks for p in self.writer.parameters)  # these divide the main size alone
        main = self.writer.sizes[0]
        forms = ("{}",) if blocks else ("{}", "0.5 * {}", "{} + 1")
        self.writer.declared[parameter] = self.writer.choices.of(forms).format(main)


def written(writer: Writer, declared: Declared) -> str:
    """The module's text; parameters and options that no line reads are left out."""
    texts = [*(line.text for line in declared.lines), *declared.returned]
    used = set().union(*(names_in(t) for t in texts))
    body = [f"{line.name} = {line.text}" for line in declared.lines]
    body.append(f"return {', '.join(declared.returned)}")
    kept = [p for p in writer.parameters if p.name in used]
    options = {k: v for k, v in writer.options.items() if k in used}
    blocks = list(dict.fromkeys(p.name for p in kept if p.blocks))
    if blocks:
        options["heads"] = "2"
        body = [*(f"{name} = block({name}, heads)" for name in blocks), *body]
    if len(writer.child_names) > 2:
        body.insert(0, f"{', '.join(writer.child_names)} = children")
    owners = list(dict.fromkeys(p.name.split(".")[0] for p in kept))
    arguments = [*writer.arguments, *owners]
    arguments += ["*", *(f"{k}={v}" for k, v in options.items())] if options else []
    sizes = {
        k: v for k, v in writer.declared.items()
        if v and (k in used or k in declared.states.split())
    }  # fmt: skip
    decorator = _decorator(writer, declared, sizes)
    lines = [f"{decorator}", f"def {NAME}({', '.join(arguments)}):", *(f"    {b}" for b in body)]
    return f"{_import(decorator, *options.values(), *body)}\n\n\n" + "\n".join(lines) + "\n"


def _decorator(writer: Writer, declared: Declared, sizes: dict[str, str]) -> str:
    said = [f'states="{declared.states}"']
    if writer.children:
        said.append(f"children={writer.children!r}".replace("'", '"'))
    if sizes:
        said.append("sizes={" + ", ".join(f'"{k}": "{v}"' for k, v in sizes.items()) + "}")
    if declared.starts:
        said.append("start={" + ", ".join(f'"{k}": {v}' for k, v in declared.starts.items()) + "}")
    if declared.output:
        said.append(f'output="{declared.output}"')
    return f"@cell({', '.join(said)})"


def _import(*texts: str) -> str:
    used = set().union(*(names_in(t) for t in texts))
    names = sorted({"cell"} | {n for n in recurra.ir.__all__ if n in used and n.islower()})
    return f"from recurra.ir import {', '.join(names)}"

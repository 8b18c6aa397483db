"""Random cells of a chain, as text."""

from recurra.fuzz.choices import Choices
from recurra.fuzz.features import has
from recurra.fuzz.grammar import expression, gated, product, squashed
from recurra.fuzz.text import Declared, Draft
from recurra.fuzz.writer import ATOM, SUM, Value, Writer, live_lines

STATES = ("h", "c", "s")
SIZES = ("0.5 * h", "h + 1", "2 * h", "")  # of a state of another size; "": not declared


def chain(choices: Choices) -> Draft:
    """A cell of a chain."""
    count = choices.weighted([(4, 1), (5, 2), (3, 3)])
    names = STATES[:count]
    sizes = {"h": "h"} | {n: n if choices.once_in(3) else "h" for n in names[1:]}
    inputs = {"x": "h" if choices.once_in(4) else "x"}
    if choices.once_in(4):
        inputs["z"] = "h" if choices.once_in(4) else "z"
    classes = list(dict.fromkeys(sizes.values()))
    writer = Writer(choices, [*inputs, *names], classes, row_of=expression)
    writer.family = choices.once_in(4)
    unread = "z" if choices.once_in(4) else ""
    writer.values = [Value(n, size) for n, size in inputs.items() if n != unread]
    growing = [choices.once_in(4) for _ in names]  # whether a state may grow step by step
    writer.values += [Value(n, sizes[n], not g) for n, g in zip(names, growing, strict=True)]
    forms: tuple[str, ...] = SIZES
    if inputs["x"] == "x" and has("sizes_of_inputs"):
        forms += ("x", "x + h")
    writer.declared |= {n: choices.of(forms) for n in names if sizes[n] == n and n != "h"}
    results = _results(writer, names, sizes, growing)
    return Draft(writer, _declared(writer, names, results))


def _results(
    w: Writer, names: tuple[str, ...], sizes: dict[str, str], growing: list[bool]
) -> dict[str, str]:
    """What is returned for each state; values are named before, at times more than needed."""
    for _ in range(w.choices.below(3)):
        w.line(expression(w, w.choices.of(w.sizes), 2))
    order = list(names) if not w.choices.once_in(2) else list(names)[::-1]
    found = {}
    for name in order:
        value = _result(w, name, sizes[name], growing[names.index(name)])
        if not value.text.isidentifier() and (value.binds < ATOM or w.choices.once_in(2)):
            value = w.line(value, f"new_{name}")
        found[name] = value.text
    return found


def _result(w: Writer, name: str, size: str, grows: bool) -> Value:
    kind = w.choices.weighted([(8, "squashed"), (4, "gated"), (4, "any"), (5, "there"),
                               (2, "product"), (1, "parameter"), (1, "shifted")])  # fmt: skip
    known = w.known(size)
    w.budget = 10
    if kind == "gated":
        found = gated(w, size, 1)
    elif kind == "any":
        found = expression(w, size, 3)
    elif kind == "there":  # a shift register, an input, a value of the step
        found = w.choices.of([v for v in known if v.text != name] or known)
    elif kind == "product":
        found = product(w, size, 0)
    elif kind == "parameter":
        form, role = w.choices.of((("vector({})", "vector"), ("{}", "bias")))
        found = Value(form.format(w.parameter(role, size)), size)
    elif kind == "shifted":
        found = Value(f"{w.choices.of(known).text} + 0.5", size, binds=SUM)
    else:
        found = squashed(w, size, 2)
    if found.tame or grows:
        return found
    if kind in ("there", "parameter"):
        return found
    return Value(f"tanh({found.text})", size, True)


def _declared(w: Writer, names: tuple[str, ...], results: dict[str, str]) -> Declared:
    choices = w.choices
    starts: dict[str, str] = {}
    for name in names:
        start = choices.weighted([(7, ""), (2, '"learned"'), (1, "0.5")])
        if start:
            starts[name] = start
    output = ""
    if len(names) > 1 and choices.once_in(3):
        output = choices.of((" ".join(names[::-1]), names[1], " ".join(names[:2])))
    returned = [results[n] for n in names]
    return Declared(" ".join(names), live_lines(w.lines, returned), returned, starts, output)

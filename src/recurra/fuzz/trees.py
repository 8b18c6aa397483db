"""Random cells for trees, as text."""

from recurra.fuzz.chains import SIZES
from recurra.fuzz.choices import Choices
from recurra.fuzz.grammar import expression, gated, product, squashed
from recurra.fuzz.text import Declared, Draft
from recurra.fuzz.writer import ATOM, Value, Writer, live_lines

KINDS: tuple[tuple[int, int | str], ...] = ((4, 2), (2, "any"), (2, 3), (1, 1))
NAMES: dict[int | str, tuple[str, ...]] = {
    1: ("child",), 2: ("left", "right"), 3: ("first", "second", "third"), "any": ()
}  # fmt: skip


def tree(choices: Choices) -> Draft:
    """A cell for trees: of 1 to 3 children or any number, with an input at every node or at the
    leaves."""
    children = choices.weighted(KINDS)
    states = ("h", "c")[: choices.weighted([(3, 1), (4, 2)])]
    sizes = {"h": "h"} | {n: n if choices.once_in(3) else "h" for n in states[1:]}
    at_leaves = choices.once_in(3)
    alike = choices.once_in(3)  # whether an input enters element by element
    names = NAMES[children]
    arguments = [] if at_leaves else ["x"]
    arguments += names if children in (1, 2) else ["children"]
    classes = list(dict.fromkeys(sizes.values()))
    writer = Writer(choices, arguments, classes, children=children, child_names=names)
    writer.row_of = _in_tree
    writer.family = choices.once_in(3)
    if not at_leaves:
        writer.values.append(Value("x", "h" if alike else "x"))
    rep = {"rep": "h" if alike else "rep"} if at_leaves else {}
    for child in names or ("k",):
        for what, size in {**sizes, **rep}.items():
            writer.values.append(Value(f"{child}.{what}", size, True, each=not names))
    writer.declared |= {n: choices.of(SIZES) for n in states if sizes[n] == n and n != "h"}
    return Draft(writer, _declared(writer, states, sizes))


def _declared(w: Writer, states: tuple[str, ...], sizes: dict[str, str]) -> Declared:
    if not w.child_names:
        for size in w.sizes:
            w.line(_total(w, size, 1))
    for _ in range(w.choices.below(3)):
        w.line(_in_tree(w, w.choices.of(w.sizes), 2))
    found = {}
    for name in states if not w.choices.once_in(2) else states[::-1]:
        value = _result(w, sizes[name])
        if not value.text.isidentifier() and (value.binds < ATOM or w.choices.once_in(2)):
            value = w.line(value, f"new_{name}")
        found[name] = value.text
    output = " ".join(states[::-1]) if len(states) > 1 and w.choices.once_in(3) else ""
    returned = [found[n] for n in states]
    lines = live_lines(w.lines, returned)
    return Declared(" ".join(states), lines, returned, output=output)


def _in_tree(w: Writer, size: str, depth: int) -> Value:
    """An expression by the grammar, or a sum over any number of children."""
    if not w.child_names and not w.inside and depth > 0 and w.choices.once_in(4):
        return _total(w, size, depth - 1)
    return expression(w, size, depth)


def _total(w: Writer, size: str, depth: int) -> Value:
    """total(... for k in children) of a value that is one for each child."""
    w.inside = True
    own = w.choices.of([v for v in w.values if v.each and v.size == size] or [None])
    kind = w.choices.weighted([(3, "alone"), (3, "gated"), (2, "product"), (2, "any")])
    if own is None or kind == "product":
        states = [v for v in w.values if v.each]
        of = w.choices.of(states)
        text = f"{w.parameter('matrix', size, of.size)} @ {of.text}"
    elif kind == "alone":
        text = own.text
    elif kind == "gated":
        text = f"{squashed(w, size, depth).text} * {own.text}"
    else:
        text = f"{expression(w, size, depth).within(ATOM)} * {own.text}"
    w.inside = False
    return Value(f"total({text} for k in children)", size)


def _result(w: Writer, size: str) -> Value:
    w.budget = 10
    kind = w.choices.weighted([(8, "squashed"), (4, "gated"), (3, "any"), (2, "there"),
                               (2, "product"), (1, "parameter")])  # fmt: skip
    if kind == "squashed":
        return squashed(w, size, 2)
    if kind == "gated":
        found = gated(w, size, 1)
    elif kind == "any":
        found = _in_tree(w, size, 2)
    elif kind == "there" and w.known(size):
        return w.choices.of(w.known(size))
    elif kind == "parameter":
        return Value(f"vector({w.parameter('vector', size)})", size)
    else:
        found = product(w, size, 0)
    return found if found.tame else Value(f"tanh({found.text})", size, True)

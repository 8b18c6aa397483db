"""The grammar of random equations: one row for each way of making a value.

A row with a `needs` is switched on where the language has that (`features.has`). Arguments of
functions that are not defined everywhere are made so that they are: sqrt(1 + a²), log(1 + a²),
a / (1 + b²).
"""

from collections.abc import Callable
from dataclasses import dataclass

from recurra.fuzz.features import has
from recurra.fuzz.writer import ATOM, PRODUCT, SUM, Value, Writer

Make = Callable[[Writer, str, int], Value]
SQUASHING = ("tanh", "sigmoid")
SMALLER = ("0.5 * {}", "2 * {}", "{} + 1")  # a size in terms of another


@dataclass(frozen=True)
class Row:
    """One way of making a value of a size."""

    make: Make
    weight: int
    depth: int = 1  # how deep it may still go, at least
    needs: str = ""  # a feature of the language


def expression(writer: Writer, size: str, depth: int) -> Value:
    """A value of a size, by a row of the grammar that fits."""
    writer.budget -= 1
    depth = depth if writer.budget > 0 else 0
    fitting = [
        (row.weight, row.make)
        for row in ROWS
        if row.depth <= depth and (not row.needs or has(row.needs))
    ]
    return writer.choices.weighted(fitting)(writer, size, depth - 1)


def _of(text: str, size: str, *parts: Value, tame: bool = False, binds: int = ATOM) -> Value:
    return Value(text, size, tame, binds, any(p.each for p in parts))


def leaf(w: Writer, size: str, depth: int) -> Value:
    """A value that is there, else a product of that size."""
    known = w.known(size)
    return w.choices.of(known) if known else product(w, size, depth)


def product(w: Writer, size: str, depth: int) -> Value:
    """A matrix and a value of any size."""
    operand = w.choices.of(w.known())
    if depth > 0 and w.choices.once_in(4):
        operand = w.expression(w.choices.of(w.sizes), depth)
    blocks = size == operand.size == w.sizes[0] and w.choices.once_in(20)
    matrix = w.parameter("matrix", size, operand.size, blocks)
    return _of(f"{matrix} @ {operand.within(ATOM)}", size, operand, binds=PRODUCT)


def low_rank(w: Writer, size: str, depth: int) -> Value:
    """A product of a product, of a size between that is declared or a state's."""
    operand = w.choices.of(w.known())
    if w.choices.once_in(4):
        inner_size = w.choices.of(w.sizes)
        inner = w.parameter("matrix", inner_size, operand.size)
        middle = f"{inner} @ {operand.within(ATOM)} + {w.parameter('bias', inner_size)}"
    else:
        declared = [p for p in w.parameters if p.name in w.declared and p.columns == operand.size]
        if declared and w.choices.once_in(3):
            inner, inner_size = declared[0].name, declared[0].rows
        else:
            inner = w.parameter("matrix", "?", operand.size)
            inner_size = w.declare(inner, w.choices.of(SMALLER).format(w.sizes[0]))
        middle = f"{inner} @ {operand.within(ATOM)}"
    middle = f"tanh({middle})" if w.choices.once_in(3) else f"({middle})"
    outer = w.parameter("matrix", size, inner_size)
    return _of(f"{outer} @ {middle}", size, operand, binds=PRODUCT)


def _term(w: Writer, size: str, depth: int) -> Value:
    makes: list[tuple[int, Make]] = [(6, product), (2, bias), (2, leaf), (2, low_rank)]
    if depth > 0:
        makes.append((3, expression))
    return w.choices.weighted(makes)(w, size, depth)


def bias(w: Writer, size: str, depth: int) -> Value:
    """A bias."""
    return _of(w.parameter("bias", size), size)


def added(w: Writer, size: str, depth: int) -> Value:
    """A sum of two to four terms; one of them may be repeated at its end."""
    terms = [product(w, size, depth)]
    terms += [_term(w, size, depth) for _ in range(w.choices.weighted([(5, 1), (3, 2), (1, 3)]))]
    if w.choices.once_in(6):
        terms.append(w.choices.of(terms))
    text = terms[0].within(SUM)
    for term in terms[1:]:
        minus = w.choices.once_in(6)
        text += f" - {term.within(PRODUCT)}" if minus else f" + {term.within(PRODUCT)}"
    return _of(text, size, *terms, binds=SUM)


def squashed(w: Writer, size: str, depth: int) -> Value:
    """tanh or sigmoid of a sum."""
    function = w.choices.weighted([(5, "tanh"), (4, "sigmoid"), (1, "hard_sigmoid")])
    if function == "tanh" and not w.children and w.choices.once_in(8):
        function = w.option("squash", "tanh")
    inner = added(w, size, depth)
    return _of(f"{function}({inner.text})", size, inner, tame=True)


def gated(w: Writer, size: str, depth: int) -> Value:
    """g * a + (1 - g) * b."""
    inner = added(w, size, depth)
    g = _of(f"sigmoid({inner.text})", size, inner, tame=True)
    if not w.inside:
        g = w.line(g)
    a, b = leaf(w, size, depth), w.expression(size, depth)
    text = f"{g.text} * {a.within(ATOM)} + (1 - {g.text}) * {b.within(ATOM)}"
    return _of(text, size, g, a, b, tame=a.tame and b.tame, binds=SUM)


def times(w: Writer, size: str, depth: int) -> Value:
    """Two values, one of which is tame."""
    a, b = w.tame(size, depth), w.expression(size, depth)
    text = f"{a.within(PRODUCT)} * {b.within(ATOM)}"
    return _of(text, size, a, b, tame=b.tame, binds=PRODUCT)


def scaled(w: Writer, size: str, depth: int) -> Value:
    """A vector and a value."""
    a, p = w.expression(size, depth), w.parameter("vector", size)
    form = w.choices.of(("{} * {}", "vector({}) * {}"))
    if w.choices.once_in(6):
        text = f"{a.within(SUM)} + vector({p}) + vector({p})"
        return _of(text, size, a, binds=SUM)
    return _of(form.format(p, a.within(ATOM)), size, a, binds=PRODUCT)


def by_scalar(w: Writer, size: str, depth: int) -> Value:
    """One number that is learned, and a value."""
    a, number = w.expression(size, depth), w.parameter("scalar")
    return _of(f"scalar({number}) * {a.within(ATOM)}", size, a, binds=PRODUCT)


def by_option(w: Writer, size: str, depth: int) -> Value:
    """A mixture whose share is an option."""
    a, b = w.tame(size, depth), leaf(w, size, depth)
    share = w.option("alpha", "0.75")
    text = f"(1 - {share}) * {a.within(ATOM)} + {share} * {b.within(ATOM)}"
    return _of(text, size, a, b, tame=a.tame and b.tame, binds=SUM)


def with_mean(w: Writer, size: str, depth: int) -> Value:
    """A mean over units beside a value."""
    a = w.expression(size, depth)
    other = leaf(w, w.choices.of(w.sizes), depth)
    form, parts = w.choices.of(_MEANS)
    text = form.format(a=a.within(ATOM), s=a.within(SUM), f=a.text, u=other.text)
    return _of(text, size, *(a, other)[:parts], binds=SUM)


_MEANS = (
    ("{s} - mean({f})", 1),
    ("tanh(mean({u})) * {a}", 2),
    ("{s} + mean({u})", 2),
    ("{a} / sqrt(mean({a} ** 2) + 0.1)", 1),
)


def larger(w: Writer, size: str, depth: int) -> Value:
    """The larger or smaller of two."""
    function = w.choices.of(("maximum", "minimum"))
    a, b = w.expression(size, depth), w.expression(size, depth)
    return _of(f"{function}({a.text}, {b.text})", size, a, b, tame=a.tame and b.tame)


def with_constant(w: Writer, size: str, depth: int) -> Value:
    """A value and a number."""
    a = w.expression(size, depth)
    form, binds = w.choices.of(
        (("0.5 * {a}", PRODUCT), ("{s} + 0.5", SUM), ("1 - {p}", SUM), ("-{a}", PRODUCT))
    )
    text = form.format(a=a.within(ATOM), p=a.within(PRODUCT), s=a.within(SUM))
    return _of(text, size, a, tame=a.tame, binds=SUM if text.startswith("-") else binds)


def smooth(w: Writer, size: str, depth: int) -> Value:
    """A function that is smooth everywhere, or relu or abs."""
    form, tame, binds = w.choices.weighted(_FUNCTIONS)
    a = w.tame(size, depth) if "exp" in form else w.expression(size, depth)
    return _of(form.format(f=a.text, a=a.within(ATOM)), size, a, tame=tame, binds=binds)


_FUNCTIONS = [
    (2, ("softplus({f})", False, ATOM)),
    (2, ("relu({f})", False, ATOM)),
    (1, ("absolute({f})", False, ATOM)),
    (1, ("sin({f})", True, ATOM)),
    (1, ("cos({f})", True, ATOM)),
    (1, ("exp({f})", False, ATOM)),
    (1, ("exp(-{a} ** 2)", True, ATOM)),
    (1, ("sqrt({a} ** 2 + 1)", False, ATOM)),
    (1, ("log({a} ** 2 + 1)", False, ATOM)),
    (1, ("linear({f})", False, ATOM)),
]


def squared(w: Writer, size: str, depth: int) -> Value:
    """The square of a tame value."""
    a = w.tame(size, depth)
    return _of(f"{a.within(ATOM)} ** 2", size, a, tame=True, binds=PRODUCT)


def divided(w: Writer, size: str, depth: int) -> Value:
    """A value by one that is at least one."""
    a, b = w.expression(size, depth), leaf(w, size, depth)
    text = f"{a.within(ATOM)} / (1 + {b.within(ATOM)} ** 2)"
    return _of(text, size, a, b, tame=a.tame, binds=PRODUCT)


def of_parameters(w: Writer, size: str, depth: int) -> Value:
    """A value of parameters alone, and one of the step."""
    p, a = w.parameter("vector", size), leaf(w, size, depth)
    other = f" + {w.parameter('bias', size)}" if w.choices.once_in(2) else ""
    text = f"sigmoid(vector({p}){other}) * {a.within(ATOM)}"
    return _of(text, size, a, tame=a.tame, binds=PRODUCT)


# of the language as it grows


def transposed(w: Writer, size: str, depth: int) -> Value:
    """A matrix that is there already, transposed; else an antisymmetric one."""
    operand = w.choices.of([v for v in w.known() if v.size in w.sizes] or w.known())
    fitting = [
        p.name
        for p in w.parameters
        if (p.role, p.rows, p.columns, p.blocks) == ("matrix", operand.size, size, False)
    ]
    if operand.size == size and w.choices.once_in(2):
        name = w.parameter("matrix", size, size)
        form = w.choices.of(("({m} - {m}.T) @ {a}", "{m} @ {a} - {m}.T @ {a}"))
        return _of(form.format(m=name, a=operand.within(ATOM)), size, operand, binds=SUM)
    if not fitting:
        return product(w, size, depth)
    text = f"{w.choices.of(fitting)}.T @ {operand.within(ATOM)}"
    return _of(text, size, operand, binds=PRODUCT)


def summed(w: Writer, size: str, depth: int) -> Value:
    """A sum over units beside a value."""
    a, other = w.expression(size, depth), leaf(w, w.choices.of(w.sizes), depth)
    text = f"{a.within(ATOM)} * tanh(sum({other.text}))"
    return _of(text, size, a, other, tame=a.tame, binds=PRODUCT)


def attended(w: Writer, size: str, depth: int) -> Value:
    """A softmax over units."""
    a = w.expression(size, depth)
    return _of(f"softmax({a.text})", size, a, tame=True)


def cubed(w: Writer, size: str, depth: int) -> Value:
    """A power of a tame value, or of one that is positive."""
    a = w.tame(size, depth)
    form = w.choices.of(("{a} ** 3", "({a} ** 2 + 1) ** 0.5", "({a} ** 2 + 1) ** -1"))
    text = form.format(a=a.within(ATOM))
    return _of(text, size, a, tame="0.5" not in text, binds=PRODUCT)


def stepped(w: Writer, size: str, depth: int) -> Value:
    """What jumps: a whole number below, a rest."""
    a = w.expression(size, depth)
    form = w.choices.of(("0.1 * floor({f})", "mod({f}, 1.5)"))
    tame = form.startswith("mod")
    return _of(form.format(f=a.text), size, a, tame=tame, binds=ATOM if tame else PRODUCT)


ROWS: tuple[Row, ...] = (
    Row(leaf, 4, depth=0),
    Row(product, 5, depth=0),
    Row(squashed, 10),
    Row(added, 8),
    Row(low_rank, 4),
    Row(gated, 4),
    Row(times, 3),
    Row(scaled, 3),
    Row(by_scalar, 1),
    Row(by_option, 1),
    Row(with_constant, 2),
    Row(smooth, 4),
    Row(squared, 1),
    Row(with_mean, 2),
    Row(larger, 2),
    Row(divided, 1),
    Row(of_parameters, 2),
    Row(transposed, 3, needs="transpose"),
    Row(summed, 1, needs="sum"),
    Row(attended, 1, needs="softmax"),
    Row(cubed, 1, needs="powers"),
    Row(stepped, 1, needs="mod"),
)

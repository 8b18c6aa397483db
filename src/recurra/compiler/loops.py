"""The program of a pass over a sequence, from places and order: what is done when.

    for each level:
        large products, for all rows at a time
        for each step:
            for each stage:
                products of the rows of this step
                for each row: for each size class: for each vector of units: elementwise

What needs a mean over the units of a row is done in later loops over units of the same row, and so
are operations across units. All sizes are left open, so one program serves every number of units,
steps and sequences. After the loops of a backward pass come the gradients of the parameters.
"""

from dataclasses import dataclass, replace

from recurra.compiler.differentiate import TRANSCENDENTAL, Backward
from recurra.compiler.layout import Layout
from recurra.compiler.statements import (
    SEQUENCE,
    Across,
    Block,
    Buffer,
    ColumnGradient,
    Load,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Packed,
    Pass,
    Place,
    RowLoop,
    TimeLoop,
    Top,
    TotalGradient,
    UnitLoop,
)
from recurra.compiler.step import ACROSS, REDUCTIONS, Matrix, Value
from recurra.compiler.units import Units
from recurra.ir import ONE


@dataclass(frozen=True)
class _Term:
    """One product of a sum, before joining."""

    when: tuple[int, int]  # loop and stage; stage -1: before the loop
    operand: Place
    operands: int
    target: Place
    add: bool
    blocks: tuple[Block, ...]
    value: Value


def program(layout: Layout, forward: Layout | None = None, reverse: Backward | None = None) -> Pass:
    """The program of a step whose values have places; of the backward pass, with that of the
    forward pass."""
    terms = [t for v in layout.step.values() if v.op == "products" for t in _terms(layout, v)]
    totals, columns = _totals(layout)
    statements: list[Top] = []
    for number in range(1, max(layout.when.level.values()) + 1):
        statements += [MultiplyAll(p) for p in _products(terms, (number, -1))]
        own = [v for v in layout.step.values() if not v.leaf and layout.when.level[v] == number]
        last = max([s for (n, s) in (t.when for t in terms) if n == number], default=-1)
        last = max([last, *(layout.when.stage[v] for v in own if v.op != "products")])
        body: list[Multiply | RowLoop] = []
        for stage in range(last + 1):
            values = [v for v in own if v.op != "products" and layout.when.stage[v] == stage]
            body += _products(terms, (number, stage))
            work = _of_a_row(layout, values, totals, terms)
            if work and body and isinstance(body[-1], RowLoop):  # goes on with the same row
                body[-1] = replace(body[-1], body=(*body[-1].body, *work))
            elif work:
                body.append(RowLoop(work))
        if body:
            statements.append(TimeLoop(number, layout.backward, tuple(body)))
    if forward is not None and reverse is not None:
        statements += _summed(_matrices(layout, forward, reverse), columns, forward)
        statements += [TotalGradient(name, place, v.size, v) for name, place, v in totals]
    return Pass(layout.backward, layout.buffers, tuple(statements))


def _matrices(layout: Layout, forward: Layout, reverse: Backward) -> list[MatrixGradient]:
    return [
        MatrixGradient(
            matrix, layout.read[delta], forward.read[arg], source.size, arg.size, source, arg
        )
        for source, delta in reverse.deltas.items()
        for arg, matrix in zip(source.args, source.weights, strict=True)
    ]


def _summed(
    matrices: list[MatrixGradient], columns: list[ColumnGradient], forward: Layout
) -> list[MatrixGradient | ColumnGradient]:
    """The same, where a product that reads a column sums it on the way, for one parameter."""
    wide = {v.name: v.size for v in forward.step.values() if v.op == "param"}
    left, taken = list(columns), set[Place]()
    gradients: list[MatrixGradient | ColumnGradient] = []
    for own in matrices:
        fit = [c for c in left if c.column == own.delta and wide[c.parameter] == c.size != ONE]
        if fit and not own.matrix.transposed and own.delta not in taken:
            taken.add(own.delta)
            left = [c for c in left if c is not fit[0]]
            own = replace(own, sums=fit[0].parameter)
        gradients.append(own)
    return [*gradients, *left]


def _of_a_row(
    layout: Layout,
    values: list[Value],
    totals: list[tuple[str, Place, Value]],
    terms: list["_Term"],
) -> tuple[UnitLoop | Across, ...]:
    """The elementwise work of a stage, then the operations across units."""
    plain = [v for v in values if v.op not in ACROSS]
    loops = [
        _unit_loop(layout, size, part, totals, terms)
        for size in dict.fromkeys(over(v) for v in plain)
        for part in _parts(layout, [v for v in plain if over(v) == size])
    ]
    return (*loops, *(_across(layout, v, terms) for v in values if v.op in ACROSS))


def _across(layout: Layout, value: Value, terms: list["_Term"]) -> Across:
    [source] = value.args
    target, *more = layout.written[value]
    assert not more
    load = Load(layout.read[source], source.size, source)
    return Across(value.op, load, target, value.size, value.shape, value)


def over(value: Value) -> str:
    """The size class whose loop computes a value."""
    return value.args[0].size if value.op in REDUCTIONS else value.size


def _totals(
    layout: Layout,
) -> tuple[list[tuple[str, Place, Value]], list[ColumnGradient]]:
    """Sums over all rows: of a column that is there anyway, or accumulated for each row."""
    deltas = {v.args[0]: v for v in layout.step.values() if v.op == "delta"}
    totals, columns = [], []
    for number, (name, value) in enumerate(layout.step.totals):
        column = deltas.get(value, value)
        if column.op == "delta":
            columns.append(ColumnGradient(name, layout.read[column], column.size, value))
        else:
            buffer = Buffer("total", SEQUENCE, value.size)
            totals.append((name, Place(layout.add(f"total_{number}", buffer)), value))
    return totals, columns


def _terms(layout: Layout, value: Value) -> list[_Term]:
    """The products of one sum, neighbouring operands taken together."""
    when, target = layout.when, layout.written[value][0]
    groups: dict[tuple[tuple[int, int], str, bool], list[tuple[Place, Matrix]]] = {}
    for arg, matrix in zip(value.args, value.weights, strict=True):
        stage = -1
        if when.inside(value, arg):
            stage = 0 if arg.leaf else when.stage[arg] + 1
            if value.base is not None and not value.base.leaf:
                stage = max(stage, when.stage[value.base] + 1)
        place = layout.read[arg]
        key = ((when.level[value], stage), place.buffer, place.before)
        groups.setdefault(key, []).append((place, matrix))
    terms: list[_Term] = []
    for (moment, _, _), members in sorted(groups.items(), key=lambda item: item[0][0]):
        for run in _runs(members) if layout.backward else [[m] for m in members]:
            blocks = tuple(Block(m, n, 0) for n, (_, m) in enumerate(run))
            add = bool(terms) or value.base is not None
            terms.append(_Term(moment, run[0][0], len(run), target, add, blocks, value))
    return terms


def _runs(members: list[tuple[Place, Matrix]]) -> list[list[tuple[Place, Matrix]]]:
    runs: list[list[tuple[Place, Matrix]]] = []
    for place, matrix in sorted(members, key=lambda m: m[0].column):
        last = runs[-1][-1] if runs else None
        if last is not None and last[0].column + 1 == place.column and _joins(matrix, last[1]):
            runs[-1].append((place, matrix))
        else:
            runs.append([(place, matrix)])
    return runs


def _joins(matrix: Matrix, other: Matrix) -> bool:
    """Whether the products of two neighbouring operands are one."""
    return matrix.transposed and matrix.blocks == other.blocks == 1


def _products(terms: list[_Term], when: tuple[int, int]) -> tuple[Multiply, ...]:
    """Products of one loop and stage; those of one operand into adjacent columns become one."""
    groups: dict[tuple[object, ...], list[_Term]] = {}
    for term in terms:
        if term.when == when:
            alone = term if term.blocks[0].matrix.blocks > 1 else None
            target = (term.target.buffer, term.target.before)
            key = (term.operand, term.operands, term.add, *target, alone)
            groups.setdefault(key, []).append(term)
    products = []
    for group in groups.values():
        group.sort(key=lambda t: t.target.column)
        while group:
            run = [group.pop(0)]
            while group and group[0].target.column == run[-1].target.column + 1:
                run.append(group.pop(0))
            blocks = tuple(
                Block(b.matrix, b.operand, n) for n, term in enumerate(run) for b in term.blocks
            )
            first, values = run[0], tuple(t.value for t in run)
            packed = Packed(blocks, first.operands, len(run))
            products.append(Multiply(first.operand, first.target, packed, first.add, values))
    # what sets a sum comes before what adds to it
    return tuple(sorted(products, key=lambda p: p.add))


def _parts(layout: Layout, values: list[Value]) -> list[list[Value]]:
    """The values of one loop over units, divided where one elementary function waits for another.

    A processor works on several vectors at once where chains are short. What crosses must lie in
    memory anyway, and a part must not overwrite what a later one reads.
    """
    depth: dict[Value, int] = {}
    for value in values:
        before = max((depth[a] for a in value.needs if a in depth), default=0)
        depth[value] = before + (value.op in TRANSCENDENTAL)
    for value in reversed(values):  # what lies in no buffer is computed where it is used
        later = [depth[c] for c in values if value in c.needs]
        if later and value not in layout.written and value.op not in TRANSCENDENTAL:
            depth[value] = min(later)
    parts: list[list[Value]] = []
    for wanted in range(1, max(depth.values(), default=0) + 1):
        part = [v for v in values if max(1, depth[v]) == wanted]
        while parts and not _separate(layout, [v for p in parts for v in p], part):
            joined = {*parts.pop(), *part}
            part = [v for v in values if v in joined]
        parts.append(part)
    return parts or [values]


def _separate(layout: Layout, early: list[Value], late: list[Value]) -> bool:
    """Whether a loop over units can be divided between these values."""
    given = {a for v in late for a in v.needs if a not in late and v.op != "products"}
    places = {a: layout.read.get(a) for a in given if a.op not in ("constant", "param", "inverse")}
    stored = {place: v for v in early for place in layout.written.get(v, ())}
    return all(p is not None and stored.get(p, a) is a for a, p in places.items())


def _unit_loop(
    layout: Layout,
    size: str,
    values: list[Value],
    totals: list[tuple[str, Place, Value]],
    terms: list[_Term],
) -> UnitLoop:
    stores = [(v, place) for v in values for place in layout.written.get(v, ())]
    for value in layout.step.values():
        if value.op == "products" and value.base in values:
            stores.append((value.base, layout.written[value][0]))
    joined = {
        (t.operand.buffer, t.operand.column + n)
        for t in terms
        if t.operands > 1
        for n in range(t.operands)
    }
    blanks = tuple(p for v, p in stores if (p.buffer, p.column) in joined)
    sums = [(place, v) for _, place, v in totals if v in values]
    return Units(size, values, layout.read, stores, sums, blanks).loop()

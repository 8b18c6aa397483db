"""The loop nest of a step: what a printer prints and a runner runs.

    for each level:
        large products, for all rows at a time
        for each step:
            for each stage:
                products of the rows of this step
                for each row: for each size class: for each vector of units: elementwise

What needs a mean over the units of a row is done in later loops over units of the same row. All
sizes are left open, so one nest serves every number of units, steps and sequences.
"""

from dataclasses import dataclass

from recurra.compiler.differentiate import TRANSCENDENTAL
from recurra.compiler.layout import Layout, Place
from recurra.compiler.step import REDUCTIONS, Matrix, Value


@dataclass(frozen=True)
class Block:
    """A matrix within a product: where it begins, counted in columns of operand and target."""

    matrix: Matrix
    operand: int
    target: int


@dataclass(frozen=True)
class Product:
    """target (+)= operand times a matrix made of blocks.

    A block-diagonal matrix is a product of its own, of one block: its parts are multiplied one
    after the other.
    """

    operand: Place
    operands: int  # adjacent columns
    target: Place
    targets: int
    add: bool
    blocks: tuple[Block, ...]

    @property
    def parts(self) -> int:
        """How many blocks the matrix has on its diagonal."""
        return self.blocks[0].matrix.blocks


@dataclass(frozen=True)
class UnitLoop:
    """Elementwise work on one size class in one row."""

    size: str
    values: tuple[Value, ...]
    stores: tuple[tuple[Value, Place], ...]
    sums: tuple[tuple[str, Value], ...]  # accumulated for each row: buffer, value
    blanks: tuple[Place, ...]  # columns whose padding a product will read


@dataclass(frozen=True)
class Stage:
    """Part of a step: products, then elementwise work."""

    products: tuple[Product, ...]
    loops: tuple[UnitLoop, ...]


@dataclass(frozen=True)
class TimeLoop:
    """A loop over the steps; the large products come before it."""

    number: int
    large: tuple[Product, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Nest:
    """All loops of one direction."""

    layout: Layout
    loops: tuple[TimeLoop, ...]
    totals: tuple[tuple[str, str, str], ...]  # parameter, buffer of sums for each row, size
    columns: tuple[tuple[str, Place, str], ...]  # parameter, column whose sum it is, size


@dataclass(frozen=True)
class _Term:
    """One product of a sum, before joining."""

    when: tuple[int, int]  # loop and stage; stage -1: before the loop
    operand: Place
    operands: int
    target: Place
    add: bool
    blocks: tuple[Block, ...]


def nest(layout: Layout) -> Nest:
    """The loops of a step whose values have places."""
    terms = [t for v in layout.step.values() if v.op == "products" for t in _terms(layout, v)]
    totals, columns = _totals(layout)
    loops = []
    for number in range(1, max(layout.when.level.values()) + 1):
        large = _products(terms, (number, -1))
        stages = []
        own = [v for v in layout.step.values() if not v.leaf and layout.when.level[v] == number]
        last = max([s for (n, s) in (t.when for t in terms) if n == number], default=-1)
        last = max([last, *(layout.when.stage[v] for v in own if v.op != "products")])
        for stage in range(last + 1):
            values = [v for v in own if v.op != "products" and layout.when.stage[v] == stage]
            stages.append(
                Stage(
                    _products(terms, (number, stage)),
                    tuple(_unit_loop(layout, s, part, totals, terms)
                          for s in dict.fromkeys(over(v) for v in values)
                          for part in _parts(layout, [v for v in values if over(v) == s])),
                )
            )  # fmt: skip
        loops.append(TimeLoop(number, large, _merged(stages)))
    return Nest(layout, tuple(loops), tuple((p, b, v.size) for p, b, v in totals), columns)


def over(value: Value) -> str:
    """The size class whose loop computes a value."""
    return value.args[0].size if value.op in REDUCTIONS else value.size


def _merged(stages: list[Stage]) -> tuple[Stage, ...]:
    """A stage without products goes on with the same row."""
    merged: list[Stage] = []
    for stage in stages:
        if merged and not stage.products:
            merged[-1] = Stage(merged[-1].products, (*merged[-1].loops, *stage.loops))
        else:
            merged.append(stage)
    return tuple(merged)


def _totals(
    layout: Layout,
) -> tuple[list[tuple[str, str, Value]], tuple[tuple[str, Place, str], ...]]:
    """Sums over all rows: of a column that is there anyway, or accumulated for each row."""
    deltas = {v.args[0]: v for v in layout.step.values() if v.op == "delta"}
    totals, columns = [], []
    for number, (name, value) in enumerate(layout.step.totals):
        column = deltas.get(value, value)
        if column.op == "delta":
            columns.append((name, layout.read[column], column.size))
        else:
            totals.append((name, f"total_{number}", value))
    return totals, tuple(columns)


def _terms(layout: Layout, value: Value) -> list[_Term]:
    """The products of one sum, neighbouring operands taken together."""
    when, target = layout.when, layout.written[value][0]
    found: dict[tuple[tuple[int, int], str, bool], list[tuple[Place, Matrix]]] = {}
    for arg, matrix in zip(value.args, value.weights, strict=True):
        stage = -1
        if when.inside(value, arg):
            stage = 0 if arg.leaf else when.stage[arg] + 1
            if value.base is not None and not value.base.leaf:
                stage = max(stage, when.stage[value.base] + 1)
        place = layout.read[arg]
        key = ((when.level[value], stage), place.buffer, place.before)
        found.setdefault(key, []).append((place, matrix))
    terms: list[_Term] = []
    for (at, _, _), members in sorted(found.items(), key=lambda item: item[0][0]):
        for run in _runs(members):
            blocks = tuple(Block(m, n, 0) for n, (_, m) in enumerate(run))
            add = bool(terms) or value.base is not None
            terms.append(_Term(at, run[0][0], len(run), target, add, blocks))
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


def _products(terms: list[_Term], at: tuple[int, int]) -> tuple[Product, ...]:
    """Products at one time, those of the same operand into neighbouring columns taken together."""
    groups: dict[tuple[object, ...], list[_Term]] = {}
    for term in terms:
        if term.when == at:
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
            first = run[0]
            products.append(
                Product(first.operand, first.operands, first.target, len(run), first.add, blocks)
            )
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
    for value in reversed(values):  # what is in no memory is computed where it is wanted
        later = [depth[c] for c in values if value in c.needs]
        if later and value not in layout.written and value.op not in TRANSCENDENTAL:
            depth[value] = min(later)
    found: list[list[Value]] = []
    for wanted in range(1, max(depth.values(), default=0) + 1):
        part = [v for v in values if max(1, depth[v]) == wanted]
        while found and not _separate(layout, [v for p in found for v in p], part):
            joined = {*found.pop(), *part}
            part = [v for v in values if v in joined]
        found.append(part)
    return found or [values]


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
    totals: list[tuple[str, str, Value]],
    terms: list[_Term],
) -> UnitLoop:
    own = tuple(values)
    stores = [(v, place) for v in own for place in layout.written.get(v, ())]
    for value in layout.step.values():
        if value.op == "products" and value.base in own:
            stores.append((value.base, layout.written[value][0]))
    joined = {
        (t.operand.buffer, t.operand.column + n)
        for t in terms
        if t.operands > 1
        for n in range(t.operands)
    }
    blanks = tuple(p for v, p in stores if (p.buffer, p.column) in joined)
    sums = tuple((buffer, v) for _, buffer, v in totals if v in own)
    return UnitLoop(size, own, tuple(stores), sums, blanks)

"""The checker of tree cells' programs: as `verify.py`, over a few small trees of symbols.

The trees are such that every kind of row is there: a leaf alone, nodes of leaves, of inner nodes
and of both, and where the cell takes them nodes that lack children or an input.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recurra.compiler.execute_trees import Trees
from recurra.compiler.forest import Forest, arity_of
from recurra.compiler.statements import Load, Multiply, Pass, Place
from recurra.compiler.step import Value
from recurra.compiler.symbols import Symbol, Symbols
from recurra.compiler.tree_step import EDGE, domain
from recurra.compiler.verify import Parts, check_names, other_pairs
from recurra.errors import ProgramError
from recurra.ir import Graph
from recurra.words import Text, say

if TYPE_CHECKING:
    from recurra.compiler.tree_chain import TreeChain

Row = tuple[str, int]  # of a node, or of a child's slot
Expected = dict[tuple[Value, int], Symbol]  # of a value in a row


def small_forest(graph: Graph) -> Forest:
    """Trees with every kind of row that a cell may meet."""
    arity = arity_of(graph)
    wide = arity if arity > 0 else 3
    shapes: list[list[int]] = [[-1]]
    shapes.append([*([wide] * wide), -1])  # a node of leaves
    inner = [*([wide] * wide), 2 * wide]  # a node of leaves, and leaves beside it
    shapes.append([*inner, *([2 * wide] * (wide - 1)), -1])
    if not graph.at_leaves or arity < 0:
        shapes.append([1, 2, -1])  # a chain: nodes that lack children
    made = []
    for number, parents in enumerate(shapes):
        has = {p for p in parents if p >= 0}
        tokens = [10 * number + n for n in range(len(parents))]
        if graph.at_leaves:
            tokens = [-1 if n in has else t for n, t in enumerate(tokens)]
        elif number:
            tokens[number % len(tokens)] = -1  # some node has no input
        made.append((parents, tokens))
    return Forest.of(made)


class Checked(Trees):
    """A pass over small trees of symbols, with what each value should be in each row."""

    algebra: Symbols
    expected: Expected

    def fail(self, what: Text, place: Place | None = None) -> ProgramError:
        """The error in a row of a pass."""
        return ProgramError(
            say(
                "compiler.verify.wrong_in_row",
                cell=self.graph.cell,
                backward=bool(self.own.backward),
                row=self.index,
                buffer=None if place is None else place.buffer,
                column=0 if place is None else place.column,
                what=what,
            )
        )

    def at_place(self, place: Place) -> Symbol:
        """What lies there; an error where nothing was written."""
        cell = self.cell(place)
        if cell not in self.memory:
            raise self.fail(say("compiler.verify.read_before_written"), place)
        return self.memory[cell]

    def load(self, load: Load) -> Symbol:
        symbol = self.at_place(load.place)
        if load.place.row == "node":
            self.hold(symbol, load.value, "read", load.place, int(self.order.row_of[self.index]))
        elif not load.place.row:
            self.hold(symbol, load.value, "read", load.place, self.index)
        return symbol

    def hold(self, symbol: Symbol, value: Value, use: str, place: Place, row: int) -> None:
        """An error where a symbol is not the value's."""
        wanted = self.expected.get((value, row))
        if wanted is not None and symbol != wanted:
            raise self.fail(
                say(
                    "compiler.verify.is_not_it",
                    value=value.name,
                    op=value.op,
                    use=use,
                    state="",
                    difference=self.algebra.difference(symbol, wanted),
                ),
                place,
            )

    def store(self, place: Place, new: Symbol, value: Value) -> None:
        if not place.row:
            self.hold(new, value, "stored", place, self.index)
        super().store(place, new, value)

    def operand(self, product: Multiply) -> Symbol:
        return self.at_place(product.operand)

    def sum_so_far(self, product: Multiply) -> Symbol:
        return self.at_place(product.target)

    def put_sum(self, product: Multiply, new: Symbol) -> None:
        self.memory[self.cell(product.target)] = new


@dataclass
class Forward:
    """What every value of the forward step should be."""

    chain: "TreeChain"
    run: Checked
    states: dict[tuple[int, int], Symbol] = field(default_factory=dict)  # of state and row
    inputs: dict[int, Symbol] = field(default_factory=dict)  # of a row
    raw: Expected = field(default_factory=dict)

    def work_out(self) -> None:
        """All rows, from the leaves up."""
        order, symbols, graph = self.run.order, self.run.algebra, self.chain.graph
        for row in order.given:
            self.inputs[int(row)] = symbols.of("given", "input", "x", int(row))
        lowest = int(order.bounds[1]) if graph.at_leaves else 0
        for row in range(lowest):
            for number in range(len(graph.states)):
                self.states[number, row] = symbols.number(0.0)
        forward = self.chain.forward
        for row in range(lowest, len(order.order)):
            self.row(row, forward.raw.values(), self.raw)
            self.row(row, forward.step.values(), self.run.expected)
            for number, (old, new) in enumerate(
                zip(forward.raw.kept, forward.step.kept, strict=True)
            ):
                before, after = self.raw[old, row], self.run.expected[new, row]
                if before != after:
                    what = symbols.difference(after, before)
                    name = graph.states[number].name
                    raise self.run.fail(
                        say("compiler.verify.joining_changed", name=name, difference=what)
                    )
                self.states[number, row] = after

    def row(self, row: int, values: list[Value], done: Expected) -> None:
        """All values of a node, and those of its children's edges."""
        own = self.run.order.first_slot
        slots = range(int(own[row]), int(own[row + 1]))
        for value in values:
            if value.op in ("past", "input") and "." in value.name:
                self.leaf(value, row, slots, done)
            elif value.op == "input":
                done[value, row] = self.inputs.get(row, self.run.algebra.number(0.0))
            else:
                evaluate(self.run, value, row, slots, done)

    def leaf(self, value: Value, row: int, slots: range, done: Expected) -> None:
        """What a child hands over: of one child, or of each."""
        child, _, what = value.name.partition(".")
        children = self.chain.graph.children
        if child == "each":
            for slot in slots:
                done[value, slot] = self.of_slot(slot, what)
        else:
            done[value, row] = self.of_slot(slots[children.index(child)], what)

    def of_slot(self, slot: int, what: str) -> Symbol:
        """The state or input of the child in a slot; zero where there is none."""
        order, zero = self.run.order, self.run.algebra.number(0.0)
        rows = [r for r in range(len(order.order)) if int(order.slot[r]) == slot]
        if not rows:
            return zero
        if what == "x":
            return self.inputs.get(rows[0], zero)
        names = [s.name for s in self.chain.graph.states]
        return self.states[names.index(what), rows[0]]


def evaluate(run: Checked, value: Value, row: int, slots: range, done: Expected) -> None:
    """The symbol of a value that is computed, in a node's row or in those of its children."""
    symbols = run.algebra
    edge = domain(value) == EDGE
    for own in slots if edge else [row]:
        if (value, own) in done:
            continue
        if value.op == "each":
            done[value, own] = done[value.args[0], row]
        elif value.op == "total":
            parts = [done[value.args[0], slot] for slot in slots]
            done[value, own] = symbols.add(*parts)
        elif value.op not in ("now", "seed", "past", "input"):
            args = {}
            for arg in value.args:
                if not domain(arg):  # of parameters and numbers alone
                    evaluate(run, arg, own, slots, done)
                args[arg] = done[arg, own]
            done[value, own] = symbols.value(value, args)


def verify_tree_forward(chain: "TreeChain", own: Pass) -> Pass:
    """The pass itself, where it is right.

    Raises ProgramError where it is not.
    """
    check_names(chain.graph, own)
    forward_run(chain, own)
    return own


def verify_tree_backward(chain: "TreeChain", own: Pass) -> Pass:
    """The pass itself, where it is right.

    Raises ProgramError where it is not.
    """
    check_names(chain.graph, own)
    _Backward(chain, own, forward_run(chain, chain.upwards)).run()
    return own


def forward_run(chain: "TreeChain", own: Pass) -> Forward:
    """A forward pass over symbols, held to the equations."""
    run = Checked(own, Symbols(), chain.graph, small_forest(chain.graph))
    run.expected = {}
    forward = Forward(chain, run)
    forward.work_out()
    run.clear(list(own.buffers))
    for cell, row in zip(run.given(), run.order.given, strict=True):
        if cell[0]:
            run.memory[cell] = forward.inputs[int(row)]
    run.run()
    for number, state in enumerate(chain.graph.states):
        place = Place(own.find("state", state.name))
        for row in range(len(run.order.order)):
            run.index = row
            if run.at_place(place) != forward.states[number, run.index]:
                what = run.algebra.difference(
                    run.at_place(place), forward.states[number, run.index]
                )
                raise run.fail(
                    say("compiler.verify.state_wrong", state=state.name, difference=what), place
                )
    return forward


class _Backward:
    """A backward pass over symbols, held to the derivative of a node's step."""

    def __init__(self, chain: "TreeChain", own: Pass, before: Forward) -> None:
        self.chain, self.before = chain, before
        run = self.program = Checked(own, before.run.algebra, chain.graph, before.run.forest)
        run.expected = dict(before.run.expected)
        run.memory = dict(before.run.memory)
        run.gradients = Parts(run.algebra)
        self.wanted = Parts(run.algebra)
        self.seeds: dict[tuple[int, int], Symbol] = {}  # of state and row
        self.inputs: dict[int, Symbol] = {}  # of a row

    def run(self) -> None:
        """Expectations, the program, the comparison of both."""
        run, graph = self.program, self.chain.graph
        symbols = run.algebra
        rows = range(len(run.order.order))
        for number, state in enumerate(graph.states):
            for row in rows:
                self.seeds[number, row] = symbols.of("given", "seed", state.name, row)
        arriving = dict(self.seeds)
        lowest = int(run.order.bounds[1]) if graph.at_leaves else 0
        for row in reversed(rows[lowest:]):
            self.row(row)
        run.clear([n for n in run.own.buffers if n not in self.chain.up.buffers])
        for (number, row), symbol in arriving.items():
            name = self.chain.down.find("seed", graph.states[number].name)
            if name:
                run.memory[name, 0, row] = symbol
        run.run()
        self.compare()

    def row(self, row: int) -> None:
        """What every value of a node should be, and what its children get."""
        run, reverse, order = self.program, self.chain.reverse, self.program.order
        slots = range(int(order.first_slot[row]), int(order.first_slot[row + 1]))
        raw: Expected = dict(self.before.run.expected)
        both = ((reverse.raw.values(), raw), (reverse.step.values(), run.expected))
        for values, done in both:
            for value in values:
                if value.op == "seed":
                    done[value, row] = self.seeds[int(value.name), row]
                elif value.op == "now" and value.source is not None:
                    for own in slots if domain(value) == EDGE else [row]:
                        done[value, own] = run.expected[value.source, own]
                elif not value.leaf or not domain(value):
                    evaluate(run, value, row, slots, done)
        self.gather(raw, row, slots)
        self.hand_down(raw, row, slots)

    def gather(self, raw: Expected, row: int, slots: range) -> None:
        """The parts of the parameters' gradients in a node's rows."""
        reverse, forward = self.chain.reverse, self.before.run.expected
        for delta in (d for d in reverse.raw.kept if d.op == "delta" and d.source is not None):
            source = delta.source
            assert source is not None
            for own in slots if domain(delta) == EDGE else [row]:
                for arg, matrix in zip(source.args, source.weights, strict=True):
                    self.wanted.pair(
                        matrix.name, matrix.transposed, raw[delta, own], forward[arg, own]
                    )
        for name, value in reverse.raw.totals:
            for own in slots if domain(value) == EDGE else [row]:
                self.wanted.vector(name, "", raw[value, own], 1)

    def hand_down(self, raw: Expected, row: int, slots: range) -> None:
        """The gradients of children's states and of inputs."""
        reverse, order, graph = self.chain.reverse, self.program.order, self.chain.graph
        kept = reverse.raw.kept[len(reverse.raw.kept) - len(reverse.gradients) :]
        names = [s.name for s in graph.states]
        symbols = self.program.algebra
        for leaf, value in zip(reverse.gradients, kept, strict=True):
            child, _, what = leaf.name.partition(".")
            if not what:
                self.inputs[row] = raw[value, row]
                continue
            each = child == "each"
            for slot in slots if each else [slots[graph.children.index(child)]]:
                below = [r for r in range(len(order.order)) if int(order.slot[r]) == slot]
                part = raw[value, slot if each else row]
                for own in below:
                    if what == "x":
                        self.inputs[own] = part
                    else:
                        key = (names.index(what), own)
                        self.seeds[key] = symbols.add(self.seeds[key], part)

    def compare(self) -> None:
        """The gradients of parameters and inputs."""
        run, computed, wanted = self.program, self.program.gradients, self.wanted
        symbols = run.algebra
        for name in {**wanted.matrices, **computed.matrices}:
            here = computed.matrices.get(name, Counter())
            there = wanted.matrices.get(name, Counter())
            if here != there:
                pairs = other_pairs(symbols, here, there)
                raise run.fail(say("compiler.verify.matrix_gradient", name=name, difference=pairs))
        zero = symbols.number(0.0)
        for name in {**wanted.vectors, **computed.vectors}:
            own, other = computed.vectors.get(name, zero), wanted.vectors.get(name, zero)
            if own != other:
                what = symbols.difference(own, other)
                raise run.fail(
                    say("compiler.verify.parameter_gradient", name=name, difference=what)
                )
        self._inputs(zero)

    def _inputs(self, zero: Symbol) -> None:
        run = self.program
        cells: Mapping[int, tuple[str, int, int]] = dict(
            zip(map(int, run.order.given), run.given_gradients(), strict=True)
        )
        for row, cell in cells.items():
            run.index = row
            symbol = run.memory.get(cell, None if cell[0] else zero)
            wanted = self.inputs.get(run.index, zero)
            if symbol is None:
                what = say("compiler.verify.gradient_not_written", kind="input", name="")
                raise run.fail(what, Place(cell[0]))
            if symbol != wanted:
                off = run.algebra.difference(symbol, wanted)
                what = say("compiler.verify.gradient_wrong", kind="input", name="", difference=off)
                raise run.fail(what, Place(cell[0]))

"""The checker between passes: a program computes what the equations say, or an error says where.

A program is run on symbols (`execute.py`) over three steps of a sequence: the first, one between,
the last. Then

- every load finds the value that it is meant to find: written before, not overwritten since;
- every store writes the value that it is meant to write;
- every sum has all its terms, and each once: in the step whose sums were joined, and in memory;
- output, final states and the gradients of inputs and starting states are what they should be;
- the gradient of every parameter is the sum that it should be: no part is missing or twice;
- no two buffers, stored tensors or parameters share a name.

What should come out is worked out from the steps before sums were joined and places given.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from recurra.compiler import execute
from recurra.compiler.statements import (
    CARRY,
    Load,
    MatrixGradient,
    Multiply,
    Pass,
    Place,
)
from recurra.compiler.step import Step, Value
from recurra.compiler.symbols import Symbol, Symbols
from recurra.errors import ProgramError
from recurra.ir import Graph
from recurra.ir.check import tensor_names
from recurra.words import Text, Words, say

if TYPE_CHECKING:
    from recurra.compiler.chain import Chain

STEPS = 3
Pair = tuple[Symbol, Symbol]


class Checked(execute.Sequence):
    """A pass over one sequence of symbols, with what each value should be at each step."""

    algebra: Symbols
    cell_name = ""
    expected: list[dict[Value, Symbol]]

    def fail(self, what: Text, place: Place | None = None) -> ProgramError:
        """The error at a step of a pass."""
        return ProgramError(
            say(
                "compiler.verify.wrong_at_step",
                cell=self.cell_name,
                backward=bool(self.own.backward),
                step=self.time,
                buffer=None if place is None else place.buffer,
                column=0 if place is None else place.column,
                before=place is not None and bool(place.before),
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
        self.hold(symbol, load.value, "read", load.place)
        return symbol

    def hold(self, symbol: Symbol, value: Value, use: str, place: Place, state: str = "") -> None:
        """An error where a symbol is not the value's."""
        wanted = self.expected[self.time].get(value)
        if wanted is not None and symbol != wanted:
            raise self.fail(
                say(
                    "compiler.verify.is_not_it",
                    value=value.name,
                    op=value.op,
                    use=use,
                    state=state,
                    difference=self.algebra.difference(symbol, wanted),
                ),
                place,
            )

    def store(self, place: Place, new: Symbol, value: Value) -> None:
        if self.own.buffers[place.buffer].role != "total":
            self.hold(new, value, "stored", place)
        super().store(place, new, value)

    def operand(self, place: Place, block: object, product: Multiply) -> Symbol:
        return self.at_place(place)

    def sum_so_far(self, place: Place, value: Value) -> Symbol:
        return self.at_place(place)

    def put_sum(self, place: Place, new: Symbol, value: Value) -> None:
        self.memory[self.cell(place)] = new  # terms may follow: it is held to its value when read


@dataclass
class Parts:
    """The gradients of parameters: pairs of factors, and sums."""

    symbols: Symbols
    matrices: dict[str, Counter[Pair]] = field(default_factory=dict)
    vectors: dict[str, Symbol] = field(default_factory=dict)

    def matrix(self, statement: MatrixGradient, delta: Symbol, operand: Symbol, rows: int) -> None:
        """One more product."""
        self.pair(statement.matrix.name, statement.matrix.transposed, delta, operand)

    def pair(self, name: str, transposed: bool, delta: Symbol, operand: Symbol) -> None:
        """The same, of symbols."""
        both = (operand, delta) if transposed else (delta, operand)
        if self.symbols.number(0.0) not in both:
            self.matrices.setdefault(name, Counter())[both] += 1

    def vector(self, name: str, size: str, column: Symbol, rows: int) -> None:
        """One more term."""
        so_far = self.vectors.get(name, self.symbols.number(0.0))
        self.vectors[name] = self.symbols.add(so_far, column)


def verify_forward(chain: "Chain", own: Pass, training: bool) -> Pass:
    """The pass itself, where it is right; with `training`, keeps what the backward pass needs.

    Raises ProgramError where it is not.
    """
    check_names(chain.graph, own)
    run = forward_run(chain, own)
    if training:
        _kept(run, chain)
    return own


def _kept(run: Checked, chain: "Chain") -> None:
    """What the backward pass reads is still there when the forward pass has ended."""
    read, step = chain.training_layout.read, chain.forward.step
    operands = {a for v in step.values() if v.op == "products" for a in v.args}
    for value in [v for v in step.values() if v in chain.reverse.saved or v in operands]:
        for time in range(STEPS):
            run.time = time
            symbol = run.at_place(read[value])
            run.hold(symbol, value, "needed", read[value])


def verify_backward(chain: "Chain", own: Pass) -> Pass:
    """The pass itself, where it is right.

    Raises ProgramError where it is not.
    """
    check_names(chain.graph, own)
    before = forward_run(chain, chain.training)
    _Backward(chain, own, before).run()
    return own


def check_names(graph: Graph, own: Pass) -> None:
    """Raise ProgramError where two tensors, parameters or buffers could be taken for each other."""
    listed: dict[str, list[Any]] = {
        "tensors": tensor_names(graph),
        "parameters": [p for g in graph.groups for p in g.params],
        "leaves": [n.name for n in (*graph.inputs, *graph.states)],
        "buffers": [f"{b.role} {b.of}" for b in own.buffers.values() if b.of],
    }
    for kind, names in listed.items():
        twice = [n for n, count in Counter(names).items() if count > 1]
        if twice:
            raise ProgramError(
                say("compiler.verify.same_name", cell=graph.cell, kind=kind, name=twice[0])
            )
    lost = [p.name for p in graph.params if p.name not in listed["parameters"]]
    if lost:
        raise ProgramError(
            say("compiler.verify.stored_nowhere", cell=graph.cell, parameter=lost[0])
        )


def forward_run(chain: "Chain", own: Pass) -> Checked:
    """A forward pass over symbols, held to the equations."""
    symbols, forward = Symbols(), chain.forward
    run = Checked(own, symbols, [1] * STEPS)
    run.cell_name = chain.graph.cell
    now = {s: symbols.of("given", "start", s.name, "") for s in forward.states}
    starts = {s.name: symbol for s, symbol in now.items()}
    inputs: dict[str, list[Symbol]] = {}
    run.expected = []
    for time in range(STEPS):
        leaves = dict(now)
        for value in (*forward.raw.values(), *forward.step.values()):
            if value.leaf and value.op in ("input", "mask", "steady"):
                step = 0 if value.op == "steady" else time
                leaves[value] = symbols.of("given", "input", value.name, step)
        raw, joined = symbols.values(forward.raw, leaves), symbols.values(forward.step, leaves)
        _same_results(run, symbols, (raw, forward.raw), (joined, forward.step))
        now = {leaf: joined[v] for leaf, v in forward.step.recurrences.items()}
        run.expected.append({**joined, **leaves})
    for node in chain.graph.inputs:
        steady = chain.graph.masks.get(node.name) == "sequence"
        inputs[node.name] = [
            symbols.of("given", "input", node.name, 0 if steady else t) for t in range(STEPS)
        ]
    execute.enter(run, inputs, starts)
    run.run()
    _finals(run, chain)
    return run


def _same_results(
    run: Checked,
    symbols: Symbols,
    before: tuple[Mapping[Value, Symbol], Step],
    after: tuple[Mapping[Value, Symbol], Step],
) -> None:
    """Joining sums has changed no result."""
    (old, raw), (new, joined) = before, after
    pairs = [
        (leaf.name, raw.recurrences[leaf], joined.recurrences[leaf]) for leaf in raw.recurrences
    ]
    pairs += [(v.name or v.op, v, w) for v, w in zip(raw.kept, joined.kept, strict=True)]
    totals = zip(raw.totals, joined.totals, strict=True)
    pairs += [(name, v, w) for (name, v), (_, w) in totals]
    for name, v, w in pairs:
        if old[v] != new[w]:
            raise run.fail(
                say(
                    "compiler.verify.joining_changed",
                    name=name,
                    difference=symbols.difference(new[w], old[v]),
                )
            )


def _finals(run: Checked, chain: "Chain") -> None:
    """Output and final states."""
    results = chain.forward.step.recurrences
    for number, leaf in enumerate(chain.forward.states):
        name = run.own.find("state", leaf.name)
        carried = run.own.buffers[name].lifetime == CARRY
        steps = range(STEPS) if number in chain.graph.output else [STEPS - 1]
        for time in steps:
            run.time = time
            place = Place(name)
            row = run.time & 1 if carried else run.time
            symbol = run.memory.get((name, 0, row))
            if symbol is None:
                raise run.fail(say("compiler.verify.state_not_written", state=leaf.name), place)
            run.hold(symbol, results[leaf], "wanted", place, leaf.name)


def other_pairs(symbols: Symbols, here: Counter[Pair], there: Counter[Pair]) -> Words:
    """The products that only one of two sums has."""
    lost, more = there - here, here - there
    a, b = next(iter(lost or more))
    return say(
        "compiler.verify.pairs",
        missing=lost.total(),
        more=more.total(),
        left=symbols.words(a),
        right=symbols.words(b),
    )


class _Backward:
    """A backward pass over symbols, held to the derivative of the forward step."""

    def __init__(self, chain: "Chain", own: Pass, before: Checked) -> None:
        self.chain, self.reverse, self.before = chain, chain.reverse, before
        self.symbols = before.algebra
        run = self.program = Checked(own, self.symbols, [1] * STEPS)
        run.cell_name, run.memory = chain.graph.cell, execute.kept(before)
        run.gradients = Parts(self.symbols)
        self.wanted = Parts(self.symbols)
        self.inputs: list[dict[str, Symbol]] = []
        self.starts: dict[str, Symbol] = {}

    def run(self) -> None:
        """Expectations, the program, the comparison of both."""
        symbols, states = self.symbols, self.chain.forward.states
        outputs = {states[i].name for i in self.chain.graph.output}
        seeds = {
            s.name: [symbols.of("given", "seed", s.name, t) for t in range(STEPS)]
            for s in states if s.name in outputs
        }  # fmt: skip
        finals = {s.name: symbols.of("given", "final", s.name, "") for s in states}
        self.expect(seeds, finals)
        execute.arrive(self.program, seeds, finals, symbols.zero)
        self.program.run()
        self.compare()

    def expect(self, seeds: Mapping[str, list[Symbol]], finals: Mapping[str, Symbol]) -> None:
        """What every value should be, from the last step to the first."""
        reverse, symbols = self.reverse, self.symbols
        now = {leaf: finals[leaf.name] for leaf in reverse.starts}
        expected: list[dict[Value, Symbol]] = []
        for time in reversed(range(STEPS)):
            forward = self.before.expected[time]
            leaves = {**forward, **now}
            for value in (*reverse.raw.values(), *reverse.step.values()):
                if value.op == "seed":
                    leaves[value] = seeds[value.name][time]
                elif value.op == "now" and value.source is not None:
                    leaves[value] = forward[value.source]
            raw, final = symbols.values(reverse.raw, leaves), symbols.values(reverse.step, leaves)
            self.program.time = time
            _same_results(self.program, symbols, (raw, reverse.raw), (final, reverse.step))
            self.gather(raw, forward)
            now = {leaf: final[v] for leaf, v in reverse.step.recurrences.items()}
            expected.append({**leaves, **final})
        self.program.expected = expected[::-1]
        self.inputs.reverse()
        self.starts = {leaf.name: symbol for leaf, symbol in now.items()}

    def gather(self, raw: Mapping[Value, Symbol], forward: Mapping[Value, Symbol]) -> None:
        """The parts of the parameters' and inputs' gradients at a step."""
        deltas = [d for d in self.reverse.raw.kept if d.op == "delta" and d.source is not None]
        for delta in deltas:
            source = delta.source
            assert source is not None
            for arg, matrix in zip(source.args, source.weights, strict=True):
                self.wanted.pair(matrix.name, matrix.transposed, raw[delta], forward[arg])
        for name, value in self.reverse.raw.totals:
            self.wanted.vector(name, "", raw[value], 1)
        kept = self.reverse.raw.kept[len(self.reverse.raw.kept) - len(self.reverse.inputs) :]
        self.inputs.append({n: raw[v] for n, v in zip(self.reverse.inputs, kept, strict=True)})

    def compare(self) -> None:
        """The gradients of parameters, inputs and starting states."""
        run, computed, wanted = self.program, self.program.gradients, self.wanted
        for name in {**wanted.matrices, **computed.matrices}:
            here = computed.matrices.get(name, Counter())
            there = wanted.matrices.get(name, Counter())
            if here != there:
                pairs = other_pairs(self.symbols, here, there)
                raise run.fail(say("compiler.verify.matrix_gradient", name=name, difference=pairs))
        for name in {**wanted.vectors, **computed.vectors}:
            zero = self.symbols.number(0.0)
            here_, there_ = computed.vectors.get(name, zero), wanted.vectors.get(name, zero)
            if here_ != there_:
                what = self.symbols.difference(here_, there_)
                raise run.fail(
                    say("compiler.verify.parameter_gradient", name=name, difference=what)
                )
        for time, inputs in enumerate(self.inputs):
            run.time = time
            for name, symbol in inputs.items():
                self._held("input", "gradient", name, symbol, run.time)
        for name, symbol in self.starts.items():
            self._held("starting", "later", name, symbol, 0)

    def _held(self, kind: str, role: str, name: str, wanted: Symbol, row: int) -> None:
        buffer = self.program.own.find(role, name)
        symbol = self.program.memory.get((buffer, 0, row))
        if symbol is None:
            what = say("compiler.verify.gradient_not_written", kind=kind, name=name)
            raise self.program.fail(what, Place(buffer))
        if symbol != wanted:
            difference = self.symbols.difference(symbol, wanted)
            what = say(
                "compiler.verify.gradient_wrong", kind=kind, name=name, difference=difference
            )
            raise self.program.fail(what, Place(buffer))

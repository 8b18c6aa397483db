"""The backward step of a forward step: one rule per primitive.

A rule takes the maker of values, the gradient of the result, the result and its arguments, and
gives the gradient of each argument. Rules prefer the result to the arguments, because a gate is
kept in place of what it was computed from.
"""

from collections.abc import Callable
from dataclasses import dataclass

from recurra.compiler.split import Forward, joined
from recurra.compiler.step import ACROSS, REDUCTIONS, Maker, Step, Value
from recurra.ir import ONE

Rule = Callable[..., tuple[Value | None, ...]]  # None: no gradient
TRANSCENDENTAL = frozenset({"exp", "log", "sigmoid", "tanh", "softplus", "cos", "sin"})

RULES: dict[str, Rule] = {
    "add": lambda m, g, y, a, b: (g, g),
    "sub": lambda m, g, y, a, b: (g, m("neg", g)),
    "mul": lambda m, g, y, a, b: (m("mul", g, b), m("mul", g, a)),
    "div": lambda m, g, y, a, b: (m("div", g, b), m("neg", m("div", m("mul", g, y), b))),
    "neg": lambda m, g, y, a: (m("neg", g),),
    "maximum": lambda m, g, y, a, b: (
        m("mul", g, m("share", a, b)),
        m("mul", g, m("share", b, a)),
    ),
    "minimum": lambda m, g, y, a, b: (
        m("mul", g, m("share", b, a)),
        m("mul", g, m("share", a, b)),
    ),
    "abs": lambda m, g, y, a: (m("mul", g, m("sign", a)),),
    "relu": lambda m, g, y, a: (m("mul", g, m("above", y, m.constant(0.0))),),
    "sigmoid": lambda m, g, y, a: (
        m("mul", g, m("mul", y, m("sub", m.constant(1.0), y))),
    ),
    "tanh": lambda m, g, y, a: (m("mul", g, m("sub", m.constant(1.0), m("mul", y, y))),),
    "exp": lambda m, g, y, a: (m("mul", g, y),),
    "log": lambda m, g, y, a: (m("div", g, a),),
    "softplus": lambda m, g, y, a: (m("mul", g, m("sigmoid", a)),),
    "sqrt": lambda m, g, y, a: (m("div", m("mul", g, m.constant(0.5)), y),),
    "cos": lambda m, g, y, a: (m("neg", m("mul", g, m("sin", a))),),
    "sin": lambda m, g, y, a: (m("mul", g, m("cos", a)),),
    "copy": lambda m, g, y, a: (g,),
    "mean": lambda m, g, y, a: (
        m("copy", m("mul", g, m("inverse", name=a.size)), size=a.size, source=a),
    ),
    "sum": lambda m, g, y, a: (m("copy", g, size=a.size, source=a),),
    "floor": lambda m, g, y, a: (None,),
    "block_sum": lambda m, g, y, a: (m("block_sum", g, size=a.size, shape=y.shape),),
    "block_largest": lambda m, g, y, a: (None,),
    "slice": lambda m, g, y, a: (m("unslice", g, size=a.size, shape=y.shape),),
}  # fmt: skip


@dataclass(frozen=True)
class Backward:
    """The backward step, and what the forward pass has to keep for it."""

    step: Step
    raw: Step  # the same before it was made of what the forward pass keeps, and sums were joined
    saved: tuple[Value, ...]  # values of the forward step, beside states
    inputs: dict[str, Value]  # gradient of each input that has one
    starts: tuple[Value, ...]  # the `later` leaf of each state
    deltas: dict[Value, Value]  # sum of products of the forward step -> its gradient


def backward_step(forward: Forward, outputs: tuple[int, ...], limit: str = "") -> Backward:
    """Reverse mode through one step; `outputs`: states whose gradient comes at every step; `limit`:
    the parameter that limits the norm of what arrives at a state, if there is one."""
    return _Reverse(forward, outputs, limit).run()


class _Reverse:
    def __init__(self, forward: Forward, outputs: tuple[int, ...], limit: str) -> None:
        self.forward, self.outputs, self.limit = forward, outputs, limit
        self.make = Maker()
        self.gradients: dict[Value, list[Value]] = {}
        self.totals: list[tuple[str, Value]] = []
        self.deltas: dict[Value, Value] = {}
        self.taken: set[Value] = set()

    def run(self) -> Backward:
        step, make = self.forward.step, self.make
        later = tuple(make("later", size=s.size, name=s.name) for s in self.forward.states)
        for number, state in enumerate(self.forward.states):
            seeds = [later[number]]
            if number in self.outputs:
                seeds.insert(0, make("seed", size=state.size, name=state.name))
            self._give(step.recurrences[state], self._limited(make.sum(seeds)))
        values = step.values()
        for value in reversed(values):
            if not value.leaf and value in self.gradients:
                self._through(value, make.sum(self.gradients[value]))
        recurrences = {
            leaf: self._gradient(state)
            for leaf, state in zip(later, self.forward.states, strict=True)
        }
        inputs = {v.name: v for v in values if v.op == "input"}
        wanted = {name: self._gradient(v) for name, v in inputs.items()}
        kept = (*self.deltas.values(), *wanted.values())
        raw = Step(recurrences, kept, tuple(self.totals))
        saved, replaced = with_saved(self.make, self.forward, raw)
        final = joined(replaced)
        deltas = {d.source: d for d in final.values() if d.op == "delta" and d.source is not None}
        gradients = final.kept[len(self.deltas) :]
        inputs_ = dict(zip(wanted, gradients, strict=True))
        return Backward(final, raw, saved, inputs_, later, deltas)

    def _limited(self, gradient: Value) -> Value:
        """The gradient times limit / max(limit, its norm over units)."""
        if not self.limit:
            return gradient
        make = self.make
        limit = make("param", name=self.limit)
        norm = make("sqrt", make("sum", make("mul", gradient, gradient), size=ONE))
        return make("mul", gradient, make("div", limit, make("maximum", norm, limit)))

    def _gradient(self, leaf: Value) -> Value:
        """The whole gradient of an input or state, always a value of its own."""
        given = self.gradients.get(leaf)
        total = self.make.sum(given) if given else self.make.constant(0.0)
        if total.leaf or total in self.taken:
            return self.make("copy", total, size=leaf.size, source=leaf)
        self.taken.add(total)
        return total

    def _give(self, value: Value, gradient: Value) -> None:
        if value.op == "param":
            self.totals.append((value.name, gradient))
        elif value.op not in ("constant", "mask", "steady"):
            self.gradients.setdefault(value, []).append(gradient)

    def _through(self, value: Value, gradient: Value) -> None:
        make = self.make
        if value.op != "products":
            for arg, given in gradients(make, gradient, value):
                self._give(arg, given)
            return
        delta = make("delta", gradient, size=value.size, source=value)
        self.deltas[value] = delta
        for arg, matrix in zip(value.args, value.weights, strict=True):
            back = matrix._replace(transposed=not matrix.transposed)
            self._give(arg, make("products", delta, size=arg.size, weights=(back,)))


def gradients(make: Maker, gradient: Value, value: Value) -> list[tuple[Value, Value]]:
    """The arguments of a value that have a gradient, with it."""
    given = RULES[value.op](make, gradient, value, *value.args)
    return [
        (arg, fitting(make, arg, one))
        for arg, one in zip(value.args, given, strict=True)
        if one is not None
    ]


def fitting(make: Maker, arg: Value, gradient: Value) -> Value:
    """The gradient of one number of a row that was spread over units is their sum; that of a
    parameter is summed over units and rows in the end."""
    if arg.size == ONE and gradient.size != ONE and not arg.leaf:
        return make("sum", gradient, size=ONE)
    return gradient


def with_saved(make: Maker, forward: Forward, step: Step) -> tuple[tuple[Value, ...], Step]:
    """Values of the forward step as leaves that were kept, or computed again.

    A value is kept where computing it again needs a matrix product, a mean or more than one
    transcendental function; states are there anyway.
    """
    own = {v for v in forward.step.values() if not v.leaf}
    states = {result: leaf for leaf, result in forward.step.recurrences.items()}
    saved: dict[Value, Value] = {v: make("now", size=v.size, name=v.name, source=v) for v in states}
    needed = {a for v in step.values() if v not in own for a in v.needs if a in own}
    for value in forward.step.values():
        if value in needed and value not in saved and not _cheap(value, saved):
            saved[value] = make("now", size=value.size, name=value.name, source=value)
    done: dict[Value, Value] = dict(saved)

    def replaced(value: Value) -> Value:
        if value.leaf:
            return value
        if value not in done:
            done[value] = make.again(value, tuple(replaced(a) for a in value.args))
        return done[value]

    new = Step(
        {leaf: replaced(v) for leaf, v in step.recurrences.items()},
        tuple(replaced(v) for v in step.kept),
        tuple((name, replaced(v)) for name, v in step.totals),
    )
    used = {v.source for v in new.values() if v.op == "now"}
    return tuple(v for v in saved if v in used and v not in states), new


def _cheap(value: Value, saved: dict[Value, Value]) -> bool:
    """Whether a value can be computed again from what is kept."""
    count, stack = 0, [value]
    while stack:
        one = stack.pop()
        if one.leaf or one in saved:
            continue
        if one.op == "products" or one.op in REDUCTIONS | ACROSS:
            return False
        count += one.op in TRANSCENDENTAL
        stack.extend(one.args)
    return count <= 1

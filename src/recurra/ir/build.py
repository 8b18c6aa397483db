"""From a cell's function to its graph: trace, name the sizes, name the values, stack the
parameters, check that the result is legal."""

import linecache
from collections.abc import Mapping
from typing import Any

from recurra.errors import CellError, RecurraError
from recurra.ir.activations import ACTIVATIONS
from recurra.ir.check import check_reached, check_sizes, check_starts, check_used
from recurra.ir.children import Child, Children, child_names, of_each
from recurra.ir.explain import explained
from recurra.ir.names import assignments
from recurra.ir.nodes import ONE, Graph, Group, Node, Param, SizeClass
from recurra.ir.signature import Signature
from recurra.ir.trace import Parameter, Recorder, Traced


def build(signature: Signature, options: Mapping[str, Any], bias: bool) -> Graph:
    """The graph of one step.

    Raises CellError with the line of the equation where something cannot be followed.
    """
    recorder = Recorder(signature.name, signature.file, bias, signature.children < 0)
    arguments, states = _stand_ins(recorder, signature)
    returned = _run(recorder, signature, arguments, options)
    results = _results(recorder, signature, returned, states)
    check_used(recorder, signature)
    check_starts(recorder, signature)
    finished = _Finished(recorder, signature, states, results)
    check_reached(recorder, signature, {p.name for p in finished.params})
    check_sizes(recorder, signature, finished.size_names)
    return finished.graph()


def _stand_ins(recorder: Recorder, signature: Signature) -> tuple[list[Any], list[Traced]]:
    leaves = [recorder.add("input", size=recorder.sizes.fresh(), param=n) for n in signature.inputs]
    states = [recorder.add("state", size=recorder.sizes.fresh(), param=n) for n in signature.states]
    parameters = [Parameter(recorder, n) for n in signature.params]
    if not signature.children:
        return [*leaves, *states, *parameters], states
    own = [] if signature.at_leaves else leaves
    return [*own, *_children(recorder, signature, leaves, states), *parameters], states


def _children(
    recorder: Recorder, signature: Signature, leaves: list[Traced], states: list[Traced]
) -> list[Any]:
    """Stand-ins for the children: one argument each for two, else one for all."""
    given = zip(signature.states, states, strict=True)
    pairs = [*given, *([("x", leaves[0])] if signature.at_leaves else [])]
    sizes = {name: recorder.nodes[value.index].size or 0 for name, value in pairs}
    found = [
        Child(recorder, name, signature.states[0], sizes)
        for name in child_names(signature.children)
    ]
    if signature.children < 0:
        return [Children(found[0])]
    return found if len(found) <= 2 else [tuple(found)]


def _run(recorder: Recorder, signature: Signature, arguments: list[Any], options: Any) -> Any:
    chosen = {k: ACTIVATIONS[v] if k in signature.functions else v for k, v in options.items()}
    try:
        return signature.function(*arguments, **chosen)
    except RecurraError:
        raise
    except Exception as error:
        line = _line_of(error, signature.file)
        what, remedy = explained(error, signature.function)
        raise CellError(
            what,
            cell=signature.name,
            file=signature.file,
            line=line,
            equation=linecache.getline(signature.file, line).strip() if line else "",
            remedy=remedy,
        ) from error


def _line_of(error: BaseException, file: str) -> int | None:
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _results(
    recorder: Recorder, signature: Signature, returned: Any, states: list[Traced]
) -> list[Traced]:
    values = tuple(returned) if isinstance(returned, tuple | list) else (returned,)
    if returned is None:
        raise CellError(
            "the function returns nothing",
            cell=signature.name,
            file=signature.file,
            remedy=f"End it with `return {', '.join(signature.states)}`.",
        )
    if len(values) != len(states):
        names = ", ".join(signature.states)
        raise CellError(
            f"returns {len(values)} value(s) for {len(states)} state(s): {names}",
            cell=signature.name,
            file=signature.file,
            remedy="Return the new value of each state, in that order.",
        )
    results = [recorder.lift(v) for v in values]
    for name, result, state in zip(signature.states, results, states, strict=True):
        size = recorder.nodes[result.index].size
        if size is None:
            raise CellError(
                f"the new {name!r} is one number, not one for each unit",
                cell=signature.name,
                file=signature.file,
                line=recorder.nodes[result.index].line or None,
                remedy="Make it of products with matrices or of states.",
            )
        if of_each(recorder, result.index):
            raise CellError(
                f"the new {name!r} is one value for each child, not one for the node",
                cell=signature.name,
                file=signature.file,
                line=recorder.nodes[result.index].line or None,
                remedy="Sum over the children: total(... for k in children).",
            )
        own = recorder.nodes[state.index].size
        assert own is not None
        recorder.sizes.unify(own, size, recorder.nodes[result.index].line)
    return results


class _Finished:
    """A recording turned into a graph, one aspect a method."""

    def __init__(
        self, recorder: Recorder, signature: Signature, states: list[Traced], results: list[Traced]
    ) -> None:
        self.recorder, self.signature = recorder, signature
        self.states = [s.index for s in states]
        self.results = [r.index for r in results]
        self.size_names = self._name_sizes()
        self.params = self._params()
        self.groups = self._groups()

    def graph(self) -> Graph:
        nodes = self._nodes()
        group_of = {p: g.name for g in self.groups for p in g.params}
        params = tuple(
            Param(p.name, p.role, p.rows, p.columns, group_of[p.name], p.blocks)
            for p in self.params
        )
        signature = self.signature
        return Graph(
            cell=signature.name,
            nodes=tuple(nodes.values()),
            inputs=tuple(nodes[i] for i in range(len(signature.inputs))),
            states=tuple(nodes[i] for i in self.states),
            results=tuple(nodes[i] for i in self.results),
            output=tuple(signature.states.index(s) for s in signature.output),
            params=params,
            groups=self.groups,
            sizes=self._classes(),
            projects=self._projects(),
            start=dict(signature.start),
            init={k: v for k, v in signature.init.items() if k in group_of},
            file=signature.file,
            children=child_names(signature.children) if signature.children else (),
            at_leaves=signature.at_leaves,
        )

    # sizes

    def _name_sizes(self) -> dict[int, str]:
        """The name of each class of sizes, by its representative."""
        find, names = self.recorder.sizes.find, dict[int, str]()
        for position, name in zip(self.states, self.signature.states, strict=True):
            names.setdefault(find(self._variable(position)), name)
        for name, param in self.recorder.params.items():
            if param.rows is not None and name in self.signature.sizes:
                names.setdefault(find(param.rows), name.replace(".", "_"))
        for position, name in enumerate(self.signature.inputs):
            names.setdefault(find(self._variable(position)), name)
        return names

    def _variable(self, position: int) -> int:
        size = self.recorder.nodes[position].size
        assert size is not None
        return size

    def _size(self, variable: int | None, what: str, line: int) -> str:
        if variable is None:
            return ONE
        name = self.size_names.get(self.recorder.sizes.find(variable))
        if name is None:
            raise CellError(
                f"nothing says how many rows {what!r} has",
                cell=self.signature.name,
                file=self.signature.file,
                line=line or None,
                remedy=f"Declare it: @cell(..., sizes={{{what!r}: '0.5 * h'}}).",
            )
        return name

    def _classes(self) -> tuple[SizeClass, ...]:
        find, declared = self.recorder.sizes.find, self.signature.sizes
        inputs = {find(self._variable(i)) for i in range(len(self.signature.inputs))}
        states = {find(self._variable(i)): None for i in self.states}
        roots = {r: None for r in [*states, *self.size_names] if r not in inputs or r in states}
        names = [self.size_names[r] for r in roots]
        main = next((n for n in names if n not in declared), names[0])
        defaults = {k.replace(".", "_"): v for k, v in declared.items()}
        ordered = [main, *(n for n in names if n != main)]
        return tuple(SizeClass(n, "" if n == main else defaults.get(n, main)) for n in ordered)

    def _projects(self) -> tuple[str, ...]:
        find = self.recorder.sizes.find
        of_states = {find(self._variable(i)) for i in self.states}
        return tuple(
            name
            for i, name in enumerate(self.signature.inputs)
            if find(self._variable(i)) in of_states
        )

    # parameters

    def _params(self) -> list[Param]:
        live = {self.recorder.nodes[i].param for i in self._live()}
        return [
            Param(
                name,
                raw.role,
                self._size(raw.rows, name, raw.line),
                self._size(raw.columns, name, raw.line) if raw.role == "matrix" else "",
                "",
                raw.blocks,
            )
            for name, raw in self.recorder.params.items()
            if name in live
        ]

    def _groups(self) -> tuple[Group, ...]:
        """Matrices stacked by operand, the rest by the argument they belong to."""
        members: dict[tuple[str, object], list[Param]] = {}
        for param in self.params:
            raw = self.recorder.params[param.name]
            owner: object = param.name.split(".")[0]
            if param.role == "matrix":
                owner = (self._kind(raw.operand), raw.blocks)
            members.setdefault((param.role, owner), []).append(param)
        taken: dict[str, None] = {}
        groups = []
        for (role, _), params in sorted(members.items(), key=lambda m: m[0][0] != "matrix"):
            name = self._group_name(role, params)
            if name in taken:
                owner = params[0].name if role == "matrix" else params[0].name.split(".")[0]
                name = f"weight_{owner.replace('.', '_')}"
            taken[name] = None
            first = params[0]
            names = tuple(p.name for p in params)
            groups.append(Group(name, role, names, first.columns, first.blocks))
        rank = {"matrix": 1, "vector": 2, "scalar": 3, "bias": 4}
        return tuple(sorted(groups, key=lambda g: 0 if g.name == "weight_ih" else rank[g.role]))

    def _group_name(self, role: str, params: list[Param]) -> str:
        if role == "bias":
            first = self.signature.params.index(params[0].name.split(".")[0])
            others = {p.name.split(".")[0] for p in self.params if p.role == "bias"}
            return "bias" if len(others) == 1 else f"bias_{self.signature.params[first]}"
        operands = {self._operand_name(self.recorder.params[p.name].operand) for p in params}
        if role == "scalar" or len(operands) != 1 or None in operands:
            return f"weight_{params[0].name.split('.')[0]}"
        return f"weight_{operands.pop()}h"

    def _kind(self, operand: int | None) -> object:
        """Operands whose matrices are stacked: of children, what is the same of each of them."""
        raw = self.recorder.nodes[operand or 0]
        return raw.param.partition(".")[2] if raw.op == "child" else operand

    def _operand_name(self, operand: int | None) -> str | None:
        if operand is None:
            return None
        if operand in self.results:
            return self.signature.states[self.results.index(operand)]
        raw = self.recorder.nodes[operand]
        if raw.op == "child":
            what = raw.param.partition(".")[2]
            return "i" if what == "x" else what
        if raw.op == "input":
            return "i" if len(self.signature.inputs) == 1 else raw.param
        return raw.param if raw.op == "state" else None

    # nodes

    def _live(self) -> list[int]:
        """Nodes that the new states depend on, and all inputs and states, in order."""
        alive = set(range(len(self.signature.inputs) + len(self.signature.states)))
        stack = list(self.results)
        while stack:
            node = stack.pop()
            if node not in alive:
                alive.add(node)
                stack.extend(self.recorder.nodes[node].args)
        return sorted(alive)

    def _nodes(self) -> dict[int, Node]:
        names = self._value_names()
        done: dict[int, Node] = {}
        for position, old in enumerate(self._live()):
            raw = self.recorder.nodes[old]
            done[old] = Node(
                index=position,
                op=raw.op,
                args=tuple(done[a] for a in raw.args),
                size=self._size(raw.size, raw.param or raw.op, raw.line),
                value=raw.value,
                param="" if raw.op in ("input", "state", "child") else raw.param,
                name=raw.param if raw.op in ("input", "state", "child") else names.get(old, ""),
                line=raw.line,
            )
        return done

    def _value_names(self) -> dict[int, str]:
        """From assignments; else gates are called by the one suffix of their parameters."""
        names: dict[int, str] = {}
        lines = {i: self.recorder.nodes[i].line for i in self._live()}
        for assignment in assignments(self.signature.function):
            within = [i for i, n in lines.items() if assignment.first <= n <= assignment.last]
            if within:
                names[within[-1]] = assignment.name
        for index in lines:
            suffixes = self._suffixes(index)
            if index not in names and len(suffixes) == 1:
                names[index] = suffixes.pop()
        for name, result in zip(self.signature.states, self.results, strict=True):
            names.setdefault(result, name)
        return names

    def _suffixes(self, index: int) -> set[str]:
        """The members of the parameters directly under a squashing function."""
        nodes = self.recorder.nodes
        if nodes[index].op not in ("sigmoid", "tanh", "relu", "exp"):
            return set()
        found, stack = set(), list(nodes[index].args)
        while stack:
            node = nodes[stack.pop()]
            if node.param and "." in node.param:
                found.add(node.param.split(".", 1)[1])
            if node.op in ("add", "sub", "mul"):
                stack.extend(node.args)
        return found

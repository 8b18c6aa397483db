"""From a cell's function to its graph: trace, name the sizes, name the values, stack the
parameters, check that the result is legal."""

import linecache
from collections.abc import Mapping
from typing import Any

from recurra.errors import CellError, RecurraError
from recurra.ir.activations import ACTIVATIONS
from recurra.ir.check import check_names, check_reached, check_sizes, check_starts, check_used
from recurra.ir.children import Child, Children, child_names, of_each
from recurra.ir.classes import Classes
from recurra.ir.explain import explained
from recurra.ir.matrices import Parameter
from recurra.ir.names import assignments
from recurra.ir.nodes import Graph, Node, Param
from recurra.ir.operands import Traced
from recurra.ir.signature import Signature
from recurra.ir.stored import Stored
from recurra.ir.trace import Recorder
from recurra.words import say


def build(signature: Signature, options: Mapping[str, Any], bias: bool) -> Graph:
    """The graph of one step.

    Raises CellError with the line of the equation where something cannot be followed.
    """
    recorder = Recorder(signature.name, signature.file, bias, signature.children < 0)
    arguments, states = _stand_ins(recorder, signature)
    returned = _run(recorder, signature, arguments, options)
    results = _results(recorder, signature, returned, states)
    _finish_combinations(recorder)
    check_used(recorder, signature)
    check_starts(recorder, signature)
    finished = _Finished(recorder, signature, states, results)
    check_reached(recorder, signature, {p.name for p in finished.params})
    check_sizes(recorder, signature, finished.classes)
    graph = finished.graph()
    check_names(graph)
    return graph


def _finish_combinations(recorder: Recorder) -> None:
    """A sum of parameters that nothing uses becomes a value, which then reaches no state."""
    for made in recorder.combinations:
        known = [recorder.params[t.matrix].role for t in made._terms if t.matrix in recorder.params]
        if "matrix" not in known:
            _ = made.index


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
    children = [
        Child(recorder, name, signature.states[0], sizes)
        for name in child_names(signature.children)
    ]
    if signature.children < 0:
        return [Children(children[0])]
    return children if len(children) <= 2 else [tuple(children)]


def _run(recorder: Recorder, signature: Signature, arguments: list[Any], options: Any) -> Any:
    chosen = {k: ACTIVATIONS[v] if k in signature.functions else v for k, v in options.items()}
    try:
        return signature.function(*arguments, **chosen)
    except RecurraError:
        raise
    except Exception as error:
        line = _line_of(error, signature.file)
        equation = linecache.getline(signature.file, line).strip() if line else ""
        what, remedy = explained(error, signature.function, equation)
        raise CellError(
            what,
            cell=signature.name,
            file=signature.file,
            line=line,
            equation=equation,
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
            say("ir.build.returns_nothing"),
            cell=signature.name,
            file=signature.file,
            remedy=say("ir.build.return_states", states=signature.states),
        )
    if len(values) != len(states):
        raise CellError(
            say("ir.build.returns_other_number", values=len(values), states=signature.states),
            cell=signature.name,
            file=signature.file,
            remedy=say("ir.build.return_each_state"),
        )
    results = [recorder.lift(v) for v in values]
    for name, result, state in zip(signature.states, results, states, strict=True):
        size = recorder.nodes[result.index].size
        if size is None:
            raise CellError(
                say("ir.build.state_is_one_number", state=name),
                cell=signature.name,
                file=signature.file,
                line=recorder.nodes[result.index].line or None,
                remedy=say("ir.build.make_it_of_products"),
            )
        if of_each(recorder, result.index):
            raise CellError(
                say("ir.build.state_is_of_each_child", state=name),
                cell=signature.name,
                file=signature.file,
                line=recorder.nodes[result.index].line or None,
                remedy=say("ir.build.sum_over_children"),
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
        self.classes = Classes(recorder, signature)
        self.params = self._params()
        projections = [f"weight_projection_{name}" for name in self.classes.projects()]
        self.groups = Stored(recorder, signature, self.results, self.params, projections).groups()

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
            sizes=self.classes.classes(),
            projects=self.classes.projects(),
            start=dict(signature.start),
            init={k: v for k, v in signature.init.items() if k in group_of},
            file=signature.file,
            children=child_names(signature.children) if signature.children else (),
            at_leaves=signature.at_leaves,
        )

    # parameters

    def _params(self) -> list[Param]:
        live = {self.recorder.nodes[i].param for i in self._live()}
        return [
            Param(
                name,
                raw.role,
                self.classes.name(raw.rows, name, raw.line),
                self.classes.name(raw.columns, name, raw.line) if raw.role == "matrix" else "",
                "",
                raw.blocks,
            )
            for name, raw in self.recorder.params.items()
            if name in live
        ]

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
                size=self.classes.name(raw.size, raw.param or raw.op, raw.line),
                value=raw.value,
                param="" if raw.op in ("input", "state", "child") else raw.param,
                name=raw.param if raw.op in ("input", "state", "child") else names.get(old, ""),
                line=raw.line,
                transposed=raw.transposed,
                blocks=raw.blocks,
                first=raw.first,
                last=raw.last,
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
        suffixes, stack = set(), list(nodes[index].args)
        while stack:
            node = nodes[stack.pop()]
            if node.param and "." in node.param:
                suffixes.add(node.param.split(".", 1)[1])
            if node.op in ("add", "sub", "mul"):
                stack.extend(node.args)
        return suffixes

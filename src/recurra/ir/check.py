"""What a trace is held to once the function has run: the arguments it used, and what its
decorator says of sizes and starting values."""

from collections.abc import Collection
from typing import NoReturn

from recurra.errors import CellError, SettingError
from recurra.ir.classes import Classes
from recurra.ir.expressions import names
from recurra.ir.names import used_names, written_members
from recurra.ir.nodes import Graph
from recurra.ir.signature import Signature
from recurra.ir.trace import Recorder
from recurra.words import Text, say


def _fail(signature: Signature, what: Text, remedy: Text, line: int = 0) -> NoReturn:
    raise CellError(
        what, cell=signature.name, file=signature.file, line=line or None, remedy=remedy
    )


def check_used(recorder: Recorder, signature: Signature) -> None:
    """Raise CellError for an argument that stands in no equation."""
    traced = {name.split(".")[0] for name in recorder.params}
    named = used_names(signature.function)
    unused = [p for p in signature.params if p not in traced and p not in (named or (p,))]
    if unused:
        _fail(
            signature,
            say("ir.check.in_no_equation", argument=unused[0]),
            say("ir.check.take_argument_out"),
        )


def check_reached(recorder: Recorder, signature: Signature, live: Collection[str]) -> None:
    """Raise CellError for a parameter whose value reaches no new state; live: those that do."""
    lost = next((name for name in recorder.params if name not in live), None)
    if lost is not None:
        _fail(
            signature,
            say("ir.check.changes_nothing", parameter=lost),
            say("ir.check.use_in_returned"),
            recorder.params[lost].line,
        )


def check_starts(recorder: Recorder, signature: Signature) -> None:
    """Raise CellError where `init` names no parameter, or something that is no expression.

    A parameter that only other options of the cell use is one that the function's text has.
    """
    written = written_members(signature.function)
    for name, expression in signature.init.items():
        owner = name.split(".")[0]
        if owner not in signature.params:
            _fail(
                signature,
                say("ir.check.init_of_no_parameter", name=name),
                say("ir.check.it_has", names=signature.params),
            )
        members = sorted(p for p in recorder.params if p.split(".")[0] == owner)
        if members and name not in members and written is not None and name not in written:
            _fail(
                signature,
                say("ir.check.init_of_other_members", name=name, known=members),
                say("ir.check.name_these"),
            )
        fault = _fault(expression)
        if fault is not None:
            what = say("ir.check.init_is_no_arithmetic", name=name, fault=fault)
            _fail(signature, what, say("ir.check.write_arithmetic"))


def check_sizes(recorder: Recorder, signature: Signature, classes: Classes) -> None:
    """Raise CellError where `sizes` names nothing of the cell, or the equations leave no choice."""
    for name, expression in signature.sizes.items():
        fault = _fault(expression)
        if fault is not None:
            what = say("ir.check.size_is_no_arithmetic", name=name, fault=fault)
            _fail(signature, what, say("ir.check.write_arithmetic"))
        if name in signature.inputs:
            _fail(
                signature,
                say("ir.check.sizes_of_input", name=name),
                say("ir.check.take_size_out", name=name),
            )
        variable = _size_variable(recorder, signature, name)
        if variable is None:
            continue
        root = recorder.sizes.find(variable)
        states = [s for s, own in classes.states.items() if own == root]
        called = (states or [classes.declared[root]])[0]
        if called == name:
            continue
        other = _size_variable(recorder, signature, called)
        assert other is not None
        _fail(
            signature,
            say("ir.check.sizes_differ", name=name, size=expression, other=called),
            say("ir.check.bring_to_length", name=name),
            recorder.sizes.line_of(variable, other),
        )


def tensor_names(graph: Graph) -> list[str]:
    """The names of all tensors that a layer holds for a graph: of its parameters, of projected
    inputs and of learned starting states."""
    return [
        *(g.name for g in graph.groups),
        *(f"weight_projection_{name}" for name in graph.projects),
        *(f"start_{name}" for name, start in graph.start.items() if start == "learned"),
    ]


def check_names(graph: Graph) -> None:
    """Raise CellError where two tensors, parameters, values or sizes of a graph share a name.

    What `Stored` and `Classes` name is different by construction; this walks over the result.
    """
    held = [p for g in graph.groups for p in g.params]
    leaves = [n.name for n in (*graph.inputs, *graph.states)]
    listed = {
        "tensors": tensor_names(graph),
        "parameters": held,
        "leaves": leaves,
        "sizes": [s.name for s in graph.sizes],
    }
    for kind, called in listed.items():
        twice = next((n for n in called if called.count(n) > 1), None)
        if twice is not None:
            raise CellError(
                say("ir.check.same_name", kind=kind, name=twice),
                cell=graph.cell,
                file=graph.file or None,
                remedy=say("ir.check.give_another_name"),
            )
    wrong = [p.name for p in graph.params if p.name not in graph.group[p.group].params]
    assert not wrong and sorted(held) == sorted(graph.param), (wrong, held)


def _size_variable(recorder: Recorder, signature: Signature, name: str) -> int | None:
    """The size of a state, an input or of a parameter's rows; None for a parameter that only
    other options use."""
    leaves = [*signature.inputs, *signature.states]
    if name in leaves:
        return recorder.nodes[leaves.index(name)].size
    alike = {n.replace(".", "_"): p for n, p in recorder.params.items()}
    parameter = recorder.params.get(name) or alike.get(name.replace(".", "_"))
    if parameter is not None:
        return parameter.rows
    if name.split(".")[0] in signature.params:
        return None
    _fail(
        signature,
        say("ir.check.sizes_of_nothing", name=name),
        say("ir.check.it_has", names=(*signature.states, *recorder.params)),
    )


def _fault(expression: str) -> Text | None:
    """What is wrong with an expression; None: nothing."""
    try:
        names(expression)
    except SettingError as error:
        return error.what
    return None

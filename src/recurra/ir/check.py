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


def _fail(signature: Signature, what: str, remedy: str, line: int = 0) -> NoReturn:
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
            f"the argument {unused[0]!r} stands in no equation",
            "Take it out, or list states in the decorator so that they are not parameters.",
        )


def check_reached(recorder: Recorder, signature: Signature, live: Collection[str]) -> None:
    """Raise CellError for a parameter whose value reaches no new state; live: those that do."""
    lost = next((name for name in recorder.params if name not in live), None)
    if lost is not None:
        _fail(
            signature,
            f"{lost!r} changes nothing: what is computed from it here reaches no new state",
            "Use it in a value that is returned, or take it out.",
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
            known = ", ".join(signature.params)
            _fail(signature, f"init names {name!r}, which is no parameter", f"It has {known}.")
        members = sorted(p for p in recorder.params if p.split(".")[0] == owner)
        if members and name not in members and written is not None and name not in written:
            known = ", ".join(members)
            _fail(signature, f"init names {name!r}, but its equations have {known}", "Name these.")
        _check_expression(signature, f"init of {name!r}", expression)


def check_sizes(recorder: Recorder, signature: Signature, classes: Classes) -> None:
    """Raise CellError where `sizes` names nothing of the cell, or the equations leave no choice."""
    for name, expression in signature.sizes.items():
        _check_expression(signature, f"size of {name!r}", expression)
        if name in signature.inputs:
            _fail(
                signature,
                f"sizes gives the width of the input {name!r}, which whoever uses the cell gives",
                f"Take it out; the size of a state may be made of it, 'h': '2 * {name}'.",
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
            f"sizes gives {name!r} {expression} units, but this makes it as long as {called!r}",
            f"Bring one to the other's length with a matrix, `V @ {name}`, or leave its size out.",
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
        "stored tensors": tensor_names(graph),
        "parameters": held,
        "inputs or states": leaves,
        "sizes": [s.name for s in graph.sizes],
    }
    for what, called in listed.items():
        twice = next((n for n in called if called.count(n) > 1), None)
        if twice is not None:
            raise CellError(
                f"two {what} are called {twice!r}",
                cell=graph.cell,
                file=graph.file or None,
                remedy="Give one of them another name.",
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
    known = ", ".join([*signature.states, *recorder.params])
    _fail(signature, f"sizes names {name!r}, which the cell does not have", f"It has {known}.")


def _check_expression(signature: Signature, what: str, expression: str) -> None:
    try:
        names(expression)
    except SettingError as error:
        _fail(signature, f"{what}: {error}", 'Write arithmetic, for instance "0.5 * h".')

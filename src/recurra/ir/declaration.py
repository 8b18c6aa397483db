"""What a cell's function and its decorator say, checked before the function runs."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from recurra.errors import CellError
from recurra.ir.activations import ACTIVATIONS
from recurra.ir.children import child_names
from recurra.ir.signature import Signature
from recurra.words import Text, say


def words(names: str | Iterable[str]) -> list[str]:
    """Names from "h c", "h, c" or a list.

    >>> words("h, c"), words(["h"])
    (['h', 'c'], ['h'])
    """
    return names.replace(",", " ").split() if isinstance(names, str) else list(names)


@dataclass(frozen=True)
class Declaration:
    """A function and what its decorator says."""

    function: Callable[..., Any]
    states: list[str]
    output: list[str]
    sizes: dict[str, str]
    start: dict[str, float | str]
    init: dict[str, str]
    children: int | str

    def fail(self, what: Text, remedy: Text = "") -> CellError:
        """The error at the function's first line."""
        code = self.function.__code__
        name, line = self.function.__name__, code.co_firstlineno
        return CellError(what, cell=name, file=code.co_filename, line=line, remedy=remedy)

    @property
    def positional(self) -> list[str]:
        """Names of the function's arguments, its options left out.

        Raises CellError for one that has a default or stands for several.
        """
        parameters = inspect.signature(self.function).parameters.values()
        given = [p for p in parameters if p.kind is not p.KEYWORD_ONLY]
        for p in given:
            if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
                what = say("ir.declaration.argument_for_several", argument=str(p))
                raise self.fail(what, say("ir.declaration.name_each"))
            if p.default is not p.empty:
                raise self.fail(
                    say(
                        "ir.declaration.argument_with_default",
                        argument=p.name,
                        default=repr(p.default),
                    ),
                    say("ir.declaration.put_behind_star", argument=str(p)),
                )
        return [p.name for p in given]

    def check_named(self, argument: str, names: Iterable[str]) -> None:
        """Raise CellError for a name that is no state."""
        wrong = next((n for n in names if n not in self.states), None)
        if wrong is not None:
            what = say("ir.declaration.names_no_state", argument=argument, name=wrong)
            raise self.fail(what, say("ir.declaration.its_states", states=self.states))

    def options(self) -> dict[str, Any]:
        """The function's options with their defaults."""
        parameters = inspect.signature(self.function).parameters.values()
        options = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        missing = [o for o, default in options.items() if default is inspect.Parameter.empty]
        if missing:
            raise self.fail(say("ir.declaration.option_without_default", option=missing[0]))
        return {k: v.__name__ if k in self.functions else v for k, v in options.items()}

    @property
    def functions(self) -> tuple[str, ...]:
        """The options whose default is a function of the language."""
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(p.name for p in parameters if p.default in ACTIVATIONS.values())

    def signature(self, inputs: list[str], params: list[str], **more: Any) -> Signature:
        """The signature, with inputs and parameters separated."""
        return _Hashed(
            self.function.__name__,
            self.function,
            self.function.__code__.co_filename,
            tuple(inputs),
            tuple(self.states),
            tuple(params),
            tuple(self.output or self.states[:1]),
            self.sizes,
            self.start,
            self.init,
            functions=self.functions,
            **more,
        )


def of_chain(given: Declaration) -> tuple[Signature, dict[str, Any]]:
    """The cell of a chain."""
    states, positional, fail = given.states, given.positional, given.fail
    if not states:
        raise fail(say("ir.declaration.no_state"), say("ir.declaration.name_states"))
    for state in states:
        if state not in positional:
            raise fail(
                say("ir.declaration.state_is_no_argument", state=state, arguments=positional),
                say("ir.declaration.call_a_state_the_same"),
            )
    given.check_named("output", given.output)
    given.check_named("start", given.start)
    for state, value in given.start.items():
        if value != "learned" and not isinstance(value, int | float):
            raise fail(
                say("ir.declaration.start_is_no_number", value=repr(value), state=state),
                say("ir.declaration.give_a_start"),
            )
    first = min(positional.index(s) for s in states)
    if positional[first : first + len(states)] != states:
        raise fail(
            say("ir.declaration.states_not_side_by_side", arguments=positional, states=states),
            say("ir.declaration.write_in_order"),
        )
    if first == 0:
        raise fail(say("ir.declaration.no_input"), say("ir.declaration.first_argument_is_input"))
    params = positional[first + len(states) :]
    return given.signature(positional[:first], params), given.options()


def of_tree(given: Declaration) -> tuple[Signature, dict[str, Any]]:
    """The cell of a tree."""
    states, positional, fail = given.states, given.positional, given.fail
    count = -1 if given.children == "any" else given.children
    if isinstance(count, bool) or not isinstance(count, int) or count == 0 or count < -1:
        raise fail(
            say("ir.declaration.children", given=repr(given.children)),
            say("ir.declaration.give_number_of_children"),
        )
    if not states:
        raise fail(say("ir.declaration.no_state"), say("ir.declaration.name_states_of_tree"))
    wanted = list(child_names(count)) if count in (1, 2) else ["children"]
    first = positional.index(wanted[0]) if wanted[0] in positional else -1
    if first < 0 or positional[first : first + len(wanted)] != wanted:
        raise fail(
            say(
                "ir.declaration.children_not_among_arguments", arguments=positional, children=wanted
            ),
            say("ir.declaration.write_children", children=wanted),
        )
    if first > 1:
        raise fail(say("ir.declaration.several_inputs"), say("ir.declaration.one_input_in_trees"))
    if given.start:
        raise fail(say("ir.declaration.starts_states"), say("ir.declaration.absent_child_is_zero"))
    given.check_named("output", given.output)
    clash = next((s for s in states if s in ("x", "rep", *positional)), None)
    if clash is not None:
        raise fail(say("ir.declaration.state_like_argument", state=clash))
    params = positional[first + len(wanted) :]
    inputs = positional[:first] or ["x"]
    more = {"children": count, "at_leaves": first == 0}
    return given.signature(inputs, params, **more), given.options()


class _Hashed(Signature):
    """A signature compared by its function and name, so that traces can be kept."""

    def __hash__(self) -> int:
        return hash((self.function, self.name))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Hashed)
            and other.function is self.function
            and other.name == self.name
        )

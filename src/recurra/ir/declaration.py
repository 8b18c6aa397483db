"""What a cell's function and its decorator say, checked before the function runs."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from recurra.errors import CellError
from recurra.ir.activations import ACTIVATIONS
from recurra.ir.children import child_names
from recurra.ir.signature import Signature


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

    def fail(self, what: str, remedy: str = "") -> CellError:
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
                raise self.fail(f"the argument {str(p)!r} stands for several", "Name each of them.")
            if p.default is not p.empty:
                raise self.fail(
                    f"the argument {p.name!r} has a default, {p.default!r}, which a state or a "
                    "parameter cannot have",
                    f"If it is an option, put it behind a star: (..., *, {p}).",
                )
        return [p.name for p in given]

    def check_named(self, argument: str, names: Iterable[str]) -> None:
        """Raise CellError for a name that is no state."""
        wrong = next((n for n in names if n not in self.states), None)
        if wrong is not None:
            has = ", ".join(self.states)
            raise self.fail(f"{argument} names {wrong!r}, which is no state", f"Its states: {has}.")

    def options(self) -> dict[str, Any]:
        """The function's options with their defaults."""
        parameters = inspect.signature(self.function).parameters.values()
        options = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        missing = [o for o, default in options.items() if default is inspect.Parameter.empty]
        if missing:
            raise self.fail(f"the option {missing[0]!r} has no default")
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
        raise fail("has no state", 'Name its states: @cell(states="h").')
    for state in states:
        if state not in positional:
            raise fail(
                f"the state {state!r} is no argument of the function, which takes "
                f"{', '.join(positional)}",
                'Call a state the same in both: @cell(states="h c") and (x, h, c, W, ...).',
            )
    given.check_named("output", given.output)
    given.check_named("start", given.start)
    for state, value in given.start.items():
        if value != "learned" and not isinstance(value, int | float):
            raise fail(
                f"the start {value!r} of {state!r} is no number", 'Give a number or "learned".'
            )
    first = min(positional.index(s) for s in states)
    if positional[first : first + len(states)] != states:
        raise fail(
            f"its arguments {', '.join(positional)} do not hold the states {', '.join(states)} "
            "side by side",
            "Write inputs, then the states in the decorator's order, then parameters.",
        )
    if first == 0:
        raise fail("has no input", "Its first argument is the input of the step: (x, h, W, ...).")
    params = positional[first + len(states) :]
    return given.signature(positional[:first], params), given.options()


def of_tree(given: Declaration) -> tuple[Signature, dict[str, Any]]:
    """The cell of a tree."""
    states, positional, fail = given.states, given.positional, given.fail
    count = -1 if given.children == "any" else given.children
    if isinstance(count, bool) or not isinstance(count, int) or count == 0 or count < -1:
        raise fail(f"children={given.children!r}", 'Give a number from 1 on, or "any".')
    if not states:
        raise fail("has no state", 'Name its states: @cell(states="h", children=2).')
    wanted = list(child_names(count)) if count in (1, 2) else ["children"]
    first = positional.index(wanted[0]) if wanted[0] in positional else -1
    if first < 0 or positional[first : first + len(wanted)] != wanted:
        raise fail(
            f"its arguments {', '.join(positional)} do not hold its children, {', '.join(wanted)}",
            f"Write (x, {', '.join(wanted)}, W, ...), without x where leaves alone have inputs.",
        )
    if first > 1:
        raise fail("has several inputs", "A cell for trees has one input, x, or none.")
    if given.start:
        raise fail("starts its states", "In a tree a child that is absent counts as zero.")
    given.check_named("output", given.output)
    clash = next((s for s in states if s in ("x", "rep", *positional)), None)
    if clash is not None:
        raise fail(f"a state called {clash!r} cannot be told from an argument or a leaf's input")
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

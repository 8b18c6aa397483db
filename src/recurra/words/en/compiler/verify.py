"""What the checker of programs finds wrong, before any kernel is compiled."""

from typing import Literal

from recurra.words import Words
from recurra.words.en.phrases import counted

KINDS = {
    "tensors": "stored tensors",
    "parameters": "parameters",
    "leaves": "inputs and states",
    "buffers": "buffers",
}
USES = {"read": "read", "stored": "stored", "needed": "needed by the backward pass"}


def wrong_at_step(
    cell: str,
    backward: bool,
    step: int,
    buffer: str | None,
    column: int,
    before: bool,
    what: Words | str,
) -> str:
    place = "" if buffer is None else f", buffer {buffer!r}, column {column}"
    earlier = ", the step before" if before else ""
    direction = "backward" if backward else "forward"
    return f"cell {cell!r}: the {direction} program is wrong at step {step}{place}{earlier}: {what}"


def wrong_in_row(
    cell: str, backward: bool, row: int, buffer: str | None, column: int, what: Words | str
) -> str:
    place = "" if buffer is None else f", buffer {buffer!r}, column {column}"
    direction = "backward" if backward else "forward"
    return f"cell {cell!r}: the {direction} program over trees is wrong in row {row}{place}: {what}"


def read_before_written() -> str:
    return "this is read before anything was written there"


def is_not_it(value: str, op: str, use: str, state: str, difference: Words | str) -> str:
    """`use`: of `USES`, or "wanted" as the new value of `state`."""
    named = repr(value) if value else f"a value ({op})"
    used = f"wanted as the new state {state!r}" if use == "wanted" else USES.get(use, use)
    return f"{named} is {used} here, but this is not it ({difference})"


def same_name(cell: str, kind: str, name: str) -> str:
    return f"cell {cell!r}: two {KINDS.get(kind, kind)} are called {name!r}"


def stored_nowhere(cell: str, parameter: str) -> str:
    return f"cell {cell!r}: the parameter {parameter!r} is stored nowhere"


def joining_changed(name: str, difference: Words | str) -> str:
    return f"joining sums has changed {name!r} ({difference})"


def state_not_written(state: str) -> str:
    return f"the new state {state!r} is not written"


def state_wrong(state: str, difference: Words | str) -> str:
    return f"the new state {state!r} is wrong ({difference})"


def matrix_gradient(name: str, difference: Words | str) -> str:
    return f"the gradient of {name!r}: {difference}"


def parameter_gradient(name: str, difference: Words | str) -> str:
    return f"the gradient of the parameter {name!r}: {difference}"


def gradient_not_written(kind: Literal["input", "starting"], name: str) -> str:
    return f"{_gradient(kind, name)} is not written"


def gradient_wrong(kind: Literal["input", "starting"], name: str, difference: Words | str) -> str:
    return f"{_gradient(kind, name)} is wrong ({difference})"


def pairs(missing: int, more: int, left: str, right: str) -> str:
    products = counted(more, "product")
    return f"missing {missing}, too much {products}, for instance of {left} with {right}"


def terms(missing: tuple[tuple[int, str], ...], more: tuple[tuple[int, str], ...]) -> str:
    """Of two sums: how often which term is missing, and is there without need."""
    parts = [
        f"{what}: {_listed(those)}"
        for what, those in (("missing", missing), ("too much", more))
        if those
    ]
    return "; ".join(parts) or "nothing"


def _gradient(kind: str, name: str) -> str:
    named = {"input": "the input", "starting": "the starting"}[kind]
    return f"the gradient of {named}" + (f" {name!r}" if name else "")


def _listed(terms: tuple[tuple[int, str], ...]) -> str:
    return ", ".join(f"{n} times {term}" if n > 1 else term for n, term in terms)

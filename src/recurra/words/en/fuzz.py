"""Checks of a cell on all backends, and random cells: `recurra cells check` and `fuzz`."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.en.phrases import counted
from recurra.words.numbers import count

# parts of a check's name, as it is known by name in the code
CHECKS = {
    "alone": "alone",
    "different_lengths": "different lengths",
    "expectation_of_zoneout": "expectation of zoneout",
    "finite_differences": "finite differences",
    "gradients": "gradients",
    "limited_gradients": "limited gradients",
    "network": "network",
    "not_a_number": "not a number",
    "one_step": "one step",
    "recurrent_dropout": "recurrent dropout",
    "recurrent_dropout_and_zoneout": "recurrent dropout and zoneout",
    "reference_against_finite_differences": "reference against finite differences",
    "second_derivative": "second derivative",
    "single_nodes": "single nodes",
    "some_gradients": "some gradients",
    "stacked_both_directions": "stacked, both directions",
    "step_by_step": "step by step",
    "total_gradients": "total gradients",
    "untied_recurrent_dropout": "untied recurrent dropout",
    "values": "values",
    "wide": "wide",
    "with_checkpoints": "with checkpoints",
    "zoneout": "zoneout",
    "zoneout_of_each_state": "zoneout of each state",
}


def check(name: str, variant: str) -> str:
    """`name`: parts with a / between them; `variant`: of the equations, "" as they are."""
    said = ", ".join(CHECKS.get(part, part) for part in name.split("/"))
    return f"{said}, with {CHECKS.get(variant, variant)}" if variant else said


def all_with(variant: str) -> str:
    return f"all of these, with {CHECKS.get(variant, variant)}"


def check_head() -> str:
    return "check"


def wrong() -> str:
    return "WRONG"


def holds(worst: float) -> str:
    return f"holds ({worst:.0e})" if worst else "holds"


def not_run(column: str, reason: Words | str) -> str:
    return f"not run on {column}: {reason}"


def does_not_hold(check: Words | str, column: str, message: Words | str) -> str:
    return f"{check}, on {column}: {message}."


def some_do_not_hold(wrong: int, checks: int, cell: str) -> str:
    return f"{wrong} of {counted(checks, 'check')} of {cell} do not hold"


def all_hold(checks: int, cell: str) -> str:
    return f"all {counted(checks, 'check')} of {cell} hold"


def ended_in(kind: str, error: Words | str, place: Words | str) -> str:
    return f"{kind}: {error} ({place})"


def line_of_file(file: str, line: int) -> str:
    return f"{file}, line {line}"


def no_parameter() -> str:
    return "has no parameter"


def random_cells() -> str:
    return "random cells"


def cell_is_wrong(
    number: int,
    backend: str,
    checks: tuple[Words, ...],
    smallest: Words | str,
    file: str,
    message: Words | str,
) -> str:
    """`smallest`: the check that the cell which is shown does not hold."""
    return (
        f"cell {number} on {backend} is wrong in: {', '.join(map(str, checks))}\n"
        f"the smallest that is wrong in {smallest} ({file}): {message}"
    )


def about_file(backend: str, check: Words | str, message: Words | str) -> str:
    return f"{backend}, {check}: {message}"


def made_smaller_from() -> str:
    return "it was made smaller from"


def summary(
    cells: int,
    by_backend: Mapping[str, int],
    checks: int,
    wrong: int,
    held: float,
    worst: float,
    refused: int,
    seconds: float,
) -> str:
    """`held`: the largest difference where checks hold; `worst`: of all."""
    by = ", ".join(f"{number} on {backend}" for backend, number in by_backend.items())
    beyond = f", where they do not {worst:.1e}" if wrong else ""
    more = "1 more was" if refused == 1 else f"{count(refused)} more were"
    return (
        f"{counted(cells, 'random cell')} ({by}), {counted(checks, 'check')}, "
        f"{counted(wrong, 'cell')} wrong; largest relative difference in float64 where they hold "
        f"{held:.1e}{beyond}; {more} drawn that are not legal or too wild; {seconds:.0f} s"
    )

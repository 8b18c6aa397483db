"""What `recurra cells fuzz` prints."""

from collections.abc import Mapping

from recurra.words import Words


def stage() -> str:
    return "random cells"


def wrong(number: int, backend: str, checks: tuple[str, ...]) -> str:
    return f"cell {number} on {backend} is wrong in: {', '.join(checks)}"


def smallest(check: str, file: str, what: Words | str) -> str:
    return f"the smallest that is wrong in {check} ({file}): {what}"


def made_from() -> str:
    return "it was made smaller from"


def summary(
    cells: int,
    of: Mapping[str, int],
    checks: int,
    wrong: int,
    held: str,
    worst: str | None,
    refused: int,
    seconds: int,
) -> str:
    text = (
        f"{cells} random cells ({', '.join(f'{n} on {b}' for b, n in of.items())}), "
        f"{checks} checks, {wrong} cells wrong; largest relative difference "
        f"in float64 where they hold {held}"
    )
    text += f", where they do not {worst}" if worst is not None else ""
    return f"{text}; {refused} more were drawn that are not legal or too wild; {seconds} s"

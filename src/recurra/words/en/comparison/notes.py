"""What is to be known of single competitors, and of a plan that is repeated."""

from collections.abc import Mapping

from recurra.words import Words


def parameters(more: int, target: int) -> str:
    return (
        f"{more:+d} {'parameter' if abs(more) == 1 else 'parameters'} against the LSTM's {target}."
    )


def inputs(given: Mapping[str, tuple[str, ...] | int], left: tuple[str, ...]) -> str:
    """`given`: of each input its columns, or how many numbers where columns have no names."""
    parts = [
        f"{name}: {f'{own} numbers' if isinstance(own, int) else ', '.join(own)}"
        for name, own in given.items()
    ]
    more = f" It does not get {', '.join(left)}." if left else ""
    return f"Its inputs get {'; '.join(parts)}.{more}"


def no_forget_bias() -> str:
    return "Its equations have no forget bias, so the common starting openness is not set."


def openness(kept: Mapping[str, float], common: float) -> str:
    shares = ", ".join(f"{share:.2f} of {name}" for name, share in kept.items())
    return (
        f"At the start it keeps {shares} at a step; where the forget bias alone decides it is "
        f"{common:.2f}."
    )


def reference_runs() -> str:
    return (
        "Its compiled kernels do not compute what its equations say, so the reference backend "
        "runs it: slower, with the right numbers."
    )


def validation_part(data: str, number: int) -> str:
    return f"the validation part of {data} ({number:,} in all)"


def other_versions(versions: Mapping[str, tuple[str, str | None]]) -> str:
    """`versions`: of each package that of the plan and that of now."""
    other = ", ".join(
        f"{name} {then} (now {now or 'missing'})" for name, (then, now) in versions.items()
    )
    return f"The plan was made with {other}: the numbers can differ from those of then."


def not_run(why: Words | str) -> str:
    return f"Not run: {why}"


def all_failed(why: Words | str) -> str:
    return f"Every training failed: {why}"


def all_diverged() -> str:
    return "Every training diverged."


def ended_early(number: int, total: int, why: Words | str) -> str:
    return (
        f"{number} of {total} final trainings ended early ({why}); the best weights before that "
        "were scored."
    )


def units_given(units: int) -> str:
    return f"Its units ({units}) are given, so its parameters are not matched."


def no_units() -> str:
    return "Its size does not follow from a number of units, so its parameters are not matched."

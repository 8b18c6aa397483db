"""Simple competitors: their names and what is said of their fits."""

from typing import Literal

from recurra.words.en.phrases import be, counted
from recurra.words.gathered import gathered

NAMES = {
    "ETS": "ETS",
    "bag of words": "bag of words",
    "drift": "drift",
    "gradient boosting": "gradient boosting",
    "gradient boosting on lags": "gradient boosting on lags",
    "last value": "last value",
    "logistic regression": "logistic regression",
    "logistic regression on means": "logistic regression on means",
    "majority": "majority",
    "mean": "mean",
    "minirocket": "minirocket",
    "ridge on lags": "ridge on lags",
    "ridge on means": "ridge on means",
    "seasonal naive": "seasonal naive",
    "zero": "zero",
}
FORMS = {"level": "level", "damped": "damped trend", "season": "season"}
THINNED = {"examples": "training examples", "windows": "training windows"}


def name(name: str) -> str:
    return gathered(__package__, "NAMES").get(name, name)


def notes(notes: tuple[str, ...]) -> str:
    return " ".join(map(str, notes))


def penalty_c(value: float) -> str:
    return f"C = {value:g} was best on the validation part."


def penalty(value: float) -> str:
    return f"The penalty {value:g} was best on the validation part."


def rounds(best: int, most: int) -> str:
    return f"{best} of at most {most} rounds were best."


def all_steps(pairs: int, of: int, rounds: tuple[int, ...], most: int) -> str:
    return (
        f"One model for all steps ahead, fitted on {pairs:,} of {of:,} pairs of window "
        f"and step; {' and '.join(map(str, rounds))} of at most {most} rounds were best on the "
        "validation part."
    )


def lags(rows: int) -> str:
    return f"It sees {rows} past rows of the targets and the last row of the other columns."


def pooled(steps: int) -> str:
    return f"Its inputs are means over {steps} neighbouring steps."


def thinned(used: int, of: int, what: Literal["examples", "windows"]) -> str:
    return f"It was fitted on {used:,} of {of:,} {THINNED[what]}, drawn at random."


def forms(forms: tuple[str, ...]) -> str:
    shown = (" + ".join(FORMS.get(part, part) for part in one.split("+")) for one in forms)
    return f"Form with the smallest AIC: {', '.join(shown)}."


def last_values(count: int, of: int, least: int) -> str:
    return (
        f"{count} of {of} series {be(count)} too short (under {least} training rows), "
        "constant or without a finite likelihood: their last value is the forecast."
    )


def tail(rows: int) -> str:
    return f"Fitted to the last {counted(rows, 'row')} of the training part."


def long_season(rows: int, most: int, cycles: int) -> str:
    return (
        f"The season of {counted(rows, 'row')} was tried only where it is at most {most} "
        f"and {cycles} of it fit into the training rows."
    )


def too_few_rows(rows: int, season: int) -> str:
    more = f" with a season of {counted(season, 'row')}" if season > 1 else ""
    return f"{counted(rows, 'row')} {be(rows)} too few for exponential smoothing{more}"


def no_sktime() -> str:
    return "sktime is not installed (pip install sktime)"


def no_season() -> str:
    return "the training part shows no season"

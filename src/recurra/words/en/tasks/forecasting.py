"""Several steps ahead."""

from recurra.words.en.phrases import counted


def capped(used: int, of: int) -> str:
    return f"Validation scores use {used} of {counted(of, 'window')}, evenly spaced."


def no_scale(target: str, rows: int) -> str:
    return (
        f"{target!r} never changes over {counted(rows, 'row')} of the training part, so MASE "
        "has no scale"
    )


def other_score() -> str:
    return "Choose another score (--score, scoring= in Python), for instance mae."


def mase(rows: int, series: int) -> str:
    naive = f"the value {counted(rows, 'row')} ago" if rows > 1 else "the last value"
    together = (
        f", taken over all {counted(series, 'series', 'series')} together" if series > 1 else ""
    )
    return (
        f"MASE divides by the training part's mean absolute error of {naive} as forecast{together}."
    )


def zeros(target: str, count: int) -> str:
    values = "1 value" if count == 1 else f"{count} values"
    verb = "is" if count == 1 else "are"
    return f"{values} of {target!r} {verb} zero, where MAPE has no value"

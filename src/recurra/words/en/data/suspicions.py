"""What looks other than it is in data."""

from recurra.words.en.phrases import counted


def sentinel(name: str, value: float, count: int) -> str:
    return (
        f"{name!r}: {value:.10g} occurs {counted(count, 'time')}, far from all other values; if it "
        "stands for a missing one, leave such cells empty."
    )


def group(name: str, count: int) -> str:
    return (
        f"{name!r} is taken for a number but seems to name one of {count:,} series: --group tells."
    )


def series(name: str, count: int) -> str:
    return (
        f"{name!r} seems to name {count:,} series, one after the other: --group keeps them apart."
    )


def identifier(name: str) -> str:
    return f"{name!r} is taken for a number but by its name identifies something."


def falls(name: str, target: bool) -> str:
    what = f"{name!r} falls by one a row, as the time that is left does"
    if not target:
        return f"{what}: an input that may tell the answer."
    return (
        f"{what}: from its own past any model knows it, which shows nothing. From the other "
        f"columns it is asked for with --target {name} --task regression --group COL."
    )


def counter(name: str) -> str:
    return f"{name!r} rises by one a row: it counts rows and measures nothing."


def shifted(name: str, target: str, rows: int, ahead: bool) -> str:
    if ahead:
        return (
            f"{name!r} holds {target!r} of {counted(rows, 'row')} later: an input that knows the "
            "answer."
        )
    return f"{name!r} holds {target!r} of {counted(rows, 'row')} before: nothing new."

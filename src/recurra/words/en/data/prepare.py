"""What `--prepare` does to columns, and what is wrong with how it is written."""

from recurra.words.en.phrases import counted, either, listed, several

STEPS = {
    "resample": "rows joined",
    "last": "gaps get the value before",
    "linear": "gaps lie on a line",
    "mask": "a channel marks gaps",
    "average": "moving average",
    "lowpass": "causal low-pass filter",
    "diff": "differences",
    "logreturn": "log returns",
    "standard": "mean 0, deviation 1",
    "minmax": "from 0 to 1",
    "robust": "median and quartiles",
    "none": "not scaled",
}


def wrong(position: int, columns: tuple[str, ...], step: str, what: str) -> str:
    of = f", {'column' if len(columns) == 1 else 'columns'} {several(columns)}" if columns else ""
    return f"--prepare, character {position}{of}{f', step {step!r}' if step else ''}: {what}"


def unknown(near: tuple[str, ...], known: tuple[str, ...]) -> str:
    maybe = f"; did you mean {either(near)}?" if near else "."
    return f"no such step{maybe} Steps: {listed(known)}"


def no_column(near: tuple[str, ...], columns: tuple[str, ...]) -> str:
    maybe = f"; did you mean {either(near)}?" if near else "."
    more = f" and {len(columns) - 12} more" if len(columns) > 12 else ""
    return f"no such column{maybe} Columns of numbers: {', '.join(columns[:12])}{more}"


def not_numbers() -> str:
    return "not a column of numbers that is used, so no step can be done to it"


def named_twice() -> str:
    return "named twice"


def second_colon() -> str:
    return 'a second colon; clauses stand between semicolons: "a:robust; b:diff"'


def no_steps() -> str:
    return 'no steps after the colon; an example: "temp:robust,lowpass(0.1); *:standard"'


def no_name() -> str:
    return "a column without a name"


def no_step() -> str:
    return "not a step; one is a name, with numbers in parentheses where it takes any"


def no_parenthesis(opened: bool) -> str:
    return (
        "a parenthesis is not closed" if opened else "a parenthesis is closed that was not opened"
    )


def no_quote() -> str:
    return "a quotation mark is not closed"


def arguments(name: str, arguments: tuple[str, ...], needed: int) -> str:
    if not arguments:
        return f"{name} takes nothing in parentheses"
    more = f"; {', '.join(arguments[needed:])} can be left out" if needed < len(arguments) else ""
    return f"it is written {name}({', '.join(arguments)}){more}"


def no_number(argument: str, value: str, whole: bool) -> str:
    return f"{argument} is no {'whole ' * whole}number: {value!r}"


def at_least(argument: str, least: int) -> str:
    return f"{argument} must be at least {least}"


def cutoff(value: float) -> str:
    return f"a cutoff lies above 0 and below 0.5 cycles a step, not at {value:g}"


def order_of_filter(value: int, most: int) -> str:
    return f"an order lies from 1 to {most}, not at {value}"


def no_way(name: str, known: tuple[str, ...]) -> str:
    return f"rows are joined by {listed(known, 'or')}, not by {name!r}"


def no_span(span: str, units: tuple[str, ...]) -> str:
    return f"{span!r} is neither a number of rows nor a span such as 15min (units: {listed(units)})"


def two_of_a_kind(first: str) -> str:
    return f"{first} does the same already; a column has one of these"


def two_spans(column: str, span: str, other: str, second: str) -> str:
    return (
        f"--prepare resamples {column!r} to {span} and {other!r} to {second}; the rows are those "
        "of all columns, so one span serves all"
    )


def needs_span(step: str, every: str) -> str:
    return (
        f"--prepare: the rows have a time ({step}), so that resample takes a span such as 1h or "
        f"2d, not {every} rows"
    )


def needs_rows(every: str) -> str:
    return (
        f"--prepare: the steps have no time, so that resample takes a number of them, not {every}"
    )


def no_multiple(every: str, step: str) -> str:
    return f"--prepare: resample({every}) does not join whole steps of {step}"


def uneven_steps() -> str:
    return "--prepare: the steps of these sequences are uneven, so they cannot be resampled"


def looks_ahead(column: str, step: str) -> str:
    return (
        f"--prepare: {step} needs the value after a gap of {column!r}, which a forecast made in "
        "the gap does not have; take last or mask, or name the column with --known if it is known "
        "ahead"
    )


def no_change(step: str, value: float) -> str:
    return f"{value:g} has no logarithm, which {step} (--prepare) needs"


def resampled(rows: int, left: int, step: str, out: int) -> str:
    rest = f"; {counted(out, 'row')} at the ends did not fill one" if out else ""
    return f"{counted(rows, 'row')} became {left:,} of {step} each (--prepare){rest}."


def done(columns: tuple[str, ...], steps: tuple[str, ...]) -> str:
    more = f" and {len(columns) - 8} more" if len(columns) > 8 else ""
    each = listed(f"{step} ({STEPS.get(step.partition('(')[0], step)})" for step in steps)
    return (
        "Prepared (--prepare), fitted on the training part alone: "
        f"{several(columns[:8])}{more} by {each}."
    )


def target_smoothed(names: tuple[str, ...]) -> str:
    return f"What is forecast and scored is the filtered {several(names)}, not the values as read."


def target_undone(names: tuple[str, ...]) -> str:
    return f"Forecasts of {several(names)} are put back into its own units, and scored there."


def reordered(written: tuple[str, ...], done: tuple[str, ...]) -> str:
    return f"--prepare: {', '.join(written)} is done in the order {', '.join(done)}."

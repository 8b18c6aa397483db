"""The page of `recurra inspect --html`."""

from recurra.words.en.phrases import counted

HEADINGS = {
    "odd": "Worth a look",
    "target": "What would be forecast",
    "columns": "Columns in pictures",
    "table": "Columns in numbers",
    "classes": "Classes",
    "lengths": "Lengths",
    "groups": "Groups",
    "understood": "What was concluded and done",
    "next": "What to type next",
}
AXES = {"time": "over time", "rows": "in the order of the rows", "steps": "over the steps"}
TILES = {
    "rows": "rows",
    "examples": "examples",
    "columns": "columns",
    "step": "step",
    "span": "from, to",
    "missing": "values missing",
    "gaps": "rows missing in between",
    "groups": "series",
    "classes": "classes",
    "lengths": "steps of an example",
}


def _steps(number: int) -> str:
    return counted(number, "step")


def page_title(name: str) -> str:
    return f"{name}: what is in the data, recurra"


def over() -> str:
    return "Input profile"


def heading(name: str) -> str:
    return HEADINGS.get(name, name)


def tile(name: str) -> str:
    return TILES.get(name, name)


def span(first: str, last: str) -> str:
    return f"{first} to {last}"


def reading(axis: str) -> str:
    first = f"Upper picture: the values {AXES.get(axis, axis)}."
    if axis == "steps":
        return (
            f"{first} The line is the mean of the examples, the band reaches from the least to the "
            "most; where there are few classes, each has a line. Lower picture: how often values "
            "occur."
        )
    return (
        f"{first} The line is the mean of neighbouring rows, the band reaches from the least to "
        "the most; an orange mark along the lower edge says where values are missing. Lower "
        "picture: how often values occur, or the most frequent words."
    )


def target_reading(axis: str) -> str:
    return (
        f"The values {AXES.get(axis, axis)}: the line is the mean of neighbouring rows, the band "
        "reaches from the least to the most; an orange mark along the lower edge says where values "
        "are missing."
    )


def how_to_read() -> str:
    return "How to read it."


def column(kind: str, role: str) -> str:
    return f"{kind}, {role}" if role else kind


def missing(share: str) -> str:
    return f"{share} missing"


def beyond(below: int, above: int) -> str:
    return (
        f"{counted(below + above, 'value')} far beyond the axis ({below:,} below, {above:,} above)"
    )


def left_out(number: int) -> str:
    return f"{counted(number, 'more column')} not drawn."


def others() -> str:
    return "others"


def no_values() -> str:
    return "No values."


def told(first: str, last: str, low: str, high: str) -> str:
    return f"From {first} at the start to {last} at the end; least {low}, most {high}."


def bars_told(low: str, high: str, first: str, last: str) -> str:
    return f"Values from {low} to {high}; most often between {first} and {last}."


def correlation() -> str:
    return "How alike it is to itself some steps before"


def lag() -> str:
    return "steps before"


def correlated() -> str:
    return "autocorrelation"


def correlation_reading(name: str, taken: int, season: int) -> str:
    found = (
        f" A season of {_steps(season)} was found; it is marked."
        if season
        else " No season was found."
    )
    return (
        f"Autocorrelation of {name!r} in {_steps(taken)} of the training part, a straight line "
        "taken out, from 0 (unrelated) to 1 (the same). Within the dashed lines it may be chance."
        f"{found}"
    )


def season() -> str:
    return "season"


def groups_reading(shown: int, number: int) -> str:
    if shown < number:
        return f"Rows of the {shown:,} longest of {number:,} series."
    return "Rows of each series."


def lengths_reading() -> str:
    return "How many have which length."


def classes_reading(shown: int, number: int) -> str:
    if shown < number:
        return f"Examples of the {shown:,} most frequent of {number:,} classes."
    return "Examples of each class."


def nothing_odd() -> str:
    return "Nothing in the data looks other than it is."


def drawn() -> str:
    return "Drawn by recurra from the data alone. The page needs no network and no script."


def cannot_write(path: str, why: str) -> str:
    return f"cannot write {path}: {why}"

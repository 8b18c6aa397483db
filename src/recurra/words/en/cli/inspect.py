"""What `recurra inspect` prints."""

from collections.abc import Mapping, Sequence

from recurra.words.en.data.read import READERS
from recurra.words.en.phrases import counted, listed, several

FORMS = {
    "csv": "CSV",
    "excel": "Excel",
    "parquet": "Parquet",
    "arrow": "Arrow",
    "json": "JSON records",
}
KINDS = {
    "number": "number",
    "whole": "whole number",
    "text": "text",
    "time": "time",
    "word": "word",
    "empty": "empty",
}
ROLES = {
    "time": "time",
    "group": "group",
    "target": "target",
    "label": "label",
    "split": "split by",
    "known": "known ahead",
    "input": "input",
    "": "",
}
SEPARATORS = {"\t": "tab", " ": "blank"}


def file(
    name: str,
    reader: str,
    form: str,
    encoding: str,
    separator: str,
    number: int,
    columns: int,
) -> str:
    if not form:
        return f"{name}: {READERS.get(reader, reader)}, {counted(number, 'example')}"
    how = FORMS.get(form, form)
    if separator:
        how += f" with {SEPARATORS.get(separator, repr(separator))} between columns"
    how += f", {encoding}" if encoding else ""
    return f"{name}: {how}; {counted(number, 'row')}, {counted(columns, 'column')}"


def time(names: Sequence[str], step: str, gaps: int) -> str:
    what = f"Time: {several(names)}" if names else "Time: no column; rows in the order of the file"
    what += f"; step: {step}" if step else ""
    return what + (f"; {counted(gaps, 'row')} missing between the first and the last" * (gaps > 0))


def groups(name: str, number: int, least: int, most: int, series: bool) -> str:
    if not series:
        return f"Groups: {number:,} of {name!r}"
    rows = f"{least:,} to {counted(most, 'row')} each"
    return f"Groups: {counted(number, 'series', 'series')} by {name!r}, {rows}"


def lengths(least: int, median: int, most: int, trees: bool) -> str:
    one = "node" if trees else "step"
    if least == most:
        return f"Length: {counted(most, one)}"
    return f"Length: {least:,} to {counted(most, one)}, median {median:,}"


def classes(number: int, counts: Mapping[str, int]) -> str:
    shown = ", ".join(f"{name} ({count:,})" for name, count in counts.items())
    return f"Classes: {number:,}: {shown}" + (", ..." if number > len(counts) else "")


def question(
    task: str, targets: Sequence[str], candidates: Sequence[str], others: Sequence[str]
) -> str:
    line = f"Question: {task}"
    if targets:
        line += f" of {several(targets)}"
    if candidates:
        line += f"; of which column, --target says: {several(candidates)}"
    return line + (f"; --task can ask for {listed(others, 'or')} instead" if others else "")


def trouble(why: str) -> str:
    return f"Not yet possible: {why}"


def parts(train: int, validation: int, test: int, lookback: int, horizon: int) -> str:
    what = "Examples"
    if horizon:
        what = (
            f"Windows of {counted(lookback, 'step')}, {counted(horizon, 'step')} ahead (before "
            "those of missing targets are left out)"
        )
    return f"{what}: train {train:,}, validation {validation:,}, test {test:,}"


def understood() -> str:
    return "What was concluded and done:"


def odd() -> str:
    return "Worth a look:"


def next() -> str:
    return "Next:"


def head() -> str:
    return "column|kind|role|missing|range|values"


def kind(name: str) -> str:
    return KINDS.get(name, name)


def role(name: str) -> str:
    return ROLES.get(name, name)


def more(number: int) -> str:
    return f"... and {counted(number, 'column')} more"


def distinct(number: int) -> str:
    return f"{number:,} different"


def range(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def page(path: str) -> str:
    return f"Pictures: {path}"


def is_folder(path: str) -> str:
    return f"{path} is a folder; --html needs the name of a file, such as {path}/profile.html"


def no_folder(path: str) -> str:
    return f"cannot write {path}: its folder does not exist"

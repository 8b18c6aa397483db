"""The words around a finding: its number, what it is held against, its verdict; and its page."""

from recurra.words import Text
from recurra.words.en.phrases import be, counted, listed

VERDICTS = {"healthy": "healthy", "sick": "look here", "open": "no verdict"}


def verdict(name: str) -> str:
    return VERDICTS.get(name, name)


def not_measured() -> str:
    return "not measured"


def number(shown: str, unit: Text) -> str:
    return f"{shown} {unit}"


def endless(unit: Text) -> str:
    return f"no end {unit}"


def nothing_left(unit: Text) -> str:
    return f"nothing is left {unit}"


def between(low: str, high: str) -> str:
    return f"healthy between {low} and {high}"


def at_least(limit: str) -> str:
    return f"healthy at least {limit}"


def at_most(limit: str) -> str:
    return f"healthy at most {limit}"


def bracketed(said: Text) -> str:
    return f"({said})"


def against(number: str, held: str) -> str:
    return f"{number} {held}"


def line(verdict: str, number: str) -> str:
    return f"{verdict}: {number}"


def conditions(said: Text) -> str:
    return f"{said}."


def nothing_stands_out(healthy: int, total: int) -> str:
    return (
        f"Nothing stands out: {healthy} of {counted(total, 'question')} {be(healthy)} answered "
        "healthily."
    )


def look_at(healthy: int, total: int, questions: tuple[Text, ...]) -> str:
    asked = listed(f"“{question}”" for question in questions)
    return (
        f"{healthy} of {counted(total, 'question')} {be(healthy)} answered healthily. Look at "
        f"{asked}"
    )


def what_to_do() -> str:
    return "What to do."


def how_to_read() -> str:
    return "How to read it."


def legend() -> str:
    return "Legend"


def figures(number: int) -> str:
    return "Figure" if number == 1 else "Figures"


def examined(model: str, data: str | None) -> str:
    return f"{model} on {data}" if data else model


def page_title(title: str) -> str:
    return f"Does it remember? {title}, recurra"


def over() -> str:
    return "Diagnosis"


def headline() -> str:
    return "Does it remember?"


def drawn() -> str:
    return "Drawn by recurra from findings.jsonl. The page needs no network and no script."


def cannot_write(folder: str, why: str) -> str:
    return f"cannot write {folder}: {why}"

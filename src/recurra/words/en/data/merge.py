"""Labels of trees taken together."""

from recurra.words.en.phrases import be, counted


def label_of(name: str) -> str:
    return f"label of {name}:"


def nothing_left(wanted: str, name: str) -> str:
    return f"--merge {wanted!r} leaves no tree of {name}"


def merged(wanted: str, dropped: int) -> str:
    return (
        f"Labels are merged: {wanted}; {counted(dropped, 'tree')} with another root label "
        f"{be(dropped)} "
        "left out."
    )


def unreadable(wanted: str) -> str:
    return (
        f"--merge {wanted!r} cannot be read; write for instance "
        "'negative=0,1 positive=3,4', each class once"
    )


def twice(wanted: str) -> str:
    return f"--merge {wanted!r} names a label twice"


def one_class(wanted: str) -> str:
    return f"--merge {wanted!r} names one class; at least two are needed"

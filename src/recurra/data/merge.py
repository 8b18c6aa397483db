"""Labels of trees taken together as classes: five grades as negative and positive."""

from dataclasses import replace

import numpy as np

from recurra.data.trees import NONE, Trees
from recurra.errors import SettingError, unknown
from recurra.words import say


def merge(data: Trees, wanted: str) -> Trees:
    """The trees with new classes, written as "negative=0,1 positive=3,4".

    A node of another label has none any more; a tree whose root has none is left out.

    Raises SettingError where the text cannot be read, a label is unknown or named twice.

    >>> from recurra.data.bracketed import parse
    >>> from recurra.data.trees import pack
    >>> data = pack("n", [parse(iter([s]))[0] for s in ("(4 (2 a) (3 b))", "(2 c)", "(0 c)")])
    >>> found = merge(data, "negative=0 positive=3,4")
    >>> found.classes, found.label.tolist(), len(found)
    (('negative', 'positive'), [-1, 1, 1, 0], 2)
    """
    groups = _groups(wanted)
    number = np.full(len(data.classes) + 1, NONE, np.int32)  # the last for "no label"
    for k, labels in enumerate(groups.values()):
        for label in labels:
            if label not in data.classes:
                raise unknown(say("data.merge.label_of", name=data.name), label, data.classes)
            number[data.classes.index(label)] = k
    found = replace(data, label=number[data.label], classes=tuple(groups))
    kept = np.flatnonzero(found.y >= 0)
    if len(kept) == 0:
        raise SettingError(say("data.merge.nothing_left", wanted=wanted, name=data.name))
    said = say("data.merge.merged", wanted=wanted, dropped=len(data) - len(kept))
    return replace(found.take(kept), cleaned=(*found.cleaned, said))


def _groups(wanted: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in wanted.split():
        name, equals, labels = part.partition("=")
        listed = [label for label in labels.split(",") if label]
        if not name or not equals or not listed or name in found:
            raise SettingError(say("data.merge.unreadable", wanted=wanted))
        found[name] = listed
    every = [label for labels in found.values() for label in labels]
    if len(set(every)) < len(every):
        raise SettingError(say("data.merge.twice", wanted=wanted))
    if len(found) < 2:
        raise SettingError(say("data.merge.one_class", wanted=wanted))
    return found

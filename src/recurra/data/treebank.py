"""A treebank: one file, or a folder with train, dev (or valid) and test, as `Trees`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from recurra.data import bracketed, conllu
from recurra.data.limit import first_of_each_class
from recurra.data.part_names import part_of
from recurra.data.trees import Raw, Trees, pack
from recurra.data.unpack import bare, read_bytes
from recurra.errors import DataError
from recurra.settings.readers import TreeSettings
from recurra.words import Text, say

BRACKETED = (".txt", ".mrg", ".ptb", ".tree", ".trees", ".parse", ".brackets")
DEPENDENCIES = (".conllu", ".conll")


def is_trees(path: Path) -> bool:
    """Whether a file holds trees: by its name, and for brackets by its first letter.

    >>> is_trees(Path("en-train.conllu.gz")), is_trees(Path("a.csv"))
    (True, False)
    """
    name = bare(path.name)
    if name.endswith(DEPENDENCIES):
        return True
    if not name.endswith(BRACKETED) or not path.is_file():
        return False
    try:
        return read_bytes(path).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"("
    except DataError:  # an empty note in a folder of other files
        return False


def read_trees(source: str, how: TreeSettings) -> Trees:
    """All trees of a file or folder, with every word of every part (see `trees.fit_words`)."""
    paths = _find(Path(source))
    raw = [_read(path) for path in paths]
    data = pack(_name(Path(source)), [tree for one in raw for tree in one])
    part = np.concatenate(
        [np.full(len(one), part_of(p.name), np.int8) for p, one in zip(paths, raw, strict=True)]
    )
    fixed = part if len(paths) > 1 else None
    keep, limited = first_of_each_class(data.y, fixed, how.limit)
    data = replace(data, part=fixed, files=tuple(str(p) for p in paths), cleaned=limited)
    data = data if len(keep) == len(data) else data.take(keep)
    return replace(data, inferred=_inferred(data, paths))


def _read(path: Path) -> list[Raw]:
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        what, remedy = say("data.treebank.not_utf8"), say("data.treebank.convert")
        raise DataError(what, file=path, line=line, remedy=remedy) from None
    dependencies = bare(path.name).endswith(DEPENDENCIES)
    parse: Callable[[Iterable[str], str], list[Raw]]
    parse = conllu.parse if dependencies else bracketed.parse
    return parse(text.split("\n"), str(path))


def _find(path: Path) -> list[Path]:
    """The file itself, or all files with trees of a folder, training first."""
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.is_file() and is_trees(p))
    found = [p for p in found if p.suffix != ".gz" or p.with_suffix("") not in found]
    found.sort(key=lambda p: part_of(p.name))
    parts = [part_of(p.name) for p in found]
    if len(set(parts)) < len(parts):
        raise DataError(
            say("data.treebank.same_part", names=[p.name for p in found[:4]]),
            file=path,
            remedy=say("data.treebank.one_file_a_part"),
        )
    return found


def _name(path: Path) -> str:
    return bare(path.name).rsplit(".", 1)[0] if path.is_file() else path.resolve().name


def _inferred(data: Trees, paths: list[Path]) -> tuple[Text, ...]:
    sizes, children = data.sizes(), data.children()
    shape = say(
        "data.treebank.shape",
        trees=len(data),
        children=children.max(),
        binary=set(children.tolist()) <= {0, 2},
        least=sizes.min(),
        most=sizes.max(),
        words=len(data.words) - 1,
    )
    share = float((data.label >= 0).mean())
    return (
        shape,
        say("data.treebank.labels", count=len(data.classes), share=share),
        say("data.treebank.fixed", names=[p.name for p in paths])
        if len(paths) > 1
        else say("data.part_names.split_off", files=1),
    )

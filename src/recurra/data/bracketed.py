"""Trees in brackets: `(3 (2 good) (2 film))`, one a line as in the sentiment treebank, or Penn's.

A node is `(LABEL word)` or `(LABEL node node ...)`. Words beside nodes or other words are leaves
without a label, as in `(NP the dog)`. A bracket without label around a whole tree, as the Penn
treebank writes it, is taken off. Lines that go on are indented: a tree starts in column 1. Words
end at a space, tab or bracket; `-LRB-` and the like stay as they are written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from recurra.data.trees import Raw
from recurra.errors import DataError
from recurra.words import Text, say

PIECE = re.compile(r"[()]|[^() \t\r\f]+")
NUMBER = re.compile(r"-?[0-9]+")
SHOWN = 40  # letters of a word in an error


@dataclass(eq=False)
class _Open:
    """A bracket that is not closed yet."""

    line: int
    column: int
    label: str | None = None
    word: str | None = None  # the word seen last, while it is not known whether it is alone
    children: list[int] = field(default_factory=list)


class _Reader:
    """Reads pieces and closes trees; numbers nodes as they are closed, so children come first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.done: list[Raw] = []
        self.first: dict[str, tuple[int, int]] = {}  # where each label occurs first
        self.counts: dict[str, int] = {}
        self.stack: list[_Open] = []
        self._clear()

    def _clear(self) -> None:
        self.tree = Raw([], [], [], [])
        self.words = 0

    def open(self, line: int, column: int) -> None:
        if self.stack:
            self._leaf_before(self.stack[-1])
        self.stack.append(_Open(line, column))

    def text(self, piece: str, line: int, column: int) -> None:
        if not self.stack:
            what = say("data.bracketed.outside", piece=piece[:SHOWN])
            raise self.error(what, line, column, say("data.bracketed.a_tree"))
        top = self.stack[-1]
        if top.label is None and not top.children:
            top.label = piece
            self.first.setdefault(piece, (line, column))
            self.counts[piece] = self.counts.get(piece, 0) + 1
            return
        self._leaf_before(top)
        top.word = piece

    def close(self, line: int, column: int) -> None:
        if not self.stack:
            what = say("data.bracketed.never_opened")
            raise self.error(what, line, column, say("data.bracketed.open_it"))
        top = self.stack.pop()
        if top.word is not None and top.children:
            self._leaf_before(top)
        self._check(top)
        wrapper = top.label is None
        node = top.children[0] if wrapper else self._node(top.label, top.word, top.children)
        if self.stack:
            self.stack[-1].children.append(node)
            return
        self.tree.parent[-1] = -1
        self.done.append(self.tree)
        self._clear()

    def end(self) -> None:
        """No more lines."""
        if self.stack:
            raise self.unclosed()

    def unclosed(self) -> DataError:
        """The error for a tree that another one starts in, or that the file ends in."""
        outer = self.stack[0]
        what = say("data.bracketed.not_closed", count=len(self.stack))
        return self.error(what, outer.line, outer.column, say("data.bracketed.close_it"))

    def error(self, what: Text, line: int, column: int, remedy: Text) -> DataError:
        return DataError(what, file=self.file, line=line, column=column, remedy=remedy)

    def _check(self, top: _Open) -> None:
        if top.label is None and not top.children:
            self._fail(top, say("data.bracketed.empty"), say("data.bracketed.fill_it"))
        if top.label is None and (self.stack or len(top.children) > 1):
            self._fail(top, say("data.bracketed.no_label"), say("data.bracketed.label_it"))
        if top.word is None and not top.children:
            what = say("data.bracketed.one_entry", label=(top.label or "")[:SHOWN])
            self._fail(top, what, say("data.bracketed.add_the_other"))

    def _fail(self, top: _Open, what: Text, remedy: Text) -> None:
        raise self.error(what, top.line, top.column, remedy)

    def _leaf_before(self, top: _Open) -> None:
        """The word seen last turns out to be one child among several."""
        if top.word is not None:
            top.children.append(self._node(None, top.word, []))
            top.word = None

    def _node(self, label: str | None, word: str | None, children: list[int]) -> int:
        number = len(self.tree.parent)
        for child in children:
            self.tree.parent[child] = number
        self.tree.parent.append(number)  # set when the parent is closed
        self.tree.token.append(word)
        self.tree.label.append(label)
        self.tree.position.append(-1 if word is None else self.words)
        self.words += word is not None
        return number


def parse(lines: Iterable[str], file: str = "trees") -> list[Raw]:
    """All trees of some lines.

    Raises DataError with line and column for brackets that do not match, an empty tree, a missing
    label or word, and for a label that is no whole number where most labels are.

    >>> [tree] = parse(["(S (NP the dog)", "   (VP barks))"])
    >>> tree.parent, tree.token
    ([2, 2, 4, 4, -1], ['the', 'dog', None, 'barks', None])
    """
    reader = _Reader(file)
    for number, line in enumerate(lines, 1):
        if reader.stack and line.startswith("("):
            raise reader.unclosed()
        for piece in PIECE.finditer(line):
            _take(reader, piece.group(), number, piece.start() + 1)
    reader.end()
    if not reader.done:
        what, remedy = say("data.bracketed.no_trees"), say("data.bracketed.a_small_tree")
        raise DataError(what, file=file, remedy=remedy)
    _check_numbers(reader)
    return reader.done


def _take(reader: _Reader, piece: str, line: int, column: int) -> None:
    if piece == "(":
        reader.open(line, column)
    elif piece == ")":
        reader.close(line, column)
    else:
        reader.text(piece, line, column)


def _check_numbers(reader: _Reader) -> None:
    """Where most labels are numbers, all have to be."""
    wrong = [label for label in reader.counts if not NUMBER.fullmatch(label)]
    nodes = sum(reader.counts.values())
    if wrong and 2 * sum(reader.counts[label] for label in wrong) < nodes:
        line, column = reader.first[wrong[0]]
        what = say("data.bracketed.no_number", label=wrong[0][:SHOWN])
        raise reader.error(what, line, column, say("data.bracketed.mend_label"))

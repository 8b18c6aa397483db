"""CoNLL-U: sentences as dependency trees, from the HEAD column (basic dependencies).

Ten columns between tabs, a blank line after each sentence, comments after #
(universaldependencies.org/format.html). Lines of multiword tokens (`1-2`) and of empty nodes
(`1.1`) are passed over: they have no head of their own. A node's children are its dependents, in
the order of the sentence. Its label is its relation to its head (DEPREL); where comments give a
label (`# label = positive`), the root has that one and all other nodes have none.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from recurra.data.trees import Raw
from recurra.errors import DataError
from recurra.words import say

COLUMNS = 10
LABEL = re.compile(r"#\s*label\s*=\s*(.*\S)")
ROOT = 0


class _Word(NamedTuple):
    line: int
    form: str
    head: int
    relation: str


class _Sentence(NamedTuple):
    line: int
    words: list[_Word]
    label: str | None


def parse(lines: Iterable[str], file: str = "trees") -> list[Raw]:
    """All sentences of some lines.

    Raises DataError with line and column for a wrong number of columns, words out of order, a head
    that is no number, out of range or missing, two roots, and cycles.

    >>> rows = ("1 dogs _ _ _ _ 2 nsubj _ _", "2 bark _ _ _ _ 0 root _ _")
    >>> [tree] = parse([row.replace(" ", "\\t") for row in rows])
    >>> tree.parent, tree.token, tree.label
    ([1, -1], ['dogs', 'bark'], ['nsubj', 'root'])
    """
    found = _sentences(lines, file)
    if not found:
        what, remedy = say("data.conllu.no_sentences"), say("data.conllu.give_conllu")
        raise DataError(what, file=file, remedy=remedy)
    labelled = any(one.label is not None for one in found)
    for one in found:
        if labelled and one.label is None:
            what, remedy = say("data.conllu.no_label"), say("data.conllu.label_it")
            raise DataError(what, file=file, line=one.line, remedy=remedy)
    return [_tree(one, file) for one in found]


def _sentences(lines: Iterable[str], file: str) -> list[_Sentence]:
    found: list[_Sentence] = []
    words: list[_Word] = []
    label, first = None, 0
    for number, raw in enumerate([*lines, ""], 1):
        line = raw.rstrip("\r")
        if not line.strip():
            if words:
                found.append(_Sentence(first, words, label))
            elif first:
                raise DataError(say("data.conllu.no_words"), file=file, line=first)
            words, label, first = [], None, 0
            continue
        first = first or number
        if line.startswith("#"):
            named = LABEL.fullmatch(line.strip())
            label = named.group(1) if named else label
        else:
            words.extend(_word(line.split("\t"), len(words) + 1, number, file))
    return found


def _word(fields: list[str], expected: int, line: int, file: str) -> list[_Word]:
    """The word of a line; none for multiword tokens and empty nodes."""
    if len(fields) != COLUMNS:
        what = say("data.conllu.columns", found=len(fields), needed=COLUMNS)
        raise DataError(what, file=file, line=line, remedy=say("data.conllu.fill_columns"))
    if re.fullmatch(r"[0-9]+-[0-9]+|[0-9]+\.[0-9]+", fields[0]):
        return []
    if fields[0] != str(expected):
        what = say("data.conllu.out_of_order", number=fields[0][:40], expected=expected)
        remedy = say("data.conllu.number_words")
        raise DataError(what, file=file, line=line, column="ID", remedy=remedy)
    if not fields[1]:
        raise DataError(say("data.conllu.no_word"), file=file, line=line, column="FORM")
    if not re.fullmatch(r"[0-9]{1,9}", fields[6]):
        what = say("data.conllu.head_no_number", head=fields[6][:40])
        remedy = say("data.conllu.number_head")
        raise DataError(what, file=file, line=line, column="HEAD", remedy=remedy)
    return [_Word(line, fields[1], int(fields[6]), fields[7])]


def _tree(sentence: _Sentence, file: str) -> Raw:
    """Nodes numbered so that dependents come before their head."""
    words = sentence.words
    dependents: list[list[int]] = [[] for _ in range(len(words) + 1)]
    for k, word in enumerate(words, 1):
        if word.head > len(words) or word.head == k:
            what = (
                say("data.conllu.own_head", head=word.head, word=k)
                if word.head == k
                else say("data.conllu.head_out_of_range", head=word.head, word=k, last=len(words))
            )
            remedy = say("data.conllu.mend_head")
            raise DataError(what, file=file, line=word.line, column="HEAD", remedy=remedy)
        dependents[word.head].append(k)
    _check_root(sentence, dependents[ROOT], file)
    order = _post_order(dependents)
    if len(order) < len(words):
        lost = min(set(range(1, len(words) + 1)) - set(order))
        what = say("data.conllu.cycle", word=lost)
        remedy = say("data.conllu.mend_cycle")
        raise DataError(what, file=file, line=words[lost - 1].line, column="HEAD", remedy=remedy)
    node = {k: n for n, k in enumerate(order)} | {ROOT: -1}
    chosen = [words[k - 1] for k in order]
    label: list[str | None] = [w.relation for w in chosen]
    if sentence.label is not None:
        label = [None] * (len(order) - 1) + [sentence.label]
    parents = [node[w.head] for w in chosen]
    return Raw(parents, [w.form for w in chosen], label, [k - 1 for k in order])


def _check_root(sentence: _Sentence, roots: list[int], file: str) -> None:
    if len(roots) == 1:
        return
    if not roots:
        what, line = say("data.conllu.no_root"), sentence.line
    else:
        what = say("data.conllu.roots", count=len(roots), first=roots[:5])
        line = sentence.words[roots[1] - 1].line
    remedy = say("data.conllu.one_root")
    raise DataError(what, file=file, line=line, column="HEAD", remedy=remedy)


def _post_order(dependents: list[list[int]]) -> list[int]:
    """Words below the root, dependents first, each node's in their order; without recursion."""
    order, stack = [], [dependents[ROOT][0]]
    while stack:  # a node before its dependents, these from right to left: reversed, it is wanted
        word = stack.pop()
        order.append(word)
        stack.extend(dependents[word])
    return order[::-1]

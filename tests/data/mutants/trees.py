"""Treebanks, in brackets and as CoNLL-U: how they are laid out, and what goes wrong."""

import gzip
from dataclasses import dataclass, field

import numpy as np
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

from recurra.data import Trees

WORDS = ("good", "film", "the", "not", "très", "映画", "-LRB-", "a+b", "3.5", "it's", "<b>")
RELATIONS = ("nsubj", "obj", "det", "amod", "nmod:poss", "conj")
BRACKETS = ["crlf", "mark", "blank-lines", "spaces", "indented", "wrapper", "gz"]
BROKEN = [
    "bytes", "bytes", "cut", "open", "close", "empty", "two-words", "no-label", "outside", "deep",
    "long-word", "other-label", "no-root-label", "latin",
]  # fmt: skip
LINES = ["crlf", "mark", "comments", "ranges", "empty-nodes", "gz", "spaces", "more-blank"]
WRONG = [
    "bytes", "bytes", "cut", "head-out", "head-self", "circle", "no-root", "two-roots",
    "lost-column", "more-column", "number", "head-word", "empty-form", "same-number", "no-blank",
    "latin", "big-head",
]  # fmt: skip


@dataclass(eq=False)
class Node:
    """A node of a tree in brackets."""

    label: str
    word: str = ""
    children: list["Node"] = field(default_factory=list)


def make_brackets(rng: np.random.Generator) -> Mutant:
    """Fifteen trees in brackets, about half of the files damaged."""
    trees = [_tree(rng, 3, str(k % 3)) for k in range(15)]
    form = some(rng, BRACKETS, 3)
    damage = some(rng, BROKEN, 2) if chance(rng, 0.5) else []
    lines = [_bracketed(t, form, 0) for t in trees]
    if "wrapper" in form:
        lines = [f"( {line} )" for line in lines]
    for name in damage:
        k = int(rng.integers(len(lines)))
        line = lines[k]
        place = int(rng.integers(len(line) + 1))
        lines[k] = {
            "open": f"{line[:place]}({line[place:]}", "close": f"{line[:place]}){line[place:]}",
            "empty": "()", "two-words": "(1 a b)", "no-label": "((0 a) (1 b))",
            "outside": f"x {line}",
            "deep": "(1 " * 3000 + "a" + ")" * 3000, "long-word": f"(1 {'w' * 100_000})",
            "other-label": f"(many{line[2:]}", "no-root-label": f"({line[2:]}",
        }.get(name, line)  # fmt: skip
    files, data = _files(rng, lines, form, damage, "txt")
    sentences = [_words(t) for t in trees]
    labels = [t.label for t in trees]

    def check(read: Data) -> str:
        return "" if damage else _differences(read, sentences, labels)

    return Mutant(files, data, {}, tuple(form), tuple(damage), check)


def _tree(rng: np.random.Generator, depth: int, label: str = "") -> Node:
    label = label or str(rng.integers(3))
    if depth == 0 or chance(rng, 0.2):
        return Node(label, str(rng.choice(WORDS)))
    return Node(label, "", [_tree(rng, depth - 1) for _ in range(2)])


def _bracketed(node: Node, form: list[str], depth: int) -> str:
    if node.word:
        return f"({node.label} {node.word})"
    between = "\n" + "  " * (depth + 1) if "indented" in form else "  " if "spaces" in form else " "
    parts = [_bracketed(child, form, depth + 1) for child in node.children]
    return f"({node.label}{between}{between.join(parts)})"


def _words(node: Node) -> list[str]:
    return [node.word] if node.word else [w for child in node.children for w in _words(child)]


def make_conllu(rng: np.random.Generator) -> Mutant:
    """Twenty sentences as CoNLL-U, about half of the files damaged."""
    form = some(rng, LINES, 3)
    damage = some(rng, WRONG, 2) if chance(rng, 0.5) else []
    sentences, blocks = [], []
    for k in range(20):
        words = [str(w) for w in rng.choice(WORDS, int(rng.integers(1, 8)))]
        rows = _rows(rng, words)
        if damage and k == 7:
            for name in damage:
                _spoil(rows, name, rng)
        sentences.append(words)
        blocks.append(_block(rows, words, form, k, rng))
    if "no-blank" in damage:
        blocks = ["\n".join(blocks)]
    lines = "\n\n".join(blocks).split("\n")
    files, data = _files(rng, [*lines, ""], form, damage, "conllu")

    def check(read: Data) -> str:
        return "" if damage else _differences(read, sentences, None)

    return Mutant(files, data, {}, tuple(form), tuple(damage), check)


def _rows(rng: np.random.Generator, words: list[str]) -> list[list[str]]:
    """Each word below an earlier one, the first below the root."""
    rows = []
    for k, word in enumerate(words, 1):
        head = 0 if k == 1 else int(rng.integers(1, k))
        relation = "root" if k == 1 else str(rng.choice(RELATIONS))
        rows.append([str(k), word, word, "X", "_", "_", str(head), relation, "_", "_"])
    return rows


def _spoil(rows: list[list[str]], name: str, rng: np.random.Generator) -> None:
    row = rows[int(rng.integers(len(rows)))]
    if len(row) < 8:
        return
    for key, column, value in (
        ("head-out", 6, "99"), ("head-self", 6, row[0]), ("head-word", 6, "x"), ("number", 0, "x"),
        ("empty-form", 1, ""), ("same-number", 0, "1"), ("big-head", 6, "9" * 30),
        ("no-root", 6, "1"),
        ("two-roots", 6, "0"),
    ):  # fmt: skip
        if name == key:
            row[column] = value
    if name == "circle":
        rows[0][6] = rows[-1][0]
    elif name == "lost-column":
        del row[4]
    elif name == "more-column":
        row.append("more")


def _block(
    rows: list[list[str]], words: list[str], form: list[str], k: int, rng: np.random.Generator
) -> str:
    lines = ["\t".join(row) for row in rows]
    if "ranges" in form and len(rows) > 1:
        lines.insert(0, "\t".join(["1-2", words[0] + words[1], *["_"] * 8]))
    if "empty-nodes" in form:
        lines.append("\t".join([f"{len(rows)}.1", "e", "e", "X", *["_"] * 6]))
    if "comments" in form:
        lines = [f"# sent_id = {k}", f"# text = {' '.join(words)}", *lines]
    if "more-blank" in form and chance(rng, 0.3):
        lines.append("")
    return "\n".join(lines)


def _files(
    rng: np.random.Generator, lines: list[str], form: list[str], damage: list[str], ending: str
) -> tuple[dict[str, bytes], str]:
    if "blank-lines" in form:
        lines = [part for line in lines for part in (line, "")]
    text = ("\r\n" if "crlf" in form else "\n").join(lines)
    text = text.replace("\n", "\r\n") if "crlf" in form and "\r\n" not in text else text
    raw = text.encode("latin-1", "replace") if "latin" in damage else text.encode()
    raw = b"\xef\xbb\xbf" + raw if "mark" in form else raw
    if "cut" in damage:
        raw = raw[: rng.integers(len(raw))]
    for _ in range(damage.count("bytes")):
        raw = flipped(raw, rng)
    name = f"t.{ending}"
    if "gz" in form:
        name, raw = f"{name}.gz", gzip.compress(raw)
    return {name: raw}, name


def _differences(data: Data, sentences: list[list[str]], labels: list[str] | None) -> str:
    assert isinstance(data, Trees)
    if len(data) != len(sentences):
        return f"wrong: {len(data)} trees, not {len(sentences)}"
    for k, words in enumerate(sentences):
        read = [data.words[t] for t in data.sentence(k)]
        if read != words:
            return f"wrong: tree {k} reads {read}, not {words}"
    if labels is not None and [data.classes[k] for k in data.y] != labels:
        return f"wrong: labels {[data.classes[k] for k in data.y][:5]}, not {labels[:5]}"
    return ""

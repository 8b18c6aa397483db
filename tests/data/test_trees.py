"""Trees in brackets and from heads: what is read, and what each fault says."""

import gzip

import numpy as np
import pytest

from recurra.data import fingerprint, fit_words, gather, split_trees
from recurra.data.bracketed import parse
from recurra.data.conllu import parse as parse_conllu
from recurra.data.trees import UNKNOWN, depths, pack
from recurra.errors import DataError
from recurra.records import Source
from recurra.tasks import pose


def heads(*rows: str) -> list[str]:
    """`ID FORM HEAD DEPREL` filled up to ten columns; comments and blank lines as they are."""
    return [
        row
        if not row or row.startswith("#")
        else "\t".join([f[0], f[1], "_", "_", "_", "_", f[2], f[3], "_", "_"])
        for row in rows
        for f in [row.split(" ")]
    ]


def shape(tree):
    """As nested tuples (label, word or children), built from the parent pointers alone."""
    below = [[] for _ in tree.parent]
    for node, parent in enumerate(tree.parent):
        if parent >= 0:
            assert parent > node  # children come first
            below[parent].append(node)
    assert [n for n, p in enumerate(tree.parent) if p < 0] == [len(tree.parent) - 1]

    def at(node):
        inner = [at(child) for child in below[node]]
        return tree.label[node], tree.token[node], inner

    return at(len(tree.parent) - 1)


def test_sentiment_trees_keep_order_labels_and_words():
    [tree] = parse(["(3 (2 It) (4 (1 's) (0 fine)))"])
    leaf = [("2", "It", []), ("1", "'s", []), ("0", "fine", [])]
    assert shape(tree) == ("3", None, [leaf[0], ("4", None, leaf[1:])])
    assert tree.position == [0, 1, 2, -1, -1]


def test_penn_brackets_over_several_lines_with_a_wrapper_and_bare_words():
    [one, two] = parse(
        ["( (S", "    (NP the (JJ old) dog)", "    (VP (V barks))) )", "", "(X (A a) b)"]
    )
    np_ = ("NP", None, [(None, "the", []), ("JJ", "old", []), (None, "dog", [])])
    assert shape(one) == ("S", None, [np_, ("VP", None, [("V", "barks", [])])])
    assert shape(two) == ("X", None, [("A", "a", []), (None, "b", [])])


def test_a_word_keeps_a_no_break_space():
    [tree] = parse(["(1 (0 a\u00a0b) (0 c))"])
    assert tree.token == ["a\u00a0b", "c", None]


@pytest.mark.parametrize("left", [True, False])
def test_a_chain_ten_thousand_deep_is_read(left):
    n = 10_000
    text = "(0 " * n + "(0 w)" + " (0 w))" * n if left else "(0 (0 w) " * n + "(0 w)" + ")" * n
    data = pack("chain", parse([text]))
    assert len(data[0].parent) == 2 * n + 1
    assert depths(data[0].parent).max() == n
    rows = heads(*(f"{k} w {k - 1} dep" for k in range(1, n + 1)))
    chain = pack("chain", parse_conllu(rows))
    assert depths(chain[0].parent).max() == n - 1


def test_a_tree_ten_thousand_wide_is_read():
    n = 10_000
    data = pack("wide", parse(["(0" + " (0 w)" * n + ")"]))
    assert data.children().max() == n
    wide = pack("wide", parse_conllu(heads("1 r 0 root", *(f"{k} w 1 d" for k in range(2, n)))))
    assert wide.children().max() == n - 2


@pytest.mark.parametrize(
    ("lines", "line", "column", "says"),
    [
        (["(1 (0 a) (0 b))", "(1 (0 a) (0 b)", "(1 (0 a) (0 b))"], 2, 1, "1 closing bracket m"),
        (["(1 (0 a) (0 b)"], 1, 1, "not closed"),
        (["(1 (0 a) (0 b)))"], 1, 16, "never opened"),
        (["(1 (0 a) ())"], 1, 10, "empty"),
        (["()"], 1, 1, "empty"),
        (["(1 ((0 a) (0 b)))"], 1, 4, "label of this node is missing"),
        (["((0 a) (0 b))"], 1, 1, "label of this node is missing"),
        (["(1 (0 a) (b))"], 1, 10, "one entry"),
        (["(1 (0 a) (good b))"], 1, 11, "'good' is not a whole number"),
        (["(1 (0 a) (0 b))", "(1 (0.5 a) (0 b))"], 2, 5, "'0.5' is not a whole number"),
        (["(1 (0 a) (0 b))", "words alone"], 2, 1, "outside of all brackets"),
        (["", " "], None, None, "there are no trees"),
    ],
)
def test_a_malformed_tree_is_found_at_its_place(lines, line, column, says):
    with pytest.raises(DataError, match=says) as caught:
        parse(lines, "bad.txt")
    error = caught.value
    assert (error.file, error.line, error.column) == ("bad.txt", line, column)


def test_heads_multiword_tokens_empty_nodes_and_comments():
    rows = heads(
        "# text = vámonos al mar",
        "1-2 vámonos _ _",
        "1 vamos 0 root",
        "2 nos 1 obj",
        "3-4 al _ _",
        "3 a 5 case",
        "4 el 5 det",
        "4.1 x _ _",
        "5 mar 1 obl",
        "",
        "1 sí 0 root",
    )
    data = pack("two", parse_conllu(rows))
    tree = data[0]
    assert [data.words[t] for t in data.sentence(0)] == ["vamos", "nos", "a", "el", "mar"]
    by_word = {data.words[t]: k for k, t in enumerate(tree.token)}
    head = {w: tree.parent[k] for w, k in by_word.items()}
    expected = {"vamos": -1, "nos": "vamos", "a": "mar", "el": "mar", "mar": "vamos"}
    assert head == {w: by_word.get(h, -1) for w, h in expected.items()}
    assert tree.parent[-1] == -1 and (np.arange(4) < tree.parent[:-1]).all()
    assert data.classes[tree.label[by_word["el"]]] == "det"
    assert data[1].parent.tolist() == [-1]


def test_a_label_in_the_comments_is_the_roots():
    rows = heads("# label = good", "1 a 2 det", "2 film 0 root", "", "# label = bad", "1 no 0 root")
    data = pack("two", parse_conllu(rows))
    assert [data.classes[y] for y in data.y] == ["good", "bad"]
    assert data[0].label.tolist() == [-1, 1]


@pytest.mark.parametrize(
    ("rows", "line", "column", "says"),
    [
        (["1 a 2 x", "2 b 1 x", "3 c 0 root"], 1, "HEAD", "cycle"),
        (["1 a 2 x", "2 b 1 x"], 1, "HEAD", "no root"),
        (["1 a 0 root", "2 b 0 root"], 2, "HEAD", "2 words have head 0: 1, 2"),
        (["1 a 0 root", "2 b 7 x"], 2, "HEAD", "out of range, the last is 2"),
        (["1 a 0 root", "2 b 2 x"], 2, "HEAD", "the word itself"),
        (["1 a 0 root", "2 b _ x"], 2, "HEAD", "not a number"),
        (["1 a 0 root", "3 b 1 x"], 2, "ID", "'3' where 2 is expected"),
        (["1 a 0 root", "", "# only this", "", "1 a 0 root"], 3, None, "no words"),
        (["# label = a", "1 a 0 root", "", "1 a 0 root"], 4, None, "no label, as others"),
    ],
)
def test_malformed_heads_are_found_at_their_place(rows, line, column, says):
    with pytest.raises(DataError, match=says) as caught:
        parse_conllu(heads(*rows), "bad.conllu")
    assert (caught.value.line, caught.value.column) == (line, column)


def test_too_few_columns_and_no_sentences():
    with pytest.raises(DataError, match="2 columns") as caught:
        parse_conllu(["1\ta"], "bad.conllu")
    assert caught.value.line == 1
    with pytest.raises(DataError, match="no sentences"):
        parse_conllu(["", ""], "bad.conllu")


TRAIN = ["(1 (0 a) (1 b))", "(0 (0 a) (0 c))"] * 4
OTHER = ["(1 (0 a) (1 new))", "(0 (0 b) (0 c))"]


def folder(tmp_path):
    """train, dev, test; one of them compressed."""
    (tmp_path / "train.txt").write_text("\n".join(TRAIN), encoding="utf-8")
    (tmp_path / "dev.txt").write_text("\n".join(OTHER), encoding="utf-8")
    (tmp_path / "test.txt.gz").write_bytes(gzip.compress("\n".join(OTHER).encode()))
    (tmp_path / "README.txt").write_text("nothing to read", encoding="utf-8")
    return tmp_path


def test_a_folder_fixes_the_parts_and_the_training_part_the_words(tmp_path):
    data = gather(Source(str(folder(tmp_path))))
    parts = split_trees(data, seed=3)
    assert [len(parts[p]) for p in ("train", "validation", "test")] == [8, 2, 2]
    assert data.words == (UNKNOWN, "a", "b", "c", "new")
    known = fit_words(data, parts.train)
    assert known.words == (UNKNOWN, "a", "b", "c")
    assert known.sentence(8).tolist() == [1, 0]
    assert (known.token < 0).tolist() == (data.token < 0).tolist()
    rare = fit_words(data, np.array([0, 1]), least=2)
    assert rare.words == (UNKNOWN, "a")


def test_one_file_is_split_with_the_classes_in_proportion(tmp_path):
    path = tmp_path / "all.conllu"
    rows = [r for k in range(20) for r in (f"# label = {k % 2}", f"1 w{k} 0 root", "")]
    path.write_text("\n".join(heads(*rows)), encoding="utf-8")
    data = gather(Source(str(path)))
    parts = split_trees(data, seed=0)
    assert [np.bincount(data.y[parts[p]]).tolist() for p in ("train", "validation", "test")] == [
        [6, 6],
        [2, 2],
        [2, 2],
    ]
    assert len(gather(Source.of(str(path), limit=6))) == 6


def test_limit_keeps_the_parts_of_the_files(tmp_path):
    """Of 16 trees to train and 8 to validate half are kept: 8 and 4, and each part's classes."""
    for name, count in (("train", 8), ("dev", 4), ("test", 3)):
        lines = [f"({k % 2} (0 {name}{k}) (0 b))" for k in range(2 * count)]
        (tmp_path / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    data = gather(Source.of(str(tmp_path), limit=12))
    assert np.bincount(data.part).tolist() == [8, 4, 6]
    assert np.bincount(2 * data.part + data.y).tolist() == [4, 4, 2, 2, 3, 3]
    parts = split_trees(data, seed=0)
    assert [len(parts[p]) for p in ("train", "validation", "test")] == [8, 4, 6]
    assert "Of 24 examples 12 are used (--limit): of each class of each part" in str(
        data.cleaned[0]
    )


def test_too_few_trees_and_parts_named_twice(tmp_path):
    (tmp_path / "train.txt").write_text(TRAIN[0], encoding="utf-8")
    with pytest.raises(DataError, match="too few for three parts"):
        split_trees(gather(Source(str(tmp_path))), seed=0)
    (tmp_path / "train2-train.txt").write_text(TRAIN[0], encoding="utf-8")
    with pytest.raises(DataError, match="of one part"):
        gather(Source(str(tmp_path)))


def test_bytes_that_are_no_text_name_their_line(tmp_path):
    (tmp_path / "x.txt").write_bytes(b"(1 (0 a) (0 b))\n(1 (0 \xff) (0 b))\n")
    with pytest.raises(DataError, match="UTF-8") as caught:
        gather(Source(str(tmp_path / "x.txt")))
    assert caught.value.line == 2


def test_the_fingerprint_sees_words_labels_shape_and_parts(tmp_path):
    data = gather(Source(str(folder(tmp_path))))
    seen = {fingerprint(data)}
    texts = ["(1 (0 a) (1 b))", "(1 (0 a) (0 b))", "(1 (0 a) (1 c))", "(1 (0 a) (1 (1 b)))"]
    seen |= {fingerprint(pack("n", parse([t]))) for t in texts}
    assert len(seen) == 5
    assert fingerprint(data) == fingerprint(gather(Source(str(tmp_path))))


def test_taking_trees_keeps_each_whole():
    raw = parse(["(1 (0 a) (1 b))", "(0 c)", "(1 (0 (0 d) (0 e)) (1 f))"])
    data = pack("three", raw)
    some = data.take(np.array([2, 0]))
    for new, old in ((0, 2), (1, 0)):
        for one, other in zip(some[new], data[old], strict=True):
            assert one.tolist() == other.tolist()


@pytest.mark.slow
def test_the_sentiment_treebank_has_its_published_counts(data_file):
    data = gather(Source(str(data_file("sst"))))
    for part, trees, nodes, tokens, roots in (
        (0, 8544, 318_582, 163_563, [1092, 2218, 1624, 2322, 1288]),
        (1, 1101, 41_447, 21_274, [139, 289, 229, 279, 165]),
        (2, 2210, 82_600, 42_405, [279, 633, 389, 510, 399]),
    ):
        own = data.take(np.flatnonzero(data.part == part))
        assert (len(own), len(own.token)) == (trees, nodes)
        assert int((own.token >= 0).sum()) == tokens
        assert np.bincount(own.y).tolist() == roots
    assert set(data.children().tolist()) == {0, 2}


def test_no_task_takes_trees_silently_as_a_table(tmp_path):
    source = Source.of(str(folder(tmp_path)), horizon=3)
    with pytest.raises(Exception, match="--horizon does not fit"):
        pose(gather(source), source)

"""Probes: every label is checked against its rule, every distribution against its closed form."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from recurra.data import fingerprint, gather
from recurra.data.probes import ALL
from recurra.data.probes.binary_trees import (
    catalan,
    leaf_depth,
    mean_depth_catalan,
    mean_depth_split,
    parents,
    split,
    split_path,
)
from recurra.data.trees import depths
from recurra.errors import SettingError
from recurra.records import Source

FALSE_ALARM = 4.0  # standard errors: one in 16,000 of true statements is refused; seeds are fixed


def make(name, **options):
    return gather(Source.of(f"probe:{name}", **options))


def near(values, expected):
    """The mean of independent values against what it should be."""
    error = np.std(values) / math.sqrt(len(values))
    return abs(np.mean(values) - expected) <= FALSE_ALARM * error


@pytest.mark.parametrize("probe", ALL, ids=lambda p: p.name)
def test_the_same_seed_the_same_examples_and_parts_of_ten_one_one(probe):
    one, same, other = (make(probe.name, examples=120, seed=s) for s in (1, 1, 2))
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
    assert np.bincount(one.part).tolist() == [100, 10, 10]


@pytest.mark.parametrize("name", [p.name for p in ALL if not make(p.name, examples=36).targets])
def test_classes_are_equally_likely(name):
    data = make(name, examples=6000)
    for c in range(len(data.classes)):
        assert near(data.y == c, 1 / len(data.classes))


@pytest.mark.parametrize("name", ["adding", "copy", "keyword", "parity"])
def test_lengths_fill_their_range(name):
    lengths = make(name, length="12-15", examples=600).lengths()
    assert np.unique(lengths).tolist() == [12, 13, 14, 15]
    assert near(lengths, 13.5)


def test_keyword_sequences():
    data = make("keyword", length="5-9", depth="3-4", examples=600)
    assert data.tokens == 10_001
    for x, y in zip(data.x, data.y, strict=True):
        [where] = np.flatnonzero(x[:, 0] < 1000)
        assert x[where, 0] // 100 == y
        assert len(x) - 1 - where in (3, 4)
        assert x.max() <= 10_000
    anywhere = make("keyword", length="5", examples=3000)
    place = np.array([np.flatnonzero(x[:, 0] < 1000)[0] for x in anywhere.x])
    assert near(place, 2.0)


@pytest.mark.parametrize("shape", ["split", "catalan"])
def test_keyword_trees(shape):
    data = make("keyword", length="12-14", depth="3-4", trees=shape, examples=200)
    assert data.words[1] == "0" and len(data.words) == 10_002
    for i in range(len(data)):
        tree = data[i]
        token = np.where(tree.token >= 0, tree.token - 1, 10**6)
        [where] = np.flatnonzero(token < 1000)
        assert token[where] // 100 == int(data.classes[data.y[i]])
        assert depths(tree.parent)[where] in (3, 4)
        assert (tree.label[:-1] == -1).all()
        assert tree.position[tree.position >= 0].tolist() == list(range((len(token) + 1) // 2))
    assert set(data.children().tolist()) == {0, 2}
    leaves = (data.sizes() + 1) // 2
    assert np.unique(leaves).tolist() == [12, 13, 14]


@pytest.mark.parametrize(
    ("draw", "expected"),
    [(split, 2 * (sum(1 / k for k in range(1, 26)) - 1)), (catalan, 7.73)],
)
def test_mean_leaf_depths_are_those_of_the_closed_forms(draw, expected):
    """A bound of FALSE_ALARM standard errors, from the spread over independent trees."""
    formula = {split: mean_depth_split, catalan: mean_depth_catalan}[draw](25)
    assert formula == pytest.approx(expected, abs=0.005)
    rng = np.random.default_rng(0)
    trees = [draw(rng, 25) for _ in range(2000)]
    means = [depths(parents(word))[word].mean() for word in trees]
    assert near(means, formula)


def test_all_catalan_trees_are_equally_likely_and_split_trees_are_not():
    rng = np.random.default_rng(0)
    count = 7000
    for draw, chances in ((catalan, [1 / 5] * 5), (split, [1 / 6] * 4 + [1 / 3])):
        words = [tuple(draw(rng, 4).tolist()) for _ in range(count)]
        found = sorted(words.count(w) for w in set(words))
        assert len(found) == 5
        for number, chance in zip(found, chances, strict=True):
            error = math.sqrt(chance * (1 - chance) * count)
            assert abs(number - chance * count) <= FALSE_ALARM * error


def test_a_tree_grown_around_a_leaf_has_it_at_the_depth_of_its_path():
    rng = np.random.default_rng(0)
    for leaf in range(9):
        path = split_path(rng, 9, leaf)
        word = split(rng, 9, path, leaf)
        assert word.sum() == 9 and len(word) == 17
        assert leaf_depth(word, leaf) == len(path)
        assert depths(parents(word))[word][leaf] == len(path)


@pytest.mark.parametrize("leaves", [1, 2, 40])
def test_depths_of_leaves_agree_with_the_parents(leaves):
    rng = np.random.default_rng(0)
    for draw in (split, catalan):
        word = draw(rng, leaves)
        found = [leaf_depth(word, k) for k in range(leaves)]
        assert found == depths(parents(word))[word].tolist()


def test_adding():
    data = make("adding", length="10-11", examples=300)
    for x, y in zip(data.x, data.y, strict=True):
        first, second = np.flatnonzero(x[:, 1])
        assert first < len(x) // 2 <= second
        assert y[0] == float(x[first, 0]) + float(x[second, 0])
    many = make("adding", length="4", examples=12_000)
    assert near((many.y[:, 0] - 1) ** 2, 1 / 6)


def test_copy():
    data = make("copy", length="4-20", examples=300)
    cues = set()
    for x, y in zip(data.x, data.y, strict=True):
        assert (x[:3, :8].sum(1) == 1).all() and not x[3:, :8].any()
        [place] = np.flatnonzero(x[-1, 8:])
        assert not x[:-1, 8:].any()
        assert np.flatnonzero(x[place, :8]).tolist() == [y]
        cues.add(int(place))
    assert cues == set(range(3))


def test_parity():
    data = make("parity", length="1-9", examples=200)
    assert all(int((x == 1).sum()) % 2 == y for x, y in zip(data.x, data.y, strict=True))


def test_timing():
    data = make("timing", length="20", examples=600)
    assert data.classes == ("19", "20")
    apart = np.array([np.diff(np.flatnonzero(x[:, 0]))[0] for x in data.x])
    assert (apart == 19 + data.y).all()
    assert all(x[-1, 0] == 1 and x.sum() == 2 for x in data.x)


def test_delay():
    data = make("delay", length="5-9", examples=600)
    for x, y in zip(data.x, data.y, strict=True):
        first, second = np.flatnonzero(x[:, 0])
        assert second == len(x) - 1 and y == [second - first] and x.sum() == 2
    assert np.unique(data.y).tolist() == [5, 6, 7, 8, 9]
    many = make("delay", length="5-9", examples=6000)
    assert near(many.y[:, 0], 7.0) and near((many.y[:, 0] - 7) ** 2, (5**2 - 1) / 12)
    assert "Always saying 7 has an RMSE of 1.41" in str(many.inferred[0])


def test_due():
    data = make("due", length="5-8", examples=600)
    ordered = []
    for x, y in zip(data.x, data.y, strict=True):
        [spike] = np.flatnonzero(x[:, 0])
        delay = float(x[spike, 1]) * 8
        assert x[:, 0].sum() == 1 and np.flatnonzero(x[:, 1]).tolist() == [spike]
        assert len(x) - 1 - spike == round(delay) - (0 if data.classes[y] == "due" else 1)
        assert delay == pytest.approx(round(delay), rel=4 * float(np.finfo("f4").eps))
        ordered.append(round(delay))
    assert sorted(set(ordered)) == [5, 6, 7, 8]


@pytest.mark.parametrize(("name", "length"), [("timing", "20"), ("due", "18-20")])
def test_no_class_is_likelier_at_any_length(name, length):
    data = make(name, length=length, examples=6000)
    lengths = data.lengths()
    assert np.unique(lengths).tolist() == list(range(21, 43))
    assert all(near(data.y[lengths == n], 0.5) for n in range(21, 43))


def test_a_delay_is_independent_of_the_length():
    data = make("delay", length="18-20", examples=6000)
    lengths = data.lengths()
    assert np.unique(lengths).tolist() == list(range(21, 43))
    assert all(near(data.y[lengths == n, 0], 19.0) for n in range(21, 43))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (Source("probe:keywords"), "did you mean 'keyword'"),
        (Source.of("probe:adding", depth="3"), "--depth does not fit"),
        (Source.of("probe:adding", trees="split"), "--trees does not fit"),
        (Source.of("probe:keyword", trees="oak"), "distribution of trees 'oak'"),
        (Source.of("probe:keyword", length="abc"), "a number or a range"),
        (Source.of("probe:keyword", length="30-21"), "ranges go upwards"),
        (Source.of("probe:copy", length="3"), "the least is 4"),
        (Source.of("probe:timing", length="20-30"), "probe:timing is one number"),
        (Source.of("probe:keyword", length="5", depth="5"), "at most 4"),
        (
            Source.of("probe:keyword", length="3", depth="9", trees="split", examples=40),
            "hardly ever",
        ),
        (Source.of("probe:parity", examples=5), "at least 36"),
        (Source.of("probe:parity", horizon=2), "--horizon does not fit"),
        (Source.of("probe:parity", limit=100), "--limit does not fit"),
        (Source("probe:parity", task="forecasting"), "--task forecasting"),
        (Source.of("digits", length="50"), "--length does not fit"),
    ],
)
def test_what_does_not_fit_is_said(source, says):
    with pytest.raises(SettingError, match=says):
        gather(source)


def test_the_page_of_probes_has_each_with_its_default():
    page = Path(__file__).parents[2] / "docs" / "probes.md"
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([\d-]+) \|$", page.read_text(), flags=re.M)
    assert rows == [(probe.name, probe.length) for probe in ALL]

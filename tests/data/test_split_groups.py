"""An engine, a person, a recording is in one part only; the audit finds it where it is not."""

from dataclasses import replace

import numpy as np
import pytest

from recurra.data import Parts, Sequences, audit_sequences, fit_sequences
from recurra.data.fingerprint import fingerprint
from recurra.data.sequences import Cuts
from recurra.data.split import split_classes, split_values
from recurra.errors import DataError
from recurra.tasks.classification import Classification

PARTS = ("train", "validation", "test")


def persons(groups: list[str], y: list[int] | np.ndarray, **more: object) -> Sequences:
    """An example for each group that is named, with other values each."""
    x = [np.full((2, 1), float(k)) for k in range(len(groups))]
    classes = tuple("abcdefgh"[: int(max(y)) + 1])
    data = Sequences("n", x, np.array(y), classes, ("c",), grouped_by="person")
    return replace(data, groups=np.array(groups), **more)


def whole(data: Sequences, parts: Parts) -> None:
    """Every group is in one part, every example in one, and no part is empty."""
    assert data.groups is not None
    own = [set(data.groups[parts[part]]) for part in PARTS]
    assert sum(map(len, own)) == len(set(data.groups)) and all(own)
    index = np.concatenate([parts[part] for part in PARTS])
    assert sorted(index.tolist()) == list(range(len(data)))


def test_persons_who_do_everything() -> None:
    names = [f"p{k}" for k in range(10) for _ in range(12)]
    data = persons(names, [k % 4 for k in range(120)])
    for seed in range(5):
        parts = split_classes(data, seed)
        whole(data, parts)
        assert [len(parts[p]) for p in PARTS] == [72, 24, 24]
    assert split_classes(data, 1).test.tolist() == split_classes(data, 1).test.tolist()
    assert len({tuple(split_classes(data, s).test) for s in range(5)}) > 1
    assert str(split_classes(data, 0).sentences[0]) == (
        "Split at random by 'person', so that each is in one part only (60/20/20, seed 0): "
        "72 train (of 6), 24 validation (of 2), 24 test (of 2)."
    )


def test_classes_that_few_persons_have_reach_every_part() -> None:
    """Class b: three of fifteen persons. By chance alone a part would often lack it."""
    names = [f"p{k:02}" for k in range(15) for _ in range(4)]
    y = [int(k < 3 and n == 0) for k in range(15) for n in range(4)]
    data = persons(names, y)
    for seed in range(10):
        parts = split_classes(data, seed)
        whole(data, parts)
        assert all((data.y[parts[p]] == 1).any() for p in PARTS)


def test_a_class_for_each_group_is_drawn_class_by_class() -> None:
    names = [f"e{k}" for k in range(40) for _ in range(1 + k % 3)]
    y = [int(k % 4 == 0) for k in range(40) for _ in range(1 + k % 3)]
    data = persons(names, y)
    parts = split_classes(data, 0)
    whole(data, parts)
    of_b = {p: len(set(data.groups[[k for k in parts[p] if y[k]]])) for p in PARTS}  # type: ignore[index]
    assert of_b == {"train": 6, "validation": 2, "test": 2}


def test_a_class_of_one_person_is_trained_on_and_said() -> None:
    names = [f"p{k}" for k in range(6) for _ in range(3)]
    data = persons(names, [2 if k == 4 else k % 2 for k in range(18)])
    for seed in range(8):
        parts = split_classes(data, seed)
        whole(data, parts)
        assert (data.y[parts.train] == 2).any()
        assert "'c' occurs in one 'person' alone" in " ".join(map(str, parts.sentences))


@pytest.mark.parametrize("names", [["p"] * 6, ["p", "q"] * 3])
def test_too_few(names: list[str]) -> None:
    with pytest.raises(DataError, match=rf"there (is|are) {len(set(names))} \('p'"):
        split_classes(persons(names, [0, 1, 0, 1, 0, 1]), 0)


def test_values_and_a_test_part_of_the_source() -> None:
    names = [f"e{k}" for k in range(9) for _ in range(5 + k)]
    x = [np.full((2, 1), float(k)) for k in range(len(names))]
    data = Sequences("n", x, np.arange(float(len(x)))[:, None], (), ("c",), targets=("rul",))
    data = replace(data, groups=np.array(names), grouped_by="engine")
    whole(data, split_values(data, 3))
    part = np.where(np.isin(data.groups, ["e7", "e8"]), 2, 0).astype(np.int8)
    fixed = split_values(replace(data, part=part), 0)
    whole(data, fixed)
    assert set(data.groups[fixed.test]) == {"e7", "e8"}  # type: ignore[index]
    only = replace(data, part=np.where(data.groups == "e0", 0, 2).astype(np.int8))
    halved = split_values(only, 0)  # one group is left to train on: half of the test part serves
    whole(data, halved)
    assert set(data.groups[halved.train]) == {"e0"}  # type: ignore[index]


def test_the_audit_finds_groups_and_recordings_in_two_parts() -> None:
    names = [f"p{k}" for k in range(10) for _ in range(6)]
    cut = np.repeat(np.arange(20), 3)
    data = persons(names, [k % 2 for k in range(60)], recordings=cut)
    parts = split_classes(data, 0)
    assert audit_sequences(data, parts, fit_sequences(data, parts.train)) == ()
    moved = Parts(np.append(parts.train, parts.test[:1]), parts.validation, parts.test[1:])
    found = audit_sequences(data, moved, fit_sequences(data, moved.train))
    said = [str(f.what) for f in found if f.serious]
    assert len(said) == 2 and said[0].startswith("1 of 'person' ('p")
    assert "is in more than one part: the score says how well those" in said[0]
    assert said[1].startswith("Pieces of 1 recording ('")
    free = replace(data, groups=None)  # split at random, as if there were no persons
    parts = split_classes(free, 0)
    said = [str(f.what) for f in audit_sequences(free, parts, fit_sequences(free, parts.train))]
    assert any("are in more than one part: neighbours" in one for one in said)


def test_groups_enter_the_fingerprint_and_the_intervals() -> None:
    data = persons([f"p{k}" for k in range(10) for _ in range(6)], [k % 2 for k in range(60)])
    assert fingerprint(data) != fingerprint(replace(data, groups=None))
    task = Classification(data, split_classes(data, 0))
    blocks = task.blocks("test")
    assert blocks.length == 6 and np.bincount(blocks.group).tolist() == [6, 6]  # type: ignore[arg-type]
    single = replace(data, groups=np.arange(60))
    assert Classification(single, split_classes(single, 0)).blocks("test").group is None


def test_equal_pieces_are_found_without_a_look_at_each_row_of_each() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(300, 2))
    values[200:260] = values[20:80]
    first = np.arange(0, 280, 3)
    last = first + np.where(first % 2 == 0, 12, 13)
    cuts = Cuts(values, first, last)
    every = cuts.digests(np.arange(len(cuts)))
    exact = [one.tobytes() for one in cuts]
    for i in range(len(cuts)):
        for k in range(len(cuts)):
            assert (every[i] == every[k]) == (exact[i] == exact[k])
    assert len(set(exact)) < len(exact)
    zeros = Cuts(np.zeros((9, 1)), np.array([0, 0, 3]), np.array([3, 4, 6])).digests(np.arange(3))
    assert zeros[0] == zeros[2] != zeros[1]

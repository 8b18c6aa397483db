""".ts files: header, values, missing ones, time stamps, pairs."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from recurra.data import Sequences, gather, split_classes
from recurra.data.ts_format import read_ts
from recurra.errors import DataError
from recurra.records import Source

HEADER = """\
# a comment
@problemName small
@timeStamps false
@univariate false
@dimensions 2
@equalLength false
@classLabel true a b
@data
"""


def write(path: Path, rows: str, header: str = HEADER) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(header + rows, newline="")
    return path


def read(path: Path, **options: object) -> Sequences:
    data = gather(Source.of(str(path), **options))  # type: ignore[arg-type]
    assert isinstance(data, Sequences)
    return data


def test_values_lengths_and_labels(tmp_path: Path) -> None:
    data = read(write(tmp_path / "s.ts", "1,2,3:4,5,6:a\n7,8:-9,1e1:b\n"))
    np.testing.assert_array_equal(data.x[0], [[1, 4], [2, 5], [3, 6]])
    np.testing.assert_array_equal(data.x[1], [[7, -9], [8, 10]])
    assert (data.classes, data.y.tolist(), data.channels) == (("a", "b"), [0, 1], ("dim1", "dim2"))
    assert data.part is None and data.x[0].dtype == np.float64


def test_byte_order_mark_windows_lines_blank_lines_and_gzip(tmp_path: Path) -> None:
    text = "\ufeff" + HEADER + "1, 2:3,4:a\n\n5,6:7,8:b\n\n"
    path = tmp_path / "s.ts.gz"
    path.write_bytes(gzip.compress(text.replace("\n", "\r\n").encode()))
    np.testing.assert_array_equal(read(path).x[1], [[5, 7], [6, 8]])


def test_train_and_test_by_name_and_by_folder(tmp_path: Path) -> None:
    for names in (("A_TRAIN.ts", "A_TEST.ts"), ("train/x.ts", "test/x.ts")):
        folder = tmp_path / names[0][0]
        folder.mkdir()
        write(folder / names[0], "1:2:a\n3:4:b\n")
        write(folder / names[1], "5:6:b\n")
        data = read(folder)
        assert data.part is not None and data.part.tolist() == [0, 0, 2]
        assert data.x[2].tolist() == [[5, 6]]
    assert len(read(tmp_path / "A" / "A_TRAIN.ts")) == 3
    with pytest.raises(DataError, match="one class"):
        read(tmp_path / "A" / "A_TEST.ts")
    write(tmp_path / "A" / "B_TRAIN.ts", "1:2:a\n")
    with pytest.raises(DataError, match="no pair of train and test"):
        read(tmp_path / "A")


def test_missing_values_look_back_only(tmp_path: Path) -> None:
    rows = "?,1,?,?,5:1,?,3,4,5:a\n" + "1,2,3,4,5:1,2,3,4,5:b\n" * 9
    data = read(write(tmp_path / "s.ts", rows))
    assert data.x[0][:, 0].tolist() == [1, 1, 1, 1, 5]
    assert data.x[0][:, 1].tolist() == [1, 1, 3, 4, 5]
    # dim1 lacks 3 of 50 values (6 % > 5 %) and gets a mask, dim2 lacks 1 of 50
    assert data.channels == ("dim1", "dim2", "dim1 missing")
    assert data.x[0][:, 2].tolist() == [1, 0, 1, 1, 0]
    assert data.x[1][:, 2].tolist() == [0] * 5
    assert "4 missing values" in str(data.cleaned[0])


def test_a_channel_that_one_sequence_lacks_gets_the_training_mean(tmp_path: Path) -> None:
    write(tmp_path / "train.ts", "1,3:2,2:a\n5,7:2,2:b\n")
    write(tmp_path / "test.ts", "?,?:9,9:a\n")
    assert read(tmp_path).x[2].tolist() == [[4, 9], [4, 9]]


def test_time_stamps_become_a_channel_where_steps_are_uneven(tmp_path: Path) -> None:
    header = HEADER.replace("@timeStamps false", "@timeStamps true")
    even = "(0,1),(2,3),(4,5):(0,1),(2,3),(4,5):a\n(0,1),(2,2):(0,1),(2,2):b\n"
    assert read(write(tmp_path / "e.ts", even, header)).channels == ("dim1", "dim2")
    t = "2020-01-01 00:00:{}"
    row = ",".join(f"({t.format(s)},{s})" for s in ("00", "05", "06"))
    data = read(write(tmp_path / "u.ts", f"{row}:{row}:a\n{row}:{row}:b\n", header))
    assert data.channels[-1] == "time since last step"
    assert data.x[0].tolist() == [[0, 0, 0], [5, 5, 5], [6, 6, 1]]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "line 8: no examples after @data"),
        ("1,2:a\n", "line 9: 1 channel where 2 are expected"),
        ("1,2:3,4:5,6:a\n", "line 9: 3 channels where 2"),
        ("1,2:3,4:a\n1,2:3:b\n", "line 10, column 'channel 2': 1 step where 2"),
        ("1,2:3,4:c\n", "line 9: class 'c' is not among"),
        ("1,x:3,4:a\n", "line 9, column 'channel 1': not a number: 'x'"),
        ("1,2:3,-inf:a\n", "line 9, column 'channel 2': infinite value '-inf'"),
        ("1,2:3,1e999:a\n", "infinite value '1e999'"),
        ("1,2::a\n", "line 9, column 'channel 2': a length of zero"),
        ("?,?:?,?:a\n?:?:b\n", "all values are missing"),
    ],
)
def test_bad_rows(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(write(tmp_path / "s.ts", rows))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("@data\n", ""), "line 8: broken header: '1,2:3,4:a' stands before @data"),
        (("@dimensions 2", "@dimensions two"), "line 5: broken header: @dimensions must be"),
        (("@dimensions 2", "@dimensions 0"), "line 5: broken header"),
        (("@dimensions 2", "@dimensions"), "line 5: broken header: @dimensions has no value"),
        (("@dimensions 2", "@dimensions 3"), "line 9: 2 channels where 3 are expected"),
        (("@classLabel true a b", "@classLabel true"), "line 7.*must name each class once"),
        (("@classLabel true a b", "@classLabel false"), "line 7: it has no classes"),
        (("@classLabel true a b\n", ""), "it has no classes"),
        (("@timeStamps false", "@timeStamps maybe"), "line 3: broken header: @timestamps must be"),
        (("@univariate false", "@univariate true"), "line 4.*but 2 dimensions"),
        (("@equalLength false", "@equalLength true\n@seriesLength 3"), "2 steps where 3"),
    ],
)
def test_broken_headers(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    header = HEADER.replace(*change)
    with pytest.raises(DataError, match=message):
        read(write(tmp_path / "s.ts", "1,2:3,4:a\n5,6:7,8:b\n", header))


def test_only_a_header_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no @data line"):
        read(write(tmp_path / "s.ts", "", "@problemName x\n"))
    (tmp_path / "b.ts").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="not a text file"):
        read(tmp_path / "b.ts")


def test_train_and_test_must_fit(tmp_path: Path) -> None:
    write(tmp_path / "train.ts", "1:2:a\n3:4:b\n")
    write(tmp_path / "test.ts", "1:2:a\n1:2:c\n", HEADER.replace("a b", "a b c"))
    with pytest.raises(DataError, match=r"test.ts, line 10: class 'c' has no example in train.ts"):
        read(tmp_path)
    write(tmp_path / "test.ts", "1:2:3:a\n", HEADER.replace("dimensions 2", "dimensions 3"))
    with pytest.raises(DataError, match=r"3 channels, but 2 in train.ts"):
        read(tmp_path)


def test_without_labels_at_prediction_time(tmp_path: Path) -> None:
    bare = HEADER.replace("@classLabel true a b", "@classLabel false")
    path = write(tmp_path / "n.ts", "1,2:3,4\n", bare)
    assert read_ts(path, labelled=False).x[0].tolist() == [[1, 3], [2, 4]]
    path = write(tmp_path / "q.ts", "1,2:3,4:?\n")
    assert read_ts(path, labelled=False).labels == ["?"]


def test_japanese_vowels(data_file) -> None:  # type: ignore[no-untyped-def]
    data = read(data_file("japanese-vowels"))
    assert len(data) == 640 and len(data.channels) == 12 and len(data.classes) == 9
    lengths = data.lengths()
    assert (lengths.min(), lengths[:270].max(), lengths.max()) == (7, 26, 29)
    parts = split_classes(data, seed=0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (216, 54, 370)
    assert data.x[0][0, :2].tolist() == pytest.approx([1.860936, -0.207383], abs=1e-6)


STAMPED = "@problemName p\n@timeStamps true\n@univariate true\n@classLabel true a b\n@data\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("(0,1),(1,2),(2,3:a", "step 3 is no"),
        ("(0,1),7,(2,3):a", "step 2 is no"),
        ("(0,1)(1,2),(2,3):a", "step 1 is no"),
        ("(1,1),(1,2),(2,3):a", "the time of step 2 is not after"),
        ("(0,1),(2,2),(1,3):a", "the time of step 3 is not after"),
        ("(nan,1),(1,2),(2,3):a", "step 1 has no time"),
        ("(0,1),(,2),(2,3):a", "step 2 has no time"),
        ("(2020-01-01,1),(2020-01-02,2),(2020-13-01,3):a", "unreadable time stamp"),
    ],
)
def test_broken_time_stamps_are_errors_with_their_place(
    tmp_path: Path, line: str, words: str
) -> None:
    (tmp_path / "s.ts").write_text(STAMPED + "(0,1),(1,2),(2,3):b\n" + line + "\n")
    with pytest.raises(DataError, match=f"line 7, column 'channel 1': {words}"):
        gather(Source(str(tmp_path / "s.ts")))


def test_comments_and_tabs_anywhere(tmp_path: Path) -> None:
    plain = write(tmp_path / "s.ts", "1,2,3:4,5,6:a\n7,8,9:9,1e1,0:b\n")
    text = plain.read_text().replace(" ", "\t").replace("\n1,2", "\n# one\n1,2")
    other = tmp_path / "o.ts"
    other.write_text(text.replace("\n7,8", "\n  % two\n\n7,8") + "%end\n")
    np.testing.assert_array_equal(read(other).x[1], read(plain).x[1])


@pytest.mark.parametrize("tag", ["@targetLabel true", "@targetlabel\tTRUE"])
def test_numbers_to_be_predicted(tmp_path: Path, tag: str) -> None:
    lines = "".join(f"{k},{k + 1},{k + 2}:{k / 4}\n" for k in range(20))
    (tmp_path / "v.ts").write_text(f"@problemName v\n@univariate true\n{tag}\n@data\n{lines}")
    data = read(tmp_path / "v.ts")
    assert (data.targets, data.y[3].tolist()) == (("target",), [0.75])
    assert "regression" in str(data.inferred[0])
    (tmp_path / "w.ts").write_text((tmp_path / "v.ts").read_text().replace(":0.75", ":?"))
    with pytest.raises(DataError, match="line 8: no number to be predicted"):
        read(tmp_path / "w.ts")
    (tmp_path / "w.ts").write_text((tmp_path / "v.ts").read_text().replace(":0.75", ":x"))
    with pytest.raises(DataError, match="line 8: not a number: 'x'"):
        read(tmp_path / "w.ts")


def test_time_stamps_with_a_zone_are_times(tmp_path: Path) -> None:
    header = HEADER.replace("@timeStamps false", "@timeStamps true")
    stamps = ("2020-01-01 10:00:00+02:00", "2020-01-01 08:00:05Z", "2020-01-01 08:00:06")
    row = ",".join(f"({t},{k})" for k, t in enumerate(stamps))
    data = read(write(tmp_path / "z.ts", f"{row}:{row}:a\n{row}:{row}:b\n", header))
    assert data.x[0][:, -1].tolist() == [0, 5, 1]

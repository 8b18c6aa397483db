"""What a user can get wrong: one clear message, exit code 2, nothing half-written."""

import gzip
import struct

import pytest

from recurra import cli

ROWS = "time,y,z\n" + "".join(f"2020-01-{d:02d},{d},{d * 2}\n" for d in range(1, 29))


@pytest.fixture
def recurra(monkeypatch, capsys, tmp_path):
    """Run the command line in an empty folder: exit code and what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        monkeypatch.setattr("sys.argv", ["recurra", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def table(tmp_path, text, name="data.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


def idx(tmp_path, labels, count=20, cut=0):
    images = struct.pack(">IIII", 0x803, count, 4, 4) + bytes(range(16)) * count
    own = struct.pack(">II", 0x801, count) + bytes(labels)
    for name, data in (("images-idx3", images[: len(images) - cut]), ("labels-idx1", own)):
        (tmp_path / f"train-{name}-ubyte.gz").write_bytes(gzip.compress(data))
    return tmp_path


def long(tmp_path, change=lambda rows: rows):
    rows = [[f"2020-01-01 {h:02d}:{m:02d}:00", h * 60 + m] for h in range(10) for m in range(60)]
    rows = change(rows)
    return table(tmp_path, "time,y\n" + "".join(f"{a},{b}\n" for a, b in rows))


def edited(row, column, value):
    def change(rows):
        rows[row][column] = value
        return rows

    return change


TS = "@problemName p\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
CASES = {
    "no such file": (lambda p: ["nowhere.csv"], ["nowhere.csv"]),
    "no such column": (lambda p: [table(p, ROWS), "--target", "w"], ["'w'", "y, z"]),
    "target not numeric": (
        lambda p: [long(p, edited(5, 1, "red")), "--target", "y"],
        ["line 7", "'y'", "red"],
    ),
    "too few rows": (
        lambda p: [table(p, ROWS), "--target", "y", "--horizon", "24", "--lookback", "24"],
        ["28", "lookback 24 and horizon 24"],
    ),
    "one class only": (lambda p: [idx(p, [3] * 20)], ["one class"]),
    "a class missing from a split": (lambda p: [idx(p, [0] * 19 + [1])], ["class"]),
    "unreadable time stamps": (
        lambda p: [long(p, edited(9, 0, "yesterday")), "--target", "y", "--time", "time"],
        ["line 11", "yesterday"],
    ),
    "all values missing": (
        lambda p: [long(p, lambda rows: [[t, "NA"] for t, _ in rows]), "--target", "y"],
        ["'y'", "missing"],
    ),
    "infinite values": (
        lambda p: [long(p, edited(3, 1, "inf")), "--target", "y"],
        ["line 5", "'y'", "infinite"],
    ),
    "truncated IDX": (lambda p: [idx(p, [0, 1] * 10, cut=7)], ["idx3", "bytes"]),
    "broken header of a .ts file": (
        lambda p: [table(p, TS.replace("@data\n", "1,2:a\n"), "x_TRAIN.ts")],
        ["x_TRAIN.ts", "@data"],
    ),
    "length of zero": (lambda p: [table(p, TS + "1,2:a\n:b\n", "x_TRAIN.ts")], ["line 7"]),
    "empty file": (lambda p: [table(p, ""), "--target", "y"], ["empty"]),
    "unknown cell": (lambda p: ["digits", "--cells", "lstn"], ["lstn", "lstm"]),
    "unknown option value": (lambda p: ["digits", "--match", "size"], ["size", "hidden"]),
    "unknown step of a preparation": (
        lambda p: [table(p, ROWS), "--target", "y", "--prepare", "*:robust; z:difff"],
        ["character 13, column 'z', step 'difff'", "did you mean 'diff'"],
    ),
    "a preparation of no column": (
        lambda p: [table(p, ROWS), "--target", "y", "--prepare", "y:robust; w:diff"],
        ["character 11, column 'w'", "y, z"],
    ),
    "a preparation of images": (
        lambda p: ["digits", "--prepare", "*:robust"],
        ["--prepare", "tables"],
    ),
    "unknown score": (lambda p: ["digits", "--score", "acuracy"], ["accuracy"]),
    "bad budget": (lambda p: ["digits", "--budget", "soon"], ["soon"]),
    "bad margin": (lambda p: ["digits", "--margin", "small"], ["small"]),
    "no data": (lambda p: [], ["no data"]),
    "resume nothing": (lambda p: ["--resume", p / "none"], ["none"]),
}


@pytest.mark.parametrize("case", CASES)
def test_compare(recurra, tmp_path, case):
    make, expected = CASES[case]
    words = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, _, said = recurra("compare", *words)
    assert code == 2, said
    for part in expected:
        assert part in said
    assert "Traceback" not in said
    assert sorted(tmp_path.rglob("*")) == before, "something was written"


def test_a_users_cell_that_does_not_trace(recurra, tmp_path):
    mine = table(
        tmp_path,
        "from recurra import cell\nfrom recurra.ir import tanh\n\n"
        '@cell(states="h")\ndef leaky(x, h, W, U, b):\n    a = x @ W\n'
        "    return tanh(a + U @ h + b)\n",
        "mine.py",
    )
    code, _, said = recurra("compare", "digits", "--cells", f"lstm,{mine}:leaky")
    assert code == 2
    for part in ("mine.py", "line 6", "a = x @ W", "matrix on the left"):
        assert part in said
    code, _, said = recurra("compare", "digits", "--cells", f"lstm,{mine}:leeky")
    assert code == 2 and "'leaky'" in said


def test_output_folder(recurra, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    code, _, said = recurra("compare", "digits", "--out", "full")
    assert code == 2 and "full" in said and "empty" in said
    (tmp_path / "file").write_text("")
    code, _, said = recurra("compare", "digits", "--out", "file/below")
    assert code == 2 and "file" in said


def test_models(recurra, tmp_path):
    for words in (
        ("predict", "nowhere", "x.csv"),
        ("evaluate", "nowhere", "x.csv"),
        ("report", "nowhere"),
        ("fit", "nowhere.csv"),
        ("fit", "digits", "--cell", "lstn"),
        ("cells", "show", "lstn"),
        ("cells", "show", "lstm", "--backend", "numbaa"),
    ):
        code, _, said = recurra(*words)
        assert code == 2, words
        assert "Traceback" not in said and said.startswith("recurra: ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("reproduce", "le2017"), "did you mean 'le2016'"),
        (("reproduce", "le2016", "--quick", "--full"), "not both"),
        (("reproduce", "le2016", "--rates", "0.1,fast"), "--rates takes numbers"),
        (("reproduce", "le2016", "--optimizer", "adagard"), "did you mean 'adagrad'"),
        (("reproduce", "le2016", "--only", "lstm9"), "fits no claim, condition or network"),
        (("reproduce", "le2016", "--beside", "nowhere"), "no paper.json"),
        (("compare", "probe:keywrd"), "did you mean 'keyword'"),
        (("compare", "probe:adding", "--length", "long"), "a number or a range"),
        (("compare", "probe:copy", "--depth", "3"), "--depth does not fit"),
        (("fit", "digits", "--length", "3"), "--length does not fit"),
    ],
)
def test_probes_and_papers(recurra, tmp_path, words, says):
    code, _, said = recurra(*words)
    assert code == 2 and says in said
    assert not list(tmp_path.iterdir())

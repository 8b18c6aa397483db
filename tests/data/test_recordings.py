"""Folders of recordings: which files, which labels, and what is said of what does not fit."""

import unicodedata

import numpy as np
import pytest
from tests.data.waves import names_of, spoken, tone, write

from recurra.data import fingerprint, gather
from recurra.data.read import kept, settled
from recurra.errors import DataError, SettingError
from recurra.records import Source
from recurra.tasks import pose
from recurra.words import speaking


def read(path, **asked):
    return gather(Source.of(path, **asked))


def said(data):
    return " ".join(str(one) for one in (*data.inferred, *data.cleaned))


def walk(path, seed=0, header="time,ax,ay", steps=12, first=0.0, step=0.02):
    """A table of a recording: a time and two columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = np.random.default_rng(seed).standard_normal((steps, header.count(","))) + first
    rows = [f"{k * step:.3f}," + ",".join(f"{v:.4f}" for v in row) for k, row in enumerate(values)]
    path.write_text(header + "\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def people(tmp_path):
    """walk and run of three people, a CSV each, in a folder for each class."""
    root = tmp_path / "people"
    for c, label in enumerate(("walk", "run")):
        for person in ("p1", "p2", "p3"):
            for k in range(2):
                walk(root / label / f"{person}_{k}.csv", seed=10 * c + k, steps=8 + k)
    return root


def test_labels_from_folders(people):
    data = read(people)
    assert data.classes == ("run", "walk") and data.y.tolist() == [0] * 6 + [1] * 6
    assert names_of(data)[:2] == ("run/p1_0.csv", "run/p1_1.csv")
    assert data.channels == ("ax", "ay") and data.lengths().tolist() == [8, 9] * 6
    assert "Time is in time, in even steps of 0.02" in said(data)
    assert settled(Source.of(people)).reader == "recordings"


def test_labels_from_names_and_parts_by_person(people):
    flat = people / "walk"
    (people / "walk" / "p9_7.csv").write_text("time,ax,ay\n0,1,2\n1,3,4\n")
    data = read(flat, label_pattern=r"p\d_(\d)")
    assert data.classes == ("0", "1", "7") and len(data) == 7
    (people / "walk" / "p9_7.csv").unlink()
    task = pose(read(people, split_by="{person}_*"), Source.of(people))
    names = np.array([n.split("/")[1][:2] for n in names_of(task.data)])
    groups = [set(names[task.index[part]]) for part in ("train", "validation", "test")]
    assert [len(g) for g in groups] == [1, 1, 1] and len(set.union(*groups)) == 3


def test_fields_of_a_pattern_are_columns(tmp_path):
    data = read(spoken(tmp_path / "s"), label_pattern="{label}_{voice}_*", split_by="voice")
    assert data.classes == ("high", "low", "mid")
    assert data.groups.tolist() == ["amy", "amy", "bob", "bob", "eva", "eva"] * 3
    with pytest.raises(SettingError, match="there are voice"):
        read(tmp_path / "s", label_pattern="{label}_{voice}_*", split_by="person")
    other = read(tmp_path / "s", label_pattern="{label}_{voice}_*", label="voice")
    assert other.classes == ("amy", "bob", "eva")


@pytest.mark.parametrize(
    "names",
    [
        lambda f: f.name,
        lambda f: f.stem,
        lambda f: f"/home/someone/data/{f.name}",
        lambda f: f"data\\{f.name}",
        lambda f: f"./{f.name.upper()}",
    ],
    ids=["name", "stem", "path", "windows", "case"],
)
def test_labels_from_a_table_however_it_names_files(tmp_path, names):
    files = sorted(spoken(tmp_path / "s").iterdir())
    rows = [f"{names(f)};{f.name.split('_')[0]}" for f in files]
    (tmp_path / "which.csv").write_text("file;kind\n" + "\n".join(rows) + "\n")
    data = read(tmp_path / "s", labels=str(tmp_path / "which.csv"))
    assert [data.classes[k] for k in data.y] == [n.split("_")[0] for n in names_of(data)]


def test_a_table_among_sound_is_found(tmp_path):
    root = spoken(tmp_path / "s" / "audio").parent
    (root / "meta").mkdir()
    rows = [f"{f.name},{f.name.split('_')[0]},{f.name.split('_')[1]},5"
            for f in sorted((root / "audio").iterdir())]  # fmt: skip
    (root / "meta" / "all.csv").write_text(
        "filename,category,voice,loud\n" + "\n".join(rows) + "\n"
    )
    data = read(root, split_by="voice")
    assert data.classes == ("high", "low", "mid") and set(data.groups) == {"amy", "bob", "eva"}
    assert "Labels are column 'category' of all.csv" in said(data)


def test_a_table_beside_folders_says_who_it_is_of(people):
    """Its label is not used, and may be unclear; its other columns are there to split by."""
    names = [p.relative_to(people).as_posix() for p in sorted(people.rglob("*.csv"))]
    rows = [
        f"{n},{'x' if 'p1' in n else 'y' if 'p2' in n else 'z'},{k}" for k, n in enumerate(names)
    ]
    (people / "metadata.csv").write_text("path,who,age\n" + "\n".join(rows) + "\n")
    data = read(people, split_by="who")
    assert data.classes == ("run", "walk") and set(data.groups) == {"x", "y", "z"}
    assert "metadata.csv names recordings too" in said(data)
    again = read(people, label_pattern="*/{person}_*", label="person", split_by="who")
    assert again.classes == ("p1", "p2", "p3") and set(again.groups) == {"x", "y", "z"}
    assert read(people, label="who").classes == ("x", "y", "z")
    flat = people.parent / "flat"
    (people / "walk").rename(flat)
    (flat / "labels.csv").write_text((people / "metadata.csv").read_text().replace("walk/", ""))
    with pytest.raises(DataError, match="several columns could be the label: who, age"):
        read(flat)


def test_numbers_of_files_and_of_labels(tmp_path):
    for k in range(1, 12):
        walk(tmp_path / "r" / f"{k:03d}.csv", seed=k)
    rows = [f"{k},{k / 10}" for k in range(1, 12)]
    (tmp_path / "r" / "labels.csv").write_text("id,force\n" + "\n".join(rows) + "\n")
    data = read(tmp_path / "r", task="regression")
    assert data.y[:, 0].tolist() == [k / 10 for k in range(1, 12)] and len(data.targets) == 1
    (tmp_path / "r" / "labels.csv").write_text("id,force\n1,hard\n2,3\n3,4\n4,5\n5,6\n6,7\n")
    with pytest.raises(DataError, match=r"1 label is no number: 001.csv: hard"):
        read(tmp_path / "r", task="regression")


def test_a_table_of_labels_is_found_from_anywhere(tmp_path, monkeypatch):
    rows = [f"{f.name},{f.name.split('_')[0]}" for f in spoken(tmp_path / "s").iterdir()]
    (tmp_path / "l.csv").write_text("file,label\n" + "\n".join(rows) + "\n")
    monkeypatch.chdir(tmp_path)
    source = kept(Source.of("s", labels="l.csv"))
    monkeypatch.chdir("/")
    assert len(gather(source)) == len(rows)


def test_missing_doubled_and_unknown_names_are_listed(tmp_path):
    root = spoken(tmp_path / "s")
    files = sorted(f.name for f in root.iterdir())
    rows = [f"{f},{f.split('_')[0]}" for f in files[2:]]
    rows += [rows[-1], "ghost.wav,low", "other.wav,low", f"{files[0]},"]
    table = tmp_path / "l.csv"
    table.write_text("file,label\n" + "\n".join(rows) + "\n")
    data = read(root, labels=str(table))
    words = said(data)
    assert len(data) == len(files) - 2
    assert "2 rows of l.csv are of no recording: ghost.wav, other.wav." in words
    assert "1 row of l.csv repeat another one: mid_eva_1.wav" in words
    assert f"l.csv has no row for 1 file ({files[1]})" in words
    assert f"l.csv leaves the label empty of 1 file ({files[0]})" in words
    assert f"Left out, as they have no label: 2 files ({files[0]}, {files[1]})" in words
    table.write_text("file,label\n" + "\n".join([*rows, f"{files[3]},mid"]) + "\n")
    with pytest.raises(DataError, match=r"l.csv, line \d+: high_bob_1.wav has two labels"):
        read(root, labels=str(table))


def test_files_of_the_same_name_in_several_folders_are_told_apart(tmp_path):
    for person in ("p1", "p2"):
        for k in range(5):
            walk(tmp_path / "r" / person / f"{k}.csv", seed=k)
    rows = [f"{p}/{k}.csv,{'ab'[(k + (p == 'p2')) % 2]}" for p in ("p1", "p2") for k in range(5)]
    rows.append("p3/0.csv,a")
    (tmp_path / "l.csv").write_text("file,label\n" + "\n".join(rows) + "\n")
    data = read(tmp_path / "r", labels=str(tmp_path / "l.csv"))
    assert [data.classes[k] for k in data.y] == [r[-1] for r in rows[:-1]]
    assert "1 row of l.csv is of no recording: p3/0.csv." in said(data)


def test_parts_from_folders_and_from_a_column(tmp_path):
    for part, n in (("train", 4), ("test", 2)):
        for label in "ab":
            for k in range(n):
                walk(tmp_path / "r" / part / label / f"{k}.csv", seed=k)
    data = read(tmp_path / "r")
    assert data.classes == ("a", "b") and data.part.tolist() == [2] * 4 + [0] * 8
    rows = [f"{n},{n.split('/')[1]},{'test' if n[-5] == '0' else 'train'}" for n in names_of(data)]
    (tmp_path / "l.csv").write_text("path,label,split\n" + "\n".join(rows) + "\n")
    flat = tmp_path / "flat"
    for name in names_of(data):
        walk(flat / name.replace("/", "_"))
    text = (tmp_path / "l.csv").read_text()
    for part in ("train", "test"):
        for label in "ab":
            text = text.replace(f"{part}/{label}/", f"{part}_{label}_")
    (tmp_path / "l.csv").write_text(text)
    data = read(flat, labels=str(tmp_path / "l.csv"))
    assert data.part.tolist() == [2 if n.endswith("0.csv") else 0 for n in names_of(data)]


def test_what_systems_leave_is_no_recording(people):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "walk/._p1_0.csv", "__MACOSX/x.csv"):
        (people / name).parent.mkdir(exist_ok=True)
        (people / name).write_bytes(b"\x00\x01")
    (people / "README.txt").write_text("what this is")
    data = read(people)
    assert len(data) == 12 and "Not read: 1 file (README.txt)" in said(data)


def test_folders_in_folders(tmp_path):
    for label in "ab":
        for k in range(3):
            walk(tmp_path / "d" / "data" / "data" / label / f"{k}.csv", seed=k)
    assert read(tmp_path / "d").classes == ("a", "b")
    for person in "xy":
        for label in "ab":
            walk(tmp_path / "e" / person / label / "1.csv")
    with pytest.raises(DataError, match="more than one level could be the label: x/a"):
        read(tmp_path / "e")
    assert read(tmp_path / "e", label_pattern="{label}/*/*").classes == ("x", "y")
    assert read(tmp_path / "e", label_pattern="{label}/*").classes == ("a", "b")


def test_letters_of_macos_are_those_of_others(tmp_path):
    """The folder was written by macOS (NFD), the table by Windows (NFC)."""
    names = [f"{w}_{k}" for w in ("がっこう", "プール") for k in range(3)]
    for k, name in enumerate(names):
        walk(tmp_path / "r" / (unicodedata.normalize("NFD", name) + ".csv"), seed=k)
    rows = [f"{name}.csv,{name.split('_')[0]}" for name in names]
    (tmp_path / "l.csv").write_text("ファイル,ラベル\n" + "\n".join(rows) + "\n", "cp932")
    data = read(tmp_path / "r", labels=str(tmp_path / "l.csv"))
    assert data.classes == ("がっこう", "プール") and data.y.tolist() == [0, 0, 0, 1, 1, 1]
    by_name = read(tmp_path / "r", label_pattern="{label}_*")
    assert by_name.classes == data.classes and fingerprint(by_name) == fingerprint(data)


def test_other_columns_and_other_units(people):
    walk(people / "walk" / "p3_9.csv", header="time,ax,ay,note")
    data = read(people)
    assert data.channels == ("ax", "ay")
    assert "no inputs, as not all recordings have them: 'note' (1 recording)" in said(data)
    walk(people / "walk" / "p3_8.csv", first=980)
    assert "Column 'ax' is about 980 in 1 file (walk/p3_8.csv)" in said(read(people))
    walk(people / "walk" / "p3_7.csv", header="time,ax,az")
    with pytest.raises(DataError, match=r"p3_7.csv: no column 'ay', which other recordings have"):
        read(people)


def test_a_column_that_one_recording_leaves_empty(people):
    (people / "walk" / "p1_0.csv").write_text("time,ax,ay\n0,1,\n0.02,2,\n0.04,4,\n")
    data = read(people)
    assert all(np.isfinite(one).all() for one in data.x)


def test_uneven_time_is_a_channel(people):
    path = people / "walk" / "p1_0.csv"
    path.write_text("time,ax,ay\n0,1,2\n0.02,2,3\n0.09,4,\n")
    data = read(people)
    place = names_of(data).index("walk/p1_0.csv")
    assert data.channels == ("ax", "ay", "time since last step")
    np.testing.assert_allclose(data.x[place], [[1, 2, 0], [2, 3, 0.02], [4, 3, 0.07]])


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "make, asked, words",
    [
        (lambda r: r.mkdir(), {}, "nothing_here"),
        (lambda r: spoken(r), {}, "no_labels"),
        (lambda r: [walk(r / "a" / f"{k}.csv") for k in range(3)] and None,
         {"label_pattern": "({label}"}, ""),
        (lambda r: spoken(r), {"label_pattern": "nothing"}, "no_field"),
        (lambda r: spoken(r), {"label_pattern": "{label}-*"}, "no_match"),
        (lambda r: spoken(r), {"labels": "none.csv"}, "missing"),
        (lambda r: [walk(r / "a" / f"{k}.csv") for k in range(3)], {"labels": "0.csv"}, ""),
        (lambda r: [(r / c).mkdir(parents=True) or (r / c / "x.mp3").touch() for c in "ab"], {},
         "other_sound"),
        (lambda r: [walk(r / "a" / f"{k}.csv") for k in range(3)], {"label_pattern": "{label}/*"},
         "one_class"),
        (lambda r: [walk(r / c / f"{k}.csv") for k in range(3) for c in "ab"],
         {"horizon": 3}, ""),
    ],
    ids=["empty", "unlabelled", "odd", "no field", "no match", "no table", "wrong table", "mp3",
         "one class", "horizon"],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(tmp_path, make, asked, words, language):
    make(tmp_path / "r")
    with speaking(language), pytest.raises((DataError, SettingError)) as raised:
        data = read(tmp_path / "r", **asked)
        pose(data, Source.of(tmp_path / "r"))
    with speaking(language):
        text = str(raised.value)
    assert "\n" not in text and len(text) < 500
    assert not words or words in raised.value.what.key


def test_a_fingerprint_follows_values_labels_and_groups(tmp_path):
    root = spoken(tmp_path / "s")
    asked = {"label_pattern": "{label}_{voice}_*"}
    first = fingerprint(read(root, **asked))
    assert fingerprint(read(root, **asked)) == first
    assert fingerprint(read(root, split_by="voice", **asked)) != first
    assert fingerprint(read(root, mel_bands=20, **asked)) != first
    write(root / "low_amy_0.wav", tone(300))
    assert fingerprint(read(root, **asked)) != first


def test_a_limit_reads_only_so_many(tmp_path, monkeypatch):
    from recurra.data.recordings import hearing

    root, opened = spoken(tmp_path / "s"), []
    own = hearing.read_wav
    monkeypatch.setattr(hearing, "read_wav", lambda path: opened.append(path) or own(path))
    data = read(root, label_pattern="{label}_*", limit=6)
    assert len(data) == len(opened) == 6 and set(data.y) == {0, 1, 2}


def test_a_target_is_a_number(tmp_path):
    for k in range(10):
        walk(tmp_path / "r" / f"{k}.csv", seed=k)
    rows = [f"{k}.csv,{k / 10},{k % 2}" for k in range(10)]
    (tmp_path / "l.csv").write_text("file,force,kind\n" + "\n".join(rows) + "\n")
    asked = {"labels": str(tmp_path / "l.csv"), "target": ("force",)}
    data = read(tmp_path / "r", task="regression", **asked)
    assert data.targets == ("force",) and data.y[3, 0] == 0.3
    with pytest.raises(DataError, match="several columns could be the label: force, kind"):
        read(tmp_path / "r", labels=asked["labels"])
    with pytest.raises(SettingError, match="asks for one number of each recording"):
        read(tmp_path / "r", **asked)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_rows_that_are_out_of_order_are_put_in_order_and_said(people, language):
    whole = read(people)
    moved = people / "run" / "p1_0.csv"
    header, *rows = moved.read_text().splitlines()
    moved.write_text("\n".join([header, *reversed(rows)]) + "\n")
    with speaking(language):
        data = read(people)
        assert "run/p1_0.csv" in said(data)
        assert ("put in order" in said(data)) == (language == "en")
    assert data.channels == whole.channels == ("ax", "ay")
    for one, other in zip(data.x, whole.x, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_time_that_stands_still_is_time_where_that_of_the_others_is(people):
    later = people / "walk" / "p3_1.csv"
    lines = later.read_text().splitlines()
    lines[3] = lines[2].split(",")[0] + "," + lines[3].partition(",")[2]
    later.write_text("\n".join(lines) + "\n")
    data = read(people)
    assert {"ax", "ay"} <= set(data.channels) and "time" not in data.channels


def test_numbers_without_an_order_are_no_time(tmp_path):
    for k, label in enumerate("ab" * 3):
        walk(tmp_path / label / f"{k}.csv", seed=k, header="n,s,ax")  # s: a sensor of this name
    assert "s" in read(tmp_path).channels

"""Several files as one table; a zip or tar with several files is a folder."""

import io
import tarfile
import zipfile

import numpy as np
import pandas as pd
import pytest
from tests.data.waves import spoken

from recurra.data import Series, fingerprint, gather
from recurra.data.profile import profile
from recurra.data.read import kept, reader_of
from recurra.errors import DataError, SettingError
from recurra.records import Source
from recurra.words import speaking

MONTHS = ("jan", "feb", "mar")


def table(start=0, rows=40, seed=0):
    times = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(start, start + rows), "h")
    load = np.random.default_rng(seed).standard_normal(rows)
    return pd.DataFrame({"time": times.strftime("%Y-%m-%d %H:%M"), "load": load.round(4)})


@pytest.fixture
def months(tmp_path):
    """Three files whose names are in another order than their time."""
    root = tmp_path / "months"
    root.mkdir()
    for k, name in enumerate(MONTHS):
        table(40 * k, seed=k).to_csv(root / f"{name}.csv", index=False)
    return root


def whole(tmp_path):
    every = pd.concat([table(40 * k, seed=k) for k in range(3)])
    every.to_csv(tmp_path / "whole.csv", index=False)
    return gather(Source.of(tmp_path / "whole.csv", target=("load",)))


def read(path, **asked):
    return gather(Source.of(path, **{"target": ("load",), **asked}))


@pytest.mark.parametrize("ask", ["", "*.csv", "???.csv"], ids=["folder", "star", "marks"])
def test_files_of_months_are_one_table_in_the_order_of_time(tmp_path, months, ask):
    (months / ".DS_Store").write_bytes(b"\0")
    data = read(months / ask if ask else months)
    assert isinstance(data, Series) and fingerprint(data) == fingerprint(whole(tmp_path))
    told = " ".join(map(str, (*data.inferred, *data.cleaned)))
    assert "in the order of time: 3 (jan.csv ... mar.csv)" in told and "order" in told
    assert "sorted" not in told


def test_formats_encodings_and_orders_of_columns_may_differ(tmp_path, months):
    other = table(80, seed=2)[["load", "time"]]
    (months / "mar.csv").write_text(other.to_csv(index=False, sep=";", decimal=","), "utf-16")
    assert fingerprint(read(months)) == fingerprint(whole(tmp_path))


def test_without_time_files_are_in_the_order_of_their_numbers(tmp_path):
    root = tmp_path / "parts"
    root.mkdir()
    for k in range(12):
        table(seed=k)[["load"]].to_csv(root / f"part{k + 1}.csv", index=False)
    data = read(root)
    first = np.concatenate([table(seed=k)["load"] for k in range(12)])
    np.testing.assert_array_equal(data.groups[0].values[:, 0], first)
    assert "in the order of their names: 12 (part1.csv ... part12.csv)" in str(
        [str(one) for one in (*data.inferred, *data.cleaned)]
    )


def test_whole_numbers_in_one_file_and_text_in_another(tmp_path, months):
    (months / "feb.csv").write_text((months / "feb.csv").read_text().replace(",0.", ",+0."))
    assert len(read(months).groups[0]) == 120
    text = (months / "mar.csv").read_text().splitlines()
    text[5] = text[5].split(",")[0] + ",broken"
    (months / "mar.csv").write_text("\n".join(text) + "\n")
    with pytest.raises(DataError, match=r"mar.csv, line 6, column 'load': not a number"):
        read(months)


def test_other_columns_are_refused_by_name(months):
    table().rename(columns={"load": "lode"}).to_csv(months / "apr.csv", index=False)
    for language, words in (("en", "it lacks 'lode' and has 'load' besides"), ("ja", "ない列")):
        with speaking(language), pytest.raises(DataError) as raised:
            read(months)
        with speaking(language):
            assert words in str(raised.value) and "feb.csv" in str(raised.value)


def test_a_pattern_is_found_from_anywhere(months, monkeypatch):
    monkeypatch.chdir(months)
    source = kept(Source.of("*.csv", target=("load",)))
    monkeypatch.chdir("/")
    assert len(gather(source).groups[0]) == 120
    assert profile(source).count == 120
    with pytest.raises(DataError, match="no such file"):
        gather(Source(str(months / "*.parquet")))


def packed(folder, path):
    """The folder in a zip or tar, beside what systems leave."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    names = {f"{folder.name}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in files}
    names |= {f"__MACOSX/._{n}": b"\0" for n in list(names)[:1]} | {"../../evil.csv": b"a\n1\n"}
    names.pop("../../evil.csv") if path.suffix == ".zip" else None
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as file:
            for name, content in names.items():
                file.writestr(name, content)
        return path
    with tarfile.open(path, "w:gz" if path.suffix in (".gz", ".tgz") else "w") as file:
        for name, content in list(names.items())[: len(files) + 1]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", ["m.zip", "m.tar", "m.tar.gz", "m.tgz"])
def test_archives_are_folders(tmp_path, months, name):
    path = packed(months, tmp_path / name)
    data = read(path)
    assert fingerprint(data) == fingerprint(whole(tmp_path)) and data.files == (str(path),)
    assert profile(Source.of(path, target=("load",))).name == name


def test_recordings_in_a_zip(tmp_path):
    root = spoken(tmp_path / "s")
    asked = {"label_pattern": "{label}_{voice}_*"}
    path = packed(root, tmp_path / "s.zip")
    one, two = gather(Source.of(path, **asked)), gather(Source.of(root, **asked))
    assert fingerprint(one) == fingerprint(two) and reader_of(str(path)) == "recordings"
    (root / "low_bob_1.wav").write_bytes(b"RIFF")
    with pytest.raises(DataError, match=r"t.zip/s/low_bob_1.wav|t.zip/low_bob_1.wav"):
        gather(Source.of(packed(root, tmp_path / "t.zip"), **asked))


def test_one_file_in_a_tar(tmp_path, months):
    with tarfile.open(tmp_path / "one.tar.xz", "w:xz") as file:
        file.add(months / "jan.csv", "deep/jan.csv")
    assert len(read(tmp_path / "one.tar.xz").groups[0]) == 40


def test_names_in_japanese_from_windows(tmp_path):
    """Windows packs names in CP932 without saying so."""
    path = tmp_path / "j.zip"
    rows = b"a,b\n" + b"".join(b"%d,%d\n" % (k % 3, k % 5) for k in range(9))
    with zipfile.ZipFile(path, "w") as file:
        for label in ("AAAA", "BBBB"):
            for k in range(4):
                file.writestr(f"{label}/{k}.csv", rows)
    raw = path.read_bytes()
    raw = raw.replace(b"AAAA", "歩く".encode("cp932")).replace(b"BBBB", "走る".encode("cp932"))
    path.write_bytes(raw)
    assert gather(Source(str(path))).classes == ("歩く", "走る")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "name, content", [("a.tar", b"no tar"), ("a.tar.gz", b"\x1f\x8b\x08"), ("a.tgz", b"")]
)
def test_a_broken_archive_is_one_sentence(tmp_path, name, content, language):
    (tmp_path / name).write_bytes(content)
    with speaking(language), pytest.raises((DataError, SettingError)) as raised:
        gather(Source(str(tmp_path / name)))
    with speaking(language):
        assert name in str(raised.value) and "\n" not in str(raised.value)

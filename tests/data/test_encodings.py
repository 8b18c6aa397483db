"""Encodings: what tables come in, from one letter beyond ASCII on."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series
from recurra.data.encodings import decoded
from recurra.errors import DataError

Read = Callable[..., Series]

# Words that the letter statistics do not list by themselves.
JAPANESE = (
    "発電所 稼働率 警報 漢字 振動 故障 ポンプ 設備名 経過 給水 燃焼 圧縮機 検査 製造 工場 残高"
)
CHINESE = "电压 电流 设备 状态 故障 工厂 生产线 批次 检查 负责人 余额 压缩机 振动 转速 车间"
WESTERN = (
    "Gerät Höhe Länge Fläche Zähler Prüfung débit société région señal día avião estação größer "
    "lämpötila käyttö målepunkt værdi Größenänderung €/kWh Temp.°C naïve"
)
WRITTEN = {"cp932": JAPANESE, "euc_jp": JAPANESE, "gb18030": CHINESE, "cp1252": WESTERN}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_few_letters_are_read_right_or_said_to_be_unsure(encoding: str) -> None:
    words, rng = WRITTEN[encoding].split(), np.random.default_rng(0)
    wrong, tried = 0, 0
    for count in (1, 2, 3, 5):
        for _ in range(40):
            text = "time," + ",".join(rng.choice(words, count)) + "\n2020-01-01" + ",1" * count
            found, said = decoded(Path("t"), text.encode(encoding))
            tried += 1
            if found != text:
                wrong += 1
                assert said[0].key == "data.encodings.unsure", (text, found)
    assert wrong <= 0.08 * tried


def test_marks_and_utf16_without_one(read: Read, hours: pd.DataFrame) -> None:
    text = hours.rename(columns={"y": "気温"}).to_csv(index=False)
    for raw in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        text.encode("utf-32"),
    ):
        series = read(raw, target=("気温",))
        assert series.targets == ("気温",)
        np.testing.assert_array_equal(series.groups[0].values[:, 0], hours.y)


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp932", "気温"), ("gb18030", "温度"), ("latin-1", "Wärme")]
)
def test_the_first_letter_may_come_late(encoding: str, name: str) -> None:
    text = "time,y\n" + "2020-01-01,1\n" * 900_000 + f"2020-01-01,{name}\n"
    assert len(text) > 10_000_000
    assert decoded(Path("t"), text.encode(encoding))[0] == text


def test_damaged_utf8_is_an_error_with_its_line() -> None:
    raw = "time,Größe,Länge,Höhe\n2020,über,schön,1\n2020,für,ä,2\n".encode()
    with pytest.raises(DataError, match="line 2: a byte here is not UTF-8"):
        decoded(Path("t"), raw.replace("schön".encode(), b"sch\xf6n"))
    with pytest.raises(DataError, match="line 3"):
        decoded(Path("t"), raw[:-4])


def test_the_encoding_that_is_told_overrules() -> None:
    raw = "Größe".encode("cp1252")
    assert decoded(Path("t"), raw, "cp1250")[0] == raw.decode("cp1250")
    with pytest.raises(DataError, match="byte 3 is not utf-8"):
        decoded(Path("t"), raw, "utf-8")
    with pytest.raises(DataError, match="no encoding 'cp-none'"):
        decoded(Path("t"), raw, "cp-none")


def test_the_encoding_is_an_option_of_tables(read: Read, hours: pd.DataFrame) -> None:
    raw = hours.rename(columns={"y": "Größe"}).to_csv(index=False).encode("mac_roman")
    assert read(raw, target=("Größe",), encoding="mac_roman").targets == ("Größe",)

"""What the system and other libraries refuse is said in words, in both languages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recurra.data import gather
from recurra.errors import DataError, RecurraError, reason
from recurra.records import Source
from recurra.words import Words, speaking

NOTHING: dict[str, str] = {}


def raised(work: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:
        work()
    return caught.value


@pytest.mark.parametrize(
    ("work", "english", "japanese"),
    [
        (lambda: Path("absent/x").read_text(), "it is not there", "存在しません"),
        (lambda: Path("/").write_text(""), "it is a folder", "フォルダです"),
        (lambda: json.loads('{"a": }'), "line 1, character 7", "1行目の7文字目"),
        (lambda: b"ab\xff".decode(), "no text in utf-8 from byte 3 on", "3バイト目からutf-8の"),
        (lambda: NOTHING["score"], "there is no 'score'", "項目「score」がありません"),
        (lambda: (_ for _ in ()).throw(EOFError()), "it ends too early", "途中で終わっています"),
    ],
)
def test_in_words(work: Callable[[], object], english: str, japanese: str) -> None:
    found = reason(raised(work))
    assert str(found) == english
    with speaking("ja"):
        assert str(found).startswith(japanese)


def test_what_we_have_no_words_for_is_quoted_as_it_is() -> None:
    """Its first line alone; what has words of its own keeps them."""
    found = reason(ValueError("4 is odd\nand more"))
    assert str(found) == "4 is odd"
    with speaking("ja"):
        assert str(found) == "英語の原文: 4 is odd"
    own = DataError("mine")
    assert reason(own) == own.message
    assert reason(ValueError(own.message)) == own.message
    assert isinstance(reason(ValueError()), Words)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'[{"a": 1}, {"a": }]'),
        ("a.jsonl", b'{"a": 1}\n{"a": }\n'),
        ("a.csv.gz", b"\x1f\x8b\x08\x00"),
        ("a.csv.zip", b"PK\x03\x04 and no more"),
    ],
)
def test_a_spoiled_file_is_told_in_japanese(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    error = raised(lambda: gather(Source.of(str(tmp_path / name))))
    assert isinstance(error, RecurraError)
    with speaking("ja"):
        said = str(error).replace(str(tmp_path), "")
    assert "英語の原文" in said or not any(w in said for w in ("Expecting", "ended", "Error"))

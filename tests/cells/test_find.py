"""What is said of a cell that is not found, in both languages."""

from pathlib import Path

import pytest

from recurra import cells
from recurra.errors import RecurraError
from recurra.words import speaking

WRONG = {
    "lstn": ("unknown cell 'lstn'", "セル「lstn」はありません"),
    "scrn(alpha": ("cannot read the options of", "オプションを読み取れません"),
    "mine.py": ("which cell of 'mine.py'? Write mine.py:NAME", "mine.py:NAME の形で"),
    "nowhere.py:a": ("no such file: nowhere.py", "ファイル nowhere.py がありません"),
    "mine.py:a": ("unknown cell of mine.py: 'a'", "mine.py のセル「a」はありません"),
    "broken.py:a": ("the file cannot be run: ZeroDivisionError", "ファイルを実行できません"),
    "indrnn(longest=-1)": ("not a number of steps", "ステップ数ではありません"),
}


@pytest.mark.parametrize("spec", WRONG)
def test_what_is_wrong_with_a_name_is_said_in_both_languages(spec, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.py").touch()
    Path("broken.py").write_text("1 / 0\n")
    for language, expected in zip(("en", "ja"), WRONG[spec], strict=True):
        with speaking(language):
            with pytest.raises(RecurraError) as raised:
                cells.find(spec).graph()
            assert expected in str(raised.value)

"""What commands show in Japanese: help, a wrong command line, results."""

import importlib
import json
import os
import re
import subprocess
import sys

import pytest

from recurra import cells, cli, words
from recurra.cli.wrapped import columns

COMMANDS = [
    [], ["compare"], ["report"], ["diagnose"], ["fit"], ["evaluate"], ["predict"], ["reproduce"],
    ["cells"], ["cells", "list"], ["cells", "show"], ["cells", "fuzz"], ["cells", "check"],
    ["bench"], ["bench", "kernels"], ["bench", "show"], ["bench", "stages"], ["bench", "trees"],
]  # fmt: skip
RUN = """
import contextlib, io, json, sys
from recurra import cli
said = []
for arguments in json.loads(sys.argv[1]):
    sys.argv, out, err = ["recurra", *arguments], io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code
    said.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(said))
"""
CODE = re.compile(r"`[^`]*`|「[^」]*」|（[!-~ ]*）|^ *(recurra|例: recurra) .*|^使い方: .*", re.M)


def run(*several, **environment):
    """Code, output and errors of commands, in a process that speaks nothing before."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(several)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "COLUMNS": "80", **environment},
    )  # fmt: skip
    return json.loads(done.stdout)


def english(text):
    """What reads like an English sentence, code and quotes left out."""
    return re.findall(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}.*", CODE.sub("", text))


def test_help_is_in_japanese():
    for arguments, (code, said, _) in zip(
        COMMANDS, run(*[[*c, "--language", "ja", "--help"] for c in COMMANDS]), strict=True
    ):
        assert code == 0 and said.startswith("使い方: "), arguments
        assert not english(said), arguments
        assert not re.search(r"default|required|Options|Arguments|Commands|Examples", said)
        assert max(columns(line) for line in said.splitlines()) <= 80, arguments


def test_help_follows_the_locale():
    asked = (["fit", "--help"], ["fit", "--help", "--language", "en"])
    code, said, _ = run(asked[0], LC_ALL="ja_JP.UTF-8")[0]
    assert code == 0 and "最適化手法: adam（Adam）" in said and "[既定値: uniform]" in said
    code, said, _ = run(asked[1], LC_ALL="ja_JP.UTF-8")[0]
    assert code == 0 and "[default: uniform]" in said and "Options:" in said


MISTAKES = {
    "オプション「--foo」はありません": ["fit", "digits", "--foo"],
    "または「--zoneout」ですか": ["fit", "digits", "--zoneot", "1"],
    "引数「data」を指定してください": ["fit"],
    "「--updates」の値が正しくありません": ["fit", "digits", "--updates", "many"],
    "コマンドの書き方が正しくありません": ["evaluate", "a", "b", "c"],
    "コマンド「compar」はありません。もしかして「compare」ですか": ["compar"],
    "optimizer の値「adagard」はありません": ["compare", "digits", "--optimizer", "adagard"],
    "「much」は割合として読めません": ["compare", "digits", "--margin", "much"],
    "momentum は0以上かつ1未満で指定してください": ["fit", "digits", "--momentum", "2"],
    "もしかして「lstm」": ["fit", "digits", "--cell", "lstn"],
    "のオプションを読み取れません": ["fit", "digits", "--cell", "scrn(alpha"],
    "nowhere.py がありません": ["cells", "show", "nowhere.py:mine"],
    "--out には .csv、.parquet、.xlsx のいずれか": ["predict", "a", "b", "--out", "c.txt"],
    "フォルダ nowhere がありません": ["predict", "a", "b", "--out", "nowhere/c.csv"],
}


def test_a_wrong_command_line_is_answered_in_japanese():
    found = run(*[[*arguments, "--language", "ja"] for arguments in MISTAKES.values()])
    for expected, (code, _, said) in zip(MISTAKES, found, strict=True):
        assert code == 2 and expected in said, said
        assert not english(said), said


def test_every_cell_of_the_gallery_is_described_in_japanese():
    names = (*cells.NAMES, *cells.TREE_NAMES)
    for name, (code, said, _) in zip(
        names, run(*[["cells", "show", n, "--language", "ja"] for n in names]), strict=True
    ):
        lines = said.splitlines()
        assert code == 0 and re.search(r"[ぁ-んァ-ヶ一-龠]", lines[2]), name
        # a citation is a quotation
        told = [
            line for line in lines if not line.startswith(("    ", "出典", "ループの外", "射影"))
        ]
        assert not english("\n".join(told)), name


def test_a_cell_of_a_user_keeps_its_own_words(tmp_path):
    (tmp_path / "mine.py").write_text(
        "from recurra.ir import cell, tanh\n"
        '@cell(states="h")\n'
        "def gru(x, h, W, U):\n"
        '    """My own words for it."""\n'
        "    return tanh(W @ x + U @ h)\n"
    )
    found = run(["cells", "show", f"{tmp_path}/mine.py:gru", "--language", "ja"])
    code, said, _ = found[0]
    assert code == 0 and "My own words for it." in said and "パラメータ数" in said


@pytest.fixture
def spoken(monkeypatch, capsys):
    """A command of this process, in Japanese; its help, made when the commands are loaded, stays
    English for the tests that come after."""
    importlib.import_module("recurra.cli.commands")
    monkeypatch.setattr(words, "_of_process", None)

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["recurra", *map(str, arguments), "--language", "ja"])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        assert not stop.value.code, said.err
        return said.out, said.err

    return run


def test_results_are_in_japanese(spoken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{2000 + t},{t % 7}\n" for t in range(120))
    (tmp_path / "week.csv").write_text(f"t,y\n{rows}")
    out, _ = spoken(
        "fit", "week.csv", "--target", "y", "--lookback", 8, "--cell", "elman", "--updates", 2
    )
    *_, scored, model = out.splitlines()
    assert re.fullmatch(r".+: 検証 .+、テスト .+（シード0、最良は更新\d回目）", scored)
    assert model == "モデル: model"
    out, err = spoken("predict", "model", "week.csv", "--out", "next.csv")
    assert err.splitlines()[-1] == "elman による予測: 1行（next.csv）"
    out, _ = spoken("evaluate", "model", "week.csv")
    assert out.startswith("week.csv に対する elman の評価（")


@pytest.mark.slow
def test_a_check_is_in_japanese(spoken):
    out, _ = spoken("cells", "check", "elman")
    assert "検査" in out and "すべて一致しました" in out and not english(out)

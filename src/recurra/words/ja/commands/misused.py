"""What is said of a command line that is not understood."""

import re

from recurra.words.ja.phrases import either, quoted

KINDS = {"argument": "引数", "option": "オプション"}
OF_TYPER = (  # what is said most often; the rest is quoted as it is
    (r"Input should be a valid integer\b.*", "整数ではありません"),
    (r"Input should be a valid number\b.*", "数値ではありません"),
    (r"Input should be greater than or equal to (\S+)", r"\1以上ではありません"),
    (r"Input should be less than or equal to (\S+)", r"\1以下ではありません"),
    (r"Input should be greater than (\S+)", r"\1より大きくありません"),
    (r"Input should be less than (\S+)", r"\1未満ではありません"),
    (r"Option \S+ does not take a value\.", "値は付けられません"),
    (r"Option \S+ requires an argument\.", "値が必要です"),
)


def error(what: str) -> str:
    return f"エラー: {what}"


def hint(command: str, option: str) -> str:
    return f"詳しくは {command} {option} を実行してください。"


def no_such_option(name: str, near: tuple[str, ...]) -> str:
    hint = f"もしかして{either(near)}ですか。" if near else "綴りを確認してください。"
    return f"オプション{quoted(name)}はありません。{hint}"


def missing(kind: str, name: str) -> str:
    return f"{KINDS.get(kind, kind)}{quoted(name)}を指定してください。"


def option(name: str, said: str) -> str:
    return f"オプション{quoted(name)}の書き方が正しくありません（{_of_typer(said)}）。"


def value(name: str, said: str) -> str:
    return f"{quoted(name)}の値が正しくありません（{_of_typer(said)}）。値を見直してください。"


def other(said: str) -> str:
    return f"コマンドの書き方が正しくありません（{said}）。"


def _of_typer(said: str) -> str:
    for english, ours in OF_TYPER:
        if found := re.fullmatch(english, said.strip()):
            return found.expand(ours)
    return said

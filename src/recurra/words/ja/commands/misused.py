"""What is said of a command line that is not understood."""

from recurra.words.ja.phrases import either, quoted

KINDS = {"argument": "引数", "option": "オプション"}


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
    return f"オプション{quoted(name)}の書き方が正しくありません（{said}）。"


def value(name: str, said: str) -> str:
    return f"{quoted(name)}の値が正しくありません（{said}）。値を見直してください。"


def other(said: str) -> str:
    return f"コマンドの書き方が正しくありません（{said}）。"

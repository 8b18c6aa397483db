"""The encoding of a text."""

from recurra.words.ja.phrases import quoted


def read_as(name: str) -> str:
    return f"ファイルの文字コードは{name}です。"


def no_utf8(name: str) -> str:
    return f"UTF-8ではないため、文字の並びから判断して{name}として読みました。"


def unsure(name: str, letters: str, other: str, others: str) -> str:
    return (
        f"文字コードを判断できる文字が少ないため、{name}として読みました（{quoted(letters)}）。"
        f"{other}の可能性もあります（{quoted(others)}）。"
        "--encoding で指定できます。"
    )


def not_in(name: str, byte: int) -> str:
    return f"{byte}バイト目を{name}として読めません"


def unknown(name: str) -> str:
    return f"文字コード{quoted(name)}はありません"


def damaged(count: int) -> str:
    where = "ここの1か所" if count == 1 else f"ここを含む{count}か所"
    return f"ファイルはUTF-8ですが、{where}だけUTF-8として読めません"


def say_which() -> str:
    return "ファイルを直すか、UTF-8で保存し直すか、--encoding で文字コードを指定してください"

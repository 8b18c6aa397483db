"""What stands where in a CSV text."""

from recurra.words.ja.phrases import quoted


def above(count: int, start: str) -> str:
    return f"列名の行より上の{count}行（{quoted(start)}など）を除きました。"


def units(line: int, units: tuple[str, ...]) -> str:
    return f"{line}行目は単位の行のため、データから除きました（{'、'.join(units)}）。"


def comments(count: int) -> str:
    return f"# で始まる{count}行を除きました。"


def open_quote() -> str:
    return "ここで始まる引用符が正しく閉じられていません"


def close_quote() -> str:
    return '区切りの前で " を閉じるか、" を取り除いてください'


def long_name(number: int, letters: int) -> str:
    return f"{number}列目の名前が{letters:,}文字あります"


def spaced() -> str:
    return "列は空白で区切られています。"

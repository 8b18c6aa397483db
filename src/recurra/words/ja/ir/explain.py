"""An exception of Python in a cell's function, and what to write in place of what others have."""

from recurra.words import Words
from recurra.words.ja.phrases import either, quoted

NOTES = {
    "max": "（2つの値の場合）",
    "min": "（2つの値の場合）",
    "where": "（c は0から1のゲート）",
}
IN_WORDS = {
    "concat": "`W @ concat(a, b)` の代わりに部分ごとに行列を持つ `W.a @ a + W.b @ b`",
    "cumsum": "関数が返す状態に足していく `total = total + a`",
    "matmul": "`W @ a`",
    "transpose": "`U.T @ a`",
    "einsum": "値2つなら `sum(a * b)`、行列なら `W @ a` または `block(W, heads) @ a`",
    "split": "スライス `a[0:4]` と `a[4:8]`",
    "zeros": "全ユニットに共通の数 0",
    "ones": "全ユニットに共通の数 1",
    "dropout": "ドロップアウトのない式（recurrent_dropout= はネットワークの設定です）",
}


def formula(formula: str, name: str) -> str:
    return f"`{formula}`{NOTES.get(name, '')}"


def in_words(name: str) -> str:
    return IN_WORDS.get(name, name)


def written_instead(calls: tuple[tuple[str, Words | str], ...]) -> str:
    """`calls`: name of a function, and what stands for it; "" where the language has it."""
    return "".join(
        f"{name} は{_apart(instead)}と書いてください。"
        if instead
        else f"`{name}` は recurra.ir の関数を使ってください。"
        for name, instead in calls
    )


def language(functions: tuple[str, ...]) -> str:
    return (
        "式に使えるのは +、-、*、/、**、%、@、スライスと、recurra.ir の関数です: "
        f"{', '.join(functions)}。"
    )


def in_its_place(instead: Words | str) -> str:
    return f"代わりに{_apart(instead)}と書いてください。"


def not_imported(name: str) -> str:
    return f"{quoted(name)}がインポートされていません"


def import_it(name: str) -> str:
    return f"`from recurra.ir import {name}` と書いてください。"


def no_function(name: str) -> str:
    return f"{quoted(name)}は式に使える関数ではありません"


def write_it_so(instead: Words | str, functions: tuple[str, ...]) -> str:
    return f"{_apart(instead).lstrip()}と書いてください。{language(functions)}"


def not_defined(name: str) -> str:
    return f"{quoted(name)}は定義されていません"


def did_you_mean(near: tuple[str, ...], functions: tuple[str, ...]) -> str:
    asked = f"もしかして{either(near)}ですか。" if near else ""
    return asked + language(functions)


def foreign_function(error: str) -> str:
    return f"式に使えない関数または演算が値に適用されています（{error}）"


def use_the_language(written: Words | str, functions: tuple[str, ...]) -> str:
    return f"{written}{language(functions)}math、numpy、torch の関数は使えません。"


def raised(kind: str, error: Words | str) -> str:
    return f"{kind}: {error}"


def language_after(written: Words | str, functions: tuple[str, ...]) -> str:
    return f"{written}{language(functions)}"


def _apart(instead: Words | str) -> str:
    """What to write, with spaces beside code."""
    said = str(instead)
    return (" " if said[:1].isascii() else "") + said + (" " if said[-1:] == "`" else "")

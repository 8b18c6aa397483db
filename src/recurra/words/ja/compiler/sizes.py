"""How many units everything of a cell has."""

from recurra.words.ja.phrases import quoted


def no_size_up_to(cell: str, largest: int) -> str:
    return f"セル{quoted(cell)}に使える{largest}以下のサイズがありません"


def width_not_given(cell: str, name: str) -> str:
    return f"セル{quoted(cell)}の入力{quoted(name)}の幅がありません。指定してください"


def no_such_size(cell: str, name: str, sizes: tuple[str, ...]) -> str:
    return f"セル{quoted(cell)}にサイズ{quoted(name)}はありません。使えるもの: {', '.join(sizes)}"


def not_positive(cell: str, name: str, value: int) -> str:
    return f"セル{quoted(cell)}のサイズ {name} が {value} です。1以上にしてください"


def size_not_given(cell: str, name: str) -> str:
    return f"セル{quoted(cell)}のサイズ{quoted(name)}がありません。指定してください"


def width_of_size_not_given(cell: str, name: str, size: str, given: str) -> str:
    return (
        f"セル{quoted(cell)}のサイズ{quoted(name)}は{quoted(size)}で決まりますが、"
        f"入力{quoted(given)}の幅がありません。指定してください"
    )


def cannot_be_set(cell: str, name: str, units: int, size: str, wanted: int) -> str:
    because = "" if size == str(units) else f"（{size}）"
    return (
        f"セル{quoted(cell)}のサイズ{quoted(name)}は{units}{because}に決まっており、"
        f"{wanted} にはできません"
    )


def meets_slice(cell: str, name: str, units: int, length: int, expression: str) -> str:
    return (
        f"セル{quoted(cell)}のサイズ{quoted(name)}は{units}ですが、{length}ユニットのスライス"
        f"（{expression}）と組み合わされています。同じ長さにしてください"
    )


def slice_beyond(cell: str, line: int, setting: str, units: int, least: int) -> str:
    return (
        f"セル{quoted(cell)}の{line}行目: {units}ユニットの値からスライス {setting} は取れません。"
        f"{least}ユニット以上にしてください"
    )


def units_not_divided(units: int, parts: int) -> str:
    return f"{units}ユニットの値は{parts}等分できません"


def matrix_not_divided(matrix: str, rows: int, columns: int, blocks: int) -> str:
    return f"{rows}行{columns}列の行列 {matrix} は{blocks}個の等しいブロックに分けられません"


def take_multiples(of: int) -> str:
    return f"サイズを{of}の倍数にするか、heads を変えてください。"


def nothing_to_drop(cell: str) -> str:
    return (
        f"セル{quoted(cell)}には状態とパラメータの積がないため、recurrent dropout を使えません。"
        "設定を外してください"
    )


def states_of_different_sizes(cell: str, states: tuple[str, ...]) -> str:
    return (
        f"セル{quoted(cell)}の状態 {', '.join(states)} はサイズが異なるため、"
        "まとめて保持できません。別々に指定してください"
    )

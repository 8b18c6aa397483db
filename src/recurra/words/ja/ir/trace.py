"""Equations that cannot be followed."""

from recurra.words.ja.phrases import quoted

ROLES = {"matrix": "行列", "vector": "ベクトル", "scalar": "スカラー", "bias": "バイアス"}


def used_as_another(parameter: str, role: str, other: str, line: int) -> str:
    here, there = ROLES.get(role, role), ROLES.get(other, other)
    return f"{quoted(parameter)}がここでは{here}として、{line}行目では{there}として使われています"


def name_one_of_two() -> str:
    return "一方を別の名前にしてください。"


def only_bias_left(parameter: str) -> str:
    return f"bias=False では{quoted(parameter)}しかないこの式に何も残りません"


def nothing_left() -> str:
    return "bias=False ではこの式に何も残りません"


def use_bias() -> str:
    return "このセルでは bias=True を指定してください。"


def multiplied_with_one_number(matrix: str) -> str:
    return f"{quoted(matrix)}がベクトルではなく1つの数に掛けられています"


def write_vector_times() -> str:
    return "`vector(p) * a` と書いてください。"


def other_blocks(matrix: str, blocks: int, others: int, line: int) -> str:
    return f"{quoted(matrix)}のブロック数がここでは{blocks}、{line}行目では{others}になっています"


def write_block_once() -> str:
    return "最初に使う前に一度だけ `U = block(U, heads)` と書いてください。"


def slice_of_one_number() -> str:
    return "1つの数から一部を切り出すことはできません"


def slice_several_units() -> str:
    return "スライスは複数のユニットを持つ値に使ってください。"


def slice_ends() -> str:
    return "スライスには0以上の整数だけを使えます（間隔は指定できません）"


def write_slice_ends() -> str:
    return (
        "value[first:last] または value[first:] と書いてください。"
        "1つおきのユニットや末尾から数えたユニットは行列との積で取り出せます。"
    )


def empty_slice(first: int, last: int) -> str:
    return f"スライス [{first}:{last}] にユニットがありません"


def end_after_start() -> str:
    return "終わりを始まりより後にしてください。"


def no_such_parts(blocks: str) -> str:
    return f"ユニットを{blocks}個に分けることはできません"


def give_whole_number() -> str:
    return "1以上の整数を指定してください。"


def across_one_number() -> str:
    return "1つの数にはユニットがありません"


def give_several_units() -> str:
    return "複数のユニットを持つ値を渡してください。"


def blocks_in_no_product(parameter: str) -> str:
    return f"ブロックに分けた{quoted(parameter)}が積の外で使われています"


def write_product() -> str:
    return "`U @ h` と書いてください。"


def matrix_in_function(matrix: str) -> str:
    return f"{matrix} は行列なので、関数に渡せません"


def matrix_before_value(matrix: str) -> str:
    return f"行列は値の前に置いてください: `{matrix} @ h`。"


def cannot_stand_in_equation(kind: str) -> str:
    return f"{kind} は式に使えません"


def use_numbers() -> str:
    return "数、セルの引数、recurra の関数を使ってください。"

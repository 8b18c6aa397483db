"""Parameters and matrices in equations."""

from recurra.words.ja.phrases import quoted


def slice_of_parameter(parameter: str) -> str:
    return f"{quoted(parameter)}はパラメータです。スライスは値にだけ使えます"


def write_vector(parameter: str) -> str:
    return f"`vector({parameter})[0:4]` と書くか、部分ごとに別の名前を付けてください。"


def transpose_of(parameter: str) -> str:
    return f"「{parameter}.T」は{quoted(parameter)}の転置を表します"


def take_another_name() -> str:
    return "別の名前にしてください。"


def no_part(matrix: str, member: str) -> str:
    return f"{matrix} に{quoted(member)}という部分はありません"


def transpose_stands_last(matrix: str, member: str) -> str:
    return (
        f"T は最後に書いてください: `{matrix}.{member}.T`。"
        "T は転置を表し、パラメータの名前には使えません。"
    )


def meets_no_matrix(matrix: str) -> str:
    return f"{matrix} は行列ですが、行列でないものと組み合わされています"


def sums_of_matrices(matrix: str) -> str:
    return (
        f"行列は値の前に置いてください: `{matrix} @ h`。"
        "行列どうしの和と差、行列の定数倍も行列になります。"
    )


def product_of_parameters(left: str, right: str) -> str:
    return f"{quoted(left)} @ {quoted(right)}: パラメータどうしの積になっています"


def multiply_in_turn(left: str, right: str) -> str:
    return (
        "行列は入力、状態、またはそれらから計算した値の前に置いてください。"
        f"2つの行列を値に掛けるときは `{left} @ ({right} @ value)` と書きます。"
    )


def not_multiplied_with(kind: str) -> str:
    return f"行列と {kind} の積はとれません"

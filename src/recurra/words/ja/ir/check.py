"""Arguments that nothing uses, and what a decorator says of sizes and starting values."""

from recurra.words import Words
from recurra.words.ja.phrases import quoted

KINDS = {
    "tensors": "保存されるテンソル",
    "parameters": "パラメータ",
    "leaves": "入力または状態",
    "sizes": "サイズ",
}


def in_no_equation(argument: str) -> str:
    return f"引数{quoted(argument)}がどの式にも使われていません"


def take_argument_out() -> str:
    return (
        "削除するか、状態であればデコレータの states に加えてください（パラメータと区別されます）。"
    )


def changes_nothing(parameter: str) -> str:
    return (
        f"{quoted(parameter)}は何にも影響しません。ここで計算した値がどの新しい状態にも届きません"
    )


def use_in_returned() -> str:
    return "返す値の計算に使うか、削除してください。"


def init_of_no_parameter(name: str) -> str:
    return f"init にある{quoted(name)}はパラメータではありません"


def init_of_other_members(name: str, known: tuple[str, ...]) -> str:
    return f"init に{quoted(name)}がありますが、式にあるのは {', '.join(known)} です"


def name_these() -> str:
    return "これらの名前を指定してください。"


def it_has(names: tuple[str, ...]) -> str:
    return f"使える名前は {', '.join(names)} です。"


def init_is_no_arithmetic(name: str, fault: Words | str) -> str:
    return f"{quoted(name)}の init: {fault}"


def size_is_no_arithmetic(name: str, fault: Words | str) -> str:
    return f"{quoted(name)}のサイズ: {fault}"


def write_arithmetic() -> str:
    return '"0.5 * h" のような算術式を書いてください。'


def sizes_of_input(name: str) -> str:
    return f"sizes に入力{quoted(name)}の幅がありますが、これはセルを使う側が決めるものです"


def take_size_out(name: str) -> str:
    return f"削除してください。状態のサイズを入力の幅から決めることはできます: 'h': '2 * {name}'。"


def sizes_differ(name: str, size: str, other: str) -> str:
    return (
        f"sizes では{quoted(name)}のユニット数が {size} ですが、"
        f"この式では{quoted(other)}と同じ長さになります"
    )


def bring_to_length(name: str) -> str:
    return f"行列 `V @ {name}` で一方の長さに合わせるか、サイズの指定を外してください。"


def sizes_of_nothing(name: str) -> str:
    return f"sizes にある{quoted(name)}はセルにありません"


def same_name(kind: str, name: str) -> str:
    return f"{quoted(name)}という名前の{KINDS.get(kind, kind)}が2つあります"


def give_another_name() -> str:
    return "一方の名前を変えてください。"

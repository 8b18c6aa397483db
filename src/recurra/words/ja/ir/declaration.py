"""What a cell's function and its decorator say."""

from recurra.words.ja.phrases import quoted


def argument_for_several(argument: str) -> str:
    return f"引数{quoted(argument)}が複数の値をまとめて受け取っています"


def name_each() -> str:
    return "1つずつ名前を付けてください。"


def argument_with_default(argument: str, default: str) -> str:
    return (
        f"引数{quoted(argument)}に既定値 {default} がありますが、"
        "状態とパラメータは既定値を持てません"
    )


def put_behind_star(argument: str) -> str:
    return f"オプションであれば * の後ろに置いてください: (..., *, {argument})。"


def names_no_state(argument: str, name: str) -> str:
    return f"{argument} にある{quoted(name)}は状態ではありません"


def its_states(states: tuple[str, ...]) -> str:
    return f"{', '.join(states)} のどれかを指定してください。"


def option_without_default(option: str) -> str:
    return f"オプション{quoted(option)}に既定値がありません"


def no_state() -> str:
    return "状態がありません"


def name_states() -> str:
    return '@cell(states="h") のように状態を指定してください。'


def name_states_of_tree() -> str:
    return '@cell(states="h", children=2) のように状態を指定してください。'


def state_is_no_argument(state: str, arguments: tuple[str, ...]) -> str:
    takes = ", ".join(arguments) or "なし"
    return f"状態{quoted(state)}が関数の引数にありません（引数: {takes}）"


def call_a_state_the_same() -> str:
    return '両方で同じ名前にしてください: @cell(states="h c") と (x, h, c, W, ...)。'


def start_is_no_number(value: str, state: str) -> str:
    return f"{quoted(state)}の初期値 {value} は数ではありません"


def give_a_start() -> str:
    return '数または "learned" を指定してください。'


def states_not_side_by_side(arguments: tuple[str, ...], states: tuple[str, ...]) -> str:
    return f"引数 {', '.join(arguments)} の中で状態 {', '.join(states)} が並んでいません"


def write_in_order() -> str:
    return "入力、デコレータの順の状態、パラメータの順に書いてください。"


def no_input() -> str:
    return "入力がありません"


def first_argument_is_input() -> str:
    return "最初の引数をその時刻の入力にしてください: (x, h, W, ...)。"


def children(given: str) -> str:
    return f"children={given} は使えません"


def give_number_of_children() -> str:
    return '1以上の数または "any" を指定してください。'


def children_not_among_arguments(arguments: tuple[str, ...], children: tuple[str, ...]) -> str:
    return f"引数 {', '.join(arguments)} の中に子 {', '.join(children)} がありません"


def write_children(children: tuple[str, ...]) -> str:
    return (
        f"(x, {', '.join(children)}, W, ...) と書いてください。"
        "葉だけに入力があるときは x を省きます。"
    )


def several_inputs() -> str:
    return "入力が複数あります"


def one_input_in_trees() -> str:
    return "木構造のセルの入力は x 1つか、なしにしてください。"


def starts_states() -> str:
    return "状態の初期値が指定されています"


def absent_child_is_zero() -> str:
    return "木構造では、いない子の状態は0とみなします。start を外してください。"


def state_like_argument(state: str) -> str:
    return f"状態の名前{quoted(state)}は引数や葉の入力と区別できません。別の名前にしてください"

"""Why a rival takes no part, and which of its forms is used."""


def not_installed(package: str) -> str:
    return f"{package} がインストールされていません"


def computes_padding() -> str:
    return "パディングの部分も計算します"


def does_not_train() -> str:
    return "学習に対応していません"


def no_operator() -> str:
    return "このセルを計算するONNXの演算子がありません"


def is_the_lstm() -> str:
    return "比べるセル自身がLSTMです"


def one_input() -> str:
    return "入力が1つのセルにしか対応していません"


def torch_takes_one_input() -> str:
    return "torchのネットワークは、入力が1つのセルにしか対応していません"


def no_such_cell() -> str:
    return "同じ数式のセルがありません"


def no_lengths() -> str:
    return "系列長を受け取れません"


def no_loop_of_blocks() -> str:
    return "ブロック対角行列を使うセルのループは生成しません"


def no_loop_of_transposed() -> str:
    return "転置した行列を使うセルのループは生成しません"


def no_loop_of(operations: tuple[str, ...]) -> str:
    return f"{'、'.join(operations)} を使うセルのループは生成しません"


def not_computed(numbers: tuple[str, ...]) -> str:
    return f"{'、'.join(numbers)} を計算していません"


def other_shape(number: str, found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    return f"{number} の形が{wanted}ではなく{found}です"


def other_numbers(number: str, worst: float, allowed: float) -> str:
    return f"{number} の差が{worst:.1e}で、許容される{allowed:.1e}を超えています"


def as_one_operator(cell: str, call: str) -> str:
    return f"{cell} を1つの演算子で計算、{call}"


def scan() -> str:
    return "jax.jitでコンパイルしたlax.scan"


def stepper(computes: str) -> str:
    return f"{computes}。逐次計算"


def on_packed(network: str) -> str:
    return f"パックした系列での{network}"

"""NumPy arrays of sequences."""

from collections.abc import Mapping, Sequence

from recurra.words.ja.phrases import quoted


def keys(inputs: str, shape: str, labels: str, lengths: str) -> str:
    more = f"、系列長は{quoted(lengths)}" if lengths else ""
    return f"入力は{quoted(inputs)}（{shape}）、ラベルは{quoted(labels)}{more}です。"


def values() -> str:
    return "系列ごとに数値が付いているため、回帰とみなします。"


def several(keys: Sequence[str]) -> str:
    return f"配列が1つではありません（{'、'.join(keys)}）"


def objects() -> str:
    return (
        "Pythonのオブジェクト（pickle）が入っています。"
        "読み込むと任意のコードが実行されうるため、読みません"
    )


def padded() -> str:
    return (
        "数値の配列［件数、ステップ、チャネル］で保存してください。短い系列はNaNで埋めるか、"
        "系列長（lengths=...）を添えてください"
    )


def no_numbers(kinds: Sequence[str]) -> str:
    return f"数値の配列がありません（{'、'.join(kinds)}）"


def no_inputs(shapes: Mapping[str, str]) -> str:
    own = "、".join(f"{key}: {shape}" for key, shape in shapes.items())
    return f"どの配列が系列なのか判断できません（{own}）"


def how_keys() -> str:
    return (
        "x［件数、ステップ、チャネル］とyという名前で保存してください"
        "（例: np.savez(file, x=x, y=y)）"
    )


def no_labels(key: str, keys: Sequence[str]) -> str:
    return f"{quoted(key)}のラベルがありません（あるのは{'、'.join(keys)}）"


def dimensions(shape: str, count: int) -> str:
    return f"{count}次元の配列です（{shape}）"


def how_shape() -> str:
    return "系列は［件数、ステップ、チャネル］または［件数、ステップ］の配列にしてください"


def empty(shape: str) -> str:
    return f"大きさ0の配列です（{shape}）"


def too_large(place: str, value: str) -> str:
    return f"({place})の値{value}が無限大か大きすぎます"


def odd_labels(kind: str, shape: str) -> str:
    return f"ラベルの型が{kind}、形が{shape}です。1件に1つのクラスまたは数値にしてください"


def counts(inputs: int, labels: int) -> str:
    return f"系列{inputs:,}本に対してラベルが{labels:,}個あります"


def one_hot() -> str:
    return "クラスの列を1とするラベルなので、分類タスクとします。"


def no_values(kind: str) -> str:
    return f"ラベルの型が{kind}で、予測する数値ではありません"


def no_value(number: int) -> str:
    return f"{number:,}件目の予測する数値が欠損しているか、無限大か、大きすぎます"


def no_classes(value: float) -> str:
    return f"{value:g}はクラスの名前になりません"


def regression() -> str:
    return "数値を予測するには --task regression を指定してください"


def one_channel() -> str:
    return "2次元の配列なので、1チャネルの系列とみなします。"


def other_width(widths: Sequence[str]) -> str:
    return f"訓練とテストでチャネル数が異なります（{'、'.join(map(str, widths))}）"


def padding(count: int) -> str:
    return f"{count:,}本の系列の末尾の欠損は、長さを揃えるための詰め物とみなしました。"


def lengths(steps: int, count: int) -> str:
    return f"系列長は1から{steps:,}までの整数{count:,}個でなければなりません"


def all_missing(number: int) -> str:
    return f"{number:,}件目に値がありません"

"""What estimators say of their data and trainings."""

from recurra.words import Words
from recurra.words.ja.phrases import quoted


def smaller_rate(reason: Words | str) -> str:
    return f"学習が発散しました（{reason}）。learning_rate を小さくしてください"


def no_validation(name: str) -> str:
    return (
        f"{quoted(name)}には検証データが必要ですが、ありません。"
        "データを増やすか、別のものを指定してください"
    )


def column_in_inputs() -> str:
    return "inputs の列"


def tree(number: int) -> str:
    return f"木{number}"


def not_one_tree(number: int, trees: int) -> str:
    return f"木{number}: テキストに{trees}本の木が含まれています。1本にしてください"


def neither_text_nor_pair(number: int) -> str:
    return f"木{number}: 括弧付きのテキスト、または親と単語の組で指定してください"


def no_word_for_each(number: int, nothing: str) -> str:
    return f"木{number}: 各ノードに、親と、単語または{nothing}を指定してください"


KINDS = {
    "whole": "整数",
    "number": "有限の数値",
    "text": "名前（文字列）",
    "cell": "セルの名前またはセル",
}


def out_of_range(name: str, value: str, kind: str, least: float | None, below: float | None) -> str:
    limits = [f"{least:g}以上"] if least is not None else []
    limits += [f"{below:g}未満"] if below is not None else []
    given = "".join(limits)
    wanted = f"{given}の{KINDS.get(kind, kind)}" if given else KINDS.get(kind, kind)
    return f"{name} が {value} です。{wanted}を指定してください"


def wrong_type(name: str, value: str, kind: str) -> str:
    return f"{name} が {value} です。{KINDS.get(kind, kind)}を指定してください"


def no_target() -> str:
    return "target に列がありません。列を1つ以上指定するか、target を省いてください"


def same_column(name: str) -> str:
    return f"X に{quoted(name)}という列が2つあります"


def stamps_in(name: str) -> str:
    return f"X の列{quoted(name)}は数値ではなく日時です。X から除いてください"


def stamps() -> str:
    return "X の値が数値ではなく日時です。X から除いてください"


def ragged() -> str:
    return "X の行ごとに値の数が異なります。すべての行に列の数だけ値を入れてください"


def too_large(value: float, largest: float) -> str:
    return f"X の値 {value:g} は大きすぎます。計算できるのは {largest:g} までです"


def no_step(step: str) -> str:
    return f"prepare: {step}はファイル用です。配列には欠損がなく、行の間隔も変えられません"

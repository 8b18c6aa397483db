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


def no_step(step: str) -> str:
    return f"prepare: {step}はファイル用です。配列には欠損がなく、行の間隔も変えられません"

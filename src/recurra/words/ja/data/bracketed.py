"""Trees in brackets."""

from recurra.words.ja.phrases import quoted


def outside(piece: str) -> str:
    return f"{quoted(piece)}がどの括弧の中にもありません"


def a_tree() -> str:
    return "木は (3 (2 good) (2 film)) のように書いてください"


def never_opened() -> str:
    return "対応する開き括弧のない閉じ括弧があります"


def open_it() -> str:
    return "閉じ括弧を除くか、その前に開き括弧を置いてください"


def not_closed(count: int) -> str:
    return f"この木は閉じられていません。閉じ括弧が{count}個足りません"


def close_it() -> str:
    return "括弧を閉じてください。木が複数行にわたる場合は、続きの行を字下げしてください"


def empty() -> str:
    return "括弧の中が空です"


def fill_it() -> str:
    return "(LABEL word) の形で書くか、括弧を除いてください"


def no_label() -> str:
    return "このノードにはラベルがありません"


def label_it() -> str:
    return "開き括弧の直後にラベルを置き、(LABEL node node) の形で書いてください"


def one_entry(label: str) -> str:
    return f"({label}) には要素が1つしかありません。ラベルと、単語またはノードが必要です"


def add_the_other() -> str:
    return "単語、またはその前のラベルを加えてください"


def no_trees() -> str:
    return "木が1つもありません"


def a_small_tree() -> str:
    return "木は (3 (2 a) (2 b)) のように書いてください"


def no_number(label: str) -> str:
    return f"ほかのラベルは整数ですが、ラベル{quoted(label)}は整数ではありません"


def mend_label() -> str:
    return "ラベルを直すか、抜けているラベルをその前に加えてください"

"""Dependency trees in CoNLL-U."""

from recurra.words.ja.phrases import quoted


def no_sentences() -> str:
    return "文が1つもありません"


def give_conllu() -> str:
    return "CoNLL-U形式のファイルを指定してください"


def no_label() -> str:
    return "ほかの文にはラベルがありますが、この文にはありません"


def label_it() -> str:
    return "文の前に # label = NAME というコメントを加えてください"


def no_words() -> str:
    return "この文には単語がありません"


def columns(found: int, needed: int) -> str:
    return f"タブ区切りの列が{found}列です。CoNLL-Uでは{needed}列です"


def fill_columns() -> str:
    return "空の列には _ を入れてください"


def out_of_order(number: str, expected: int) -> str:
    return f"単語の番号は{expected}のはずですが、{quoted(number)}になっています"


def number_words() -> str:
    return "単語には1、2、3…と番号を付け、文の終わりに空行を置いてください"


def no_word() -> str:
    return "単語がありません"


def head_no_number(head: str) -> str:
    return f"主辞{quoted(head)}は数ではありません"


def number_head() -> str:
    return "係り先の単語の番号を書いてください。根では0とします"


def own_head(head: int, word: int) -> str:
    return f"単語{word}の主辞{head}がその単語自身です"


def head_out_of_range(head: int, word: int, last: int) -> str:
    return f"単語{word}の主辞{head}は範囲外です。最後の単語は{last}です"


def mend_head() -> str:
    return "主辞を直してください"


def cycle(word: int) -> str:
    return f"主辞が循環しており、単語{word}からたどっても根に着きません"


def mend_cycle() -> str:
    return "循環している主辞の1つを直してください"


def no_root() -> str:
    return "主辞が0の単語がないため、木に根がありません"


def roots(count: int, first: tuple[int, ...]) -> str:
    return f"主辞が0の単語が{count}個あります（{'、'.join(map(str, first))}）"


def one_root() -> str:
    return "根は1つの単語だけにしてください"

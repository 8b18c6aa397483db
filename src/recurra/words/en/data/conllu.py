"""Dependency trees in CoNLL-U."""

from recurra.words.en.phrases import counted, have


def no_sentences() -> str:
    return "there are no sentences"


def give_conllu() -> str:
    return "Give a file in CoNLL-U format"


def no_label() -> str:
    return "this sentence has no label, as others have"


def label_it() -> str:
    return "Add a comment before it: # label = NAME"


def no_words() -> str:
    return "this sentence has no words"


def columns(found: int, needed: int) -> str:
    return f"{counted(found, 'column')} between tabs, CoNLL-U has {needed}"


def fill_columns() -> str:
    return "Fill empty columns with _"


def out_of_order(number: str, expected: int) -> str:
    return f"word number {number!r} where {expected} is expected"


def number_words() -> str:
    return "Words are numbered 1, 2, 3 ...; a blank line ends a sentence"


def no_word() -> str:
    return "the word is missing"


def head_no_number(head: str) -> str:
    return f"the head {head!r} is not a number"


def number_head() -> str:
    return "Write the number of the word it depends on, 0 for the root"


def own_head(head: int, word: int) -> str:
    return f"the head {head} of word {word} is the word itself"


def head_out_of_range(head: int, word: int, last: int) -> str:
    return f"the head {head} of word {word} is out of range, the last is {last}"


def mend_head() -> str:
    return "Mend the head"


def cycle(word: int) -> str:
    return f"the heads form a cycle: following them from word {word} never reaches the root"


def mend_cycle() -> str:
    return "Mend one of the heads on the cycle"


def no_root() -> str:
    return "no word has head 0, so that the tree has no root"


def roots(count: int, first: tuple[int, ...]) -> str:
    return f"{counted(count, 'word')} {have(count)} head 0: {', '.join(map(str, first))}"


def one_root() -> str:
    return "One word is the root"

"""Trees in brackets."""


def outside(piece: str) -> str:
    return f"{piece!r} stands outside of all brackets"


def a_tree() -> str:
    return "A tree looks like (3 (2 good) (2 film))"


def never_opened() -> str:
    return "a bracket is closed that was never opened"


def open_it() -> str:
    return "Take it away or open one before it"


def not_closed(count: int) -> str:
    return f"this tree is not closed: {count} closing bracket{'s' * (count > 1)} missing"


def close_it() -> str:
    return "Close it; where a tree goes on over several lines, indent them"


def empty() -> str:
    return "these brackets are empty"


def fill_it() -> str:
    return "Write (LABEL word), or take them away"


def no_label() -> str:
    return "the label of this node is missing"


def label_it() -> str:
    return "Write (LABEL node node): after the bracket comes the label"


def one_entry(label: str) -> str:
    return f"({label}) has one entry where a label and a word or nodes belong"


def add_the_other() -> str:
    return "Add the word, or the label before it"


def no_trees() -> str:
    return "there are no trees"


def a_small_tree() -> str:
    return "One looks like (3 (2 a) (2 b))"


def no_number(label: str) -> str:
    return f"label {label!r} is not a whole number, as the others are"


def mend_label() -> str:
    return "Mend the label, or put the missing one before it"

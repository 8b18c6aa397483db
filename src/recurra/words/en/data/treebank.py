"""Files and folders with trees."""

from recurra.words.en.phrases import counted


def not_utf8() -> str:
    return "not UTF-8 text"


def convert() -> str:
    return "Convert the file to UTF-8"


def same_part(names: tuple[str, ...]) -> str:
    return f"several files with trees are of one part: {', '.join(names)}"


def one_file_a_part() -> str:
    return "Keep one file for each part; names say train, dev and test"


def shape(trees: int, children: int, binary: bool, least: int, most: int, words: int) -> str:
    inner = "binary" if binary else f"at most {children} children a node"
    return (
        f"{counted(trees, 'tree')}, {inner}, {least} to {counted(most, 'node')}, {words:,} "
        "different words."
    )


def labels(count: int, share: float) -> str:
    where = "every node" if share == 1 else f"{share:.0%} of the nodes"
    return f"{counted(count, 'label')} on {where}."


def fixed(names: tuple[str, ...]) -> str:
    return f"The files fix the parts: {', '.join(names)}."

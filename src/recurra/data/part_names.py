"""Which part a file belongs to, by its name."""

import re

from recurra.data.sequences import TEST, TRAIN, VALIDATION

WORDS = (("train", TRAIN), ("t10k", TEST), ("test", TEST), ("val", VALIDATION), ("dev", VALIDATION))


def part_of(name: str) -> int:
    """The part a file's name speaks of; training where it says nothing.

    >>> part_of("t10k-images-idx3-ubyte"), part_of("emnist-letters-train-images-idx3-ubyte")
    (2, 0)
    """
    for word, part in WORDS:
        if re.search(rf"(^|[^a-z]){word}", name.lower()):
            return part
    return TRAIN

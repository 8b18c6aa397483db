"""What cannot be timed."""


def without_settings() -> str:
    return "this benchmark was recorded without its settings and cannot go on"


def nothing_named() -> str:
    return "nothing to time: name at least one cell, kind of work and thread"


def at_least_one() -> str:
    return "threads and rounds are at least 1"


def nothing_asked() -> str:
    return "nothing to time: no target asks for these cells, kinds and threads"

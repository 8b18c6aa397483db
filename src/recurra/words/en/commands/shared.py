"""What `--help` says of several commands."""


def data() -> str:
    return "digits, a folder with IDX files, .ts files, a table (CSV, Excel ...), probe:NAME."


def cell() -> str:
    return 'A name, "gru(layers=2)" or FILE.py:NAME.'


def model() -> str:
    return "Folder of a comparison or of `recurra fit`."


def same_kind() -> str:
    return "A file of the kind that it was trained on."


def units() -> str:
    return "Units."


def weights_and_inputs() -> str:
    return "Of weights and inputs."


def rounds() -> str:
    return "Rounds of turns; medians over them."

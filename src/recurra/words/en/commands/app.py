"""What `--help` says of `recurra` as a whole."""


def does() -> str:
    return "Which recurrent network, trained how, at what cost, and does it remember far enough?"


def version() -> str:
    return "Print the version and exit."

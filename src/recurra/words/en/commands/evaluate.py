"""What `--help` says of `recurra evaluate`."""


def does() -> str:
    return "Score a model on new, labelled data."


def json() -> str:
    return "Print as JSON."

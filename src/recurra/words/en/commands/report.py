"""What `--help` says of `recurra report`."""


def does() -> str:
    return "Draw the report of a comparison or of a reproduction again from its records."


def folders() -> str:
    return "Folders of finished comparisons or reproductions."


def costs() -> str:
    return "Print where their time went as Markdown, a column for each."

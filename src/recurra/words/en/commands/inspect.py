"""What `--help` says of `recurra inspect`."""


def does() -> str:
    return (
        "What is understood of data, before anything is trained.\n\n"
        "Format, encoding, time, step, gaps, groups, columns, the question that would be asked and "
        "others that could, the parts that follow, what looks odd, and what to type next."
    )


def json() -> str:
    return "Print the facts as JSON."


def html() -> str:
    return "Also write one HTML file with pictures of every column."

"""What `--help` says of `recurra diagnose`."""


def does() -> str:
    return (
        "Ask how far back a trained network remembers and learns, and what its gates and "
        "units do.\n\n"
        "Prints each question with its number, threshold, verdict and advice; writes "
        "findings.jsonl, a page with figures, and each figure as SVG."
    )


def folder() -> str:
    return "Folder of a comparison, of `recurra fit`, or a model's own."


def data() -> str:
    return "A file of the kind that it was trained on; by default its own validation part."


def questions() -> str:
    return "Which, with commas; all by default."


def out() -> str:
    return "Folder for findings and page; by default DIR/diagnosis."


def json() -> str:
    return "Print the findings as JSON lines."

"""What `--help` says of `recurra compare`."""


def does() -> str:
    return (
        "Compare recurrent networks and simple baselines on your data.\n\n"
        "Every architecture gets its own learning-rate search under the same budget; the "
        "validation part chooses, the test part is scored once. Writes records, a report and "
        "the best model."
    )


def out() -> str:
    return "Folder for records, report and model; new or empty."


def resume() -> str:
    return "Go on with a run that was cut short."


def plan() -> str:
    return "Repeat a recorded plan exactly."


def more() -> str:
    return "Time in which a finished run (--to) trains on while a network gains: 10m."


def add() -> str:
    return "Cells to compare beside those of a run (--to), whose trials are used."


def to() -> str:
    return "Folder of the run that --more and --add go on with."


def json() -> str:
    return "Print the results as JSON."

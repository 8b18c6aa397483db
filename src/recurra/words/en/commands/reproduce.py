"""What `--help` says of `recurra reproduce`."""

from recurra.words.en.phrases import listed


def does() -> str:
    return (
        "Test a paper again: claims as expected, measured with interval, and verdict; and a "
        "report.\n\n"
        "The default size ends within an hour on two cores. Interrupted, it goes on with the "
        "same command. A surprise is checked by a second look: other seeds, another range of "
        "learning rates, restricted to the claims in question, beside the first one."
    )


def paper() -> str:
    return "forgetting or le2016."


def quick() -> str:
    return "Try the machinery in minutes; numbers mean nothing."


def full() -> str:
    return "Longer trainings, more seeds: many hours."


def seed() -> str:
    return "Of examples and search; final trainings take the next ones."


def rates() -> str:
    return "Learning rates; by default the paper's own."


def updates() -> str:
    return "Of each training; by default those of the size."


def only() -> str:
    return (
        "Claims or conditions whose name holds this, or the network of this name; may be "
        "given again."
    )


def beside() -> str:
    return "Folder of an earlier look: the report shows both."


def out() -> str:
    return "Folder; one that was begun goes on. By default recurra-PAPER and what differs."


def workers() -> str:
    return "Processes; by default one a core."


def optimizer(names: tuple[str, ...]) -> str:
    return f"{listed(names, 'or')}; by default the paper's own."

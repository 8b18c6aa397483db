"""What `--help` says of `recurra bench`."""


def does() -> str:
    return "Time the kernels against their rivals."


def kernels_does() -> str:
    return (
        "Time every cell at every shape against torch, a Python loop, JAX and onnxruntime.\n\n"
        "All do the same work and take turns; what is timed passes its conformance checks "
        "first. Writes records and a report. An interrupted run keeps what is done; `--resume "
        "DIR` goes on with it."
    )


def cells() -> str:
    return "Names, or FILE.py:NAME, with commas; all: the gallery. By default ten of it."


def shapes() -> str:
    return "T,B,I,H of each, with spaces between them."


def modes() -> str:
    return "Of train, train-fixed, ragged, inference, step; all."


def threads() -> str:
    return "Numbers of threads, with commas."


def rivals() -> str:
    return "Names with commas, or none; all by default."


def backend() -> str:
    return "auto, numba or reference."


def targets() -> str:
    return "Only the rows that the targets ask for; shorter turns."


def quick() -> str:
    return "Two shapes and short turns: a look, not a result."


def out() -> str:
    return "Folder for records and report; new or empty."


def resume() -> str:
    return "Go on with a benchmark that was interrupted."


def markdown() -> str:
    return "Print Markdown tables instead."


def json() -> str:
    return "Print the records instead, as JSON lines."


def show_does() -> str:
    return "Print a benchmark's tables again from its records, and draw its report again."


def folder() -> str:
    return "Folder of a benchmark."


def stages_does() -> str:
    return "Time the stages of one training step, forward and backward, on one thread."


def stages_cell() -> str:
    return "A cell, or FILE.py:NAME."


def stages_shape() -> str:
    return "T,B,I,H."


def stages_rounds() -> str:
    return "Of calls; the least of them counts."


def trees_does() -> str:
    return "Time a batch of trees, forward and backward, in milliseconds."


def trees_data() -> str:
    return "A treebank: a file or a folder."


def trees_batch() -> str:
    return "Trees at a time."


def trees_units() -> str:
    return "Units, and numbers of a word."


def trees_threads() -> str:
    return "Threads."


def trees_seconds() -> str:
    return "Time for all of it."


def trees_json() -> str:
    return "Print the record as JSON."

"""What `--help` says of `recurra cells`."""


def does() -> str:
    return (
        "The gallery of cells: equations, parameters, operations, generated code.\n\n"
        "Without a command: the whole of it, equations included."
    )


def list_does() -> str:
    return (
        "One line a cell: states, parameters by formula, what the loop holds, operations of a step."
    )


def show_does() -> str:
    return "Equations, citation, sizes, parameters and operations of one cell."


def json() -> str:
    return "Print the facts instead, as JSON."


def input_size() -> str:
    return "Inputs, for the counts."


def hidden_size() -> str:
    return "Units, for the counts."


def markdown() -> str:
    return "Print the page of the documentation."


def backend() -> str:
    return "Print the code that this backend runs, too."


def fuzz_does() -> str:
    return (
        "Hold random cells to the reference and to finite differences: values and all "
        "gradients.\n\n"
        "A cell that fails is made as small as it can be and still fail, printed, and written "
        "to fuzz-SEED-NUMBER.py in this folder. The exit code is 1 where a cell is wrong.\n\n"
        "Example: recurra cells fuzz --count 200 --seed 7 --compiled 20"
    )


def count() -> str:
    return "How many random cells."


def seed() -> str:
    return "Another seed, other cells."


def trees() -> str:
    return "Cells for trees."


def compiled() -> str:
    return "How many run on compiled kernels; the others are interpreted."


def fuzz_backend() -> str:
    return "Run all of them on this backend."


def check_does() -> str:
    return (
        "Hold one cell to the conformance suite: one table of what holds on every backend.\n\n"
        "Values, gradients (against the reference and finite differences), sequences of "
        "different lengths, single steps, NaN and second derivatives, with dropout, zoneout, "
        "limited and total gradients. The exit code is 1 where something does not hold.\n\n"
        "Example: recurra cells check ./mine.py:leaky"
    )


def check_name() -> str:
    return 'FILE.py:NAME, or a name such as "lstm".'

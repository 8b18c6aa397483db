"""What `--help` says of `recurra fit`."""


def does() -> str:
    return (
        "Train one network with given settings and save it.\n\n"
        "Early stopping on the validation part; the test part is scored once, at the end."
    )


def learning_rate() -> str:
    return "Of the optimiser."


def updates() -> str:
    return "Steps of the optimiser at most."


def score() -> str:
    return "What decides when to stop."


def seed() -> str:
    return "Of split, weights and order."


def out() -> str:
    return "Folder for the model; new or empty."


def range_test() -> str:
    return (
        "Train nothing: let the learning rate rise over --updates, and draw the loss (range test)."
    )

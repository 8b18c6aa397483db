"""What is asked of a table."""

from recurra.words.en.phrases import listed, several


def only_of_examples(option: str) -> str:
    return (
        f"--{option.replace('_', '-')} is for classes and values of groups, steps or windows: ask "
        "for them with --label COL, or with --target COL --task regression"
    )


def only_of_forecasts(option: str, names: tuple[str, ...]) -> str:
    own = " (--window says how many rows it sees)" if option == "lookback" else ""
    return (
        f"--{option} is for forecasts, but {several(names)} is asked for as a class or value of "
        f"each example{own}"
    )


def only_of_classes(by: str) -> str:
    return f"--label-by {by} is for classes; of numbers the last one of an example counts"


def label_is_class(task: str, label: str) -> str:
    return (
        f"--label {label} names a column of classes; for --task {task} give it as "
        f"--target {label} instead"
    )


def label_and_target(label: str) -> str:
    return f"--label {label} asks for a class and --target for a number: give one of them"


def no_column(task: str) -> str:
    option = "--label COL" if task == "classification" else "--target COL"
    return (
        f"--task {task} of a table needs {option}, the column with the answers, and --group COL, "
        "which engine, person or recording a row is of"
    )


def one_label(names: tuple[str, ...]) -> str:
    return f"an example has one class, but --target names {listed(names)}"


def answer_is(name: str, option: str) -> str:
    return f"column {name!r} is the answer and cannot be --{option} too"


def no_window() -> str:
    return "--each window needs --window N, the number of rows in one"


def stride_of_groups() -> str:
    return "--stride is for windows and steps: of a group there is one example"

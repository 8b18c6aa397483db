"""What is wrong with what a comparison was asked for, or with its folder."""


def no_data() -> str:
    return "no data: give a path or a name such as digits"


def cells_once() -> str:
    return "each cell may be named once, and at least one is needed"


def no_forget_bias(cells: tuple[str, ...]) -> str:
    have = "has" if len(cells) == 1 else "have"
    return (
        f"--init chrono sets forget biases, and {', '.join(cells)} {have} none. Choose other "
        "--cells or another --init"
    )


def short_for_chrono() -> str:
    return "--init chrono needs sequences of at least 3 steps"


def data_changed(data: str) -> str:
    return f"{data} has changed since the plan was made"


def other_data(data: str) -> str:
    return (
        f"{data} is not what the plan was made for: its values, columns or options have changed. "
        "Make a new plan"
    )


def memory_failed(said: str) -> str:
    """`said`: the end of what the process wrote."""
    return f"measuring the memory of training failed: {said}"


def worker_ended(folder: str | None) -> str:
    where = "..." if folder is None else f"--resume {folder}"
    return (
        "a worker process ended unexpectedly, perhaps because memory ran out. Go on with fewer "
        f"workers: recurra compare {where} --workers 1"
    )


def no_model(kind: str) -> str:
    return f"a {kind} is no trained model: give a folder or a Model"


def no_batches() -> str:
    return "a model in memory is examined on batches with targets: give data="


def no_folder(folder: str) -> str:
    return f"no such folder: {folder}"


def unfinished(folder: str) -> str:
    return f"{folder} holds no finished model; go on with: recurra compare --resume {folder}"


def no_validation(folder: str) -> str:
    return (
        f"{folder} does not say which part of its data is for validation: give DATA, a file "
        "that it did not learn from"
    )


def finished(folder: str) -> str:
    return f"{folder} is finished; draw its report again with: recurra report {folder}"


def no_comparison(folder: str) -> str:
    return f"{folder} is not the folder of a comparison: it has no run.json"


def is_file(path: str) -> str:
    return f"{path} is a file. Give another folder with --out"


def not_writable(folder: str, why: str) -> str:
    return f"cannot write to {folder}: {why}. Give another folder with --out"


def no_plan(path: str) -> str:
    return f"no plan at {path}: give a plan.json or the folder of a run"


def not_a_plan(file: str, why: str) -> str:
    return f"{file} is not a plan ({why})"

"""What is wrong with a run's folder."""


def no_folder(folder: str) -> str:
    return f"{folder}: there is no such folder; give the one that compare wrote"


def no_run(folder: str, file: str) -> str:
    return f"{folder}: {file} is missing; this is not a folder that compare wrote"


def removed(folder: str, file: str) -> str:
    return (
        f"{folder}: {file} is missing; the run says that it is finished, so the file was removed; "
        "run compare again"
    )


def unfinished(folder: str, file: str) -> str:
    return (
        f"{folder}: {file} is missing; the comparison is not finished; go on with: "
        f"recurra compare --resume {folder}"
    )


def other_format(file: str, found: int, known: int) -> str:
    return (
        f"{file}: records of format {found}; this version of recurra reads format {known}. Draw "
        "the report with the version that wrote them"
    )


def not_a_record(file: str, why: str) -> str:
    return f"{file}: not a record of a comparison ({why})"


def not_a_line(file: str, line: int, why: str) -> str:
    return f"{file}, line {line}: not a record ({why})"


def stray(folder: str, names: tuple[str, ...]) -> str:
    be = "is" if len(names) == 1 else "are"
    return (
        f"{folder}: results and plan do not belong together: {', '.join(names)} "
        f"{be} not in plan.json. Do not mix files of several runs"
    )


def no_score(folder: str, name: str) -> str:
    return f"{folder}: results.json recommends {name} without a score"

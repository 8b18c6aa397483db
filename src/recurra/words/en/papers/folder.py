"""Folders of reproductions that cannot be used."""


def other_paper(folder: str, paper: str, size: str) -> str:
    return f"{folder} holds {paper} at size {size}. Give another --out"


def other_look(folder: str, options: tuple[str, ...]) -> str:
    said = " ".join(options) or "none"
    return f"{folder} was begun with other options of the look ({said}). Give another --out"


def other_versions(folder: str) -> str:
    return (
        f"{folder} was begun with other versions of recurra or its libraries, whose numbers can "
        "differ. Give another --out"
    )


def beside_itself(folder: str) -> str:
    return f"{folder} cannot be set beside itself. Give another --out"


def beside_another_paper(folder: str, held: str, wanted: str) -> str:
    return f"{folder} holds {held}, not {wanted}. Give another --beside"


def not_finished(folder: str) -> str:
    return f"the reproduction in {folder} is not finished. Let it end first"


def is_a_file(folder: str) -> str:
    return f"{folder} is a file. Give another folder with --out"


def not_empty(folder: str) -> str:
    return f"{folder} is not empty. Give another folder with --out"


def cannot_write(folder: str, why: str) -> str:
    return f"cannot write to {folder}: {why}"

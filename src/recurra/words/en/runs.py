"""What can happen to a run and its folder, and how to go on."""


def in_use(folder: str, holder: str) -> str:
    who = f"process {' on '.join(holder.split())}" if holder else "another process"
    return (
        f"{folder} is being worked on by {who}. Wait until it ends or stop it, or give another "
        "folder with --out"
    )


def not_empty(folder: str) -> str:
    return (
        f"{folder} is not empty. Give another folder with --out, or go on with an interrupted run "
        f"with --resume {folder}"
    )


def nothing_begun(folder: str) -> str:
    return (
        f"nothing was recorded in {folder} before the run was cut short. Start again with "
        f"--out {folder}"
    )


def nothing_asked(folder: str) -> str:
    return (
        f"{folder} was cut short before its plan was made, and does not say what was asked for. "
        "Start again in another folder"
    )


def damaged(file: str) -> str:
    return f"{file} cannot be read: it is not as it was written. Start again in another folder"


def interrupted(folder: str) -> str:
    return f"interrupted; what is done is kept. Go on with: recurra compare --resume {folder}"


def interrupted_early() -> str:
    return "interrupted before anything was written. Give the command again to start anew"


def disk_full(place: str, remedy: str) -> str:
    return f"the disk is full: {place} cannot be written. Free some space, then {remedy}"


def unwritable(place: str, why: str, remedy: str) -> str:
    return f"{place} cannot be read or written ({why}). Mend that, then {remedy}"


def gone(folder: str) -> str:
    return (
        f"{folder} was removed or moved while the run was at work. Start again, or put it back and "
        f"go on with: recurra compare --resume {folder}"
    )


def go_on(folder: str) -> str:
    return f"go on with: recurra compare --resume {folder}"


def start_again() -> str:
    return "give the command again; nothing of this run is kept"


def too_many_workers(asked: int, cores: int) -> str:
    few = "there is one core" if cores == 1 else f"there are {cores} cores"
    return (
        f"{asked} workers are asked for and {few}: more workers than cores take longer and make "
        f"measured times wrong. Give --workers {cores}, or --force if that is meant"
    )

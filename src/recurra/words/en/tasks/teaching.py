"""What cannot be trained so."""


def no_stream(task: str) -> str:
    return f"learn-from stream is for forecasts of a table over time; this is {task}"


def no_overlap(task: str, streams: bool) -> str:
    also = "; with --learn-from stream there are" if streams else ""
    return f"truncate has an overlap, but no segments follow each other in {task}{also}"


def trees_cut(cell: str) -> str:
    return f"{cell}: truncate counts steps of sequences, and this cell is for trees"


def no_state(name: str) -> str:
    return f"{name} keeps no state that could go on: truncation and streams are for cells"


def both_directions(name: str) -> str:
    return f"{name} reads from both ends: truncation and streams would show it the future"


def no_changes(cell: str) -> str:
    return f"{cell}: change_penalty is on outputs from step to step, and this cell is for trees"

"""Series of a table, cut by time."""


def row(number: int) -> str:
    return f"row {number}"


def split(validation: str, test: str, groups: int) -> str:
    same = ", the same for all groups" if groups > 1 else ""
    return f"Split by time 70/15/15: validation begins at {validation}, test at {test}{same}."

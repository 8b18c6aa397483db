"""Which cells fit a task."""


def for_trees(cell: str, data: str) -> str:
    return f"cell {cell!r} is for trees, and {data} has none"


def misfit(cell: str, takes: str, but: str) -> str:
    return f"cell {cell!r} takes {takes}, but {but}"


def only_for_chains(cell: str) -> str:
    return (
        f"cell {cell!r} is for trees: recurrent dropout, zoneout and the clipping of "
        "gradients inside the recurrence are for chains. Leave them out, or choose other cells"
    )

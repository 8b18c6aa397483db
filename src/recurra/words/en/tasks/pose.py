"""Which task is behind some data."""

HOLDS = {
    "sequences": "labelled sequences",
    "values": "sequences with values",
    "series": "a table over time",
    "trees": "trees",
}


def other_data(name: str, kind: str, task: str, wanted: tuple[str, ...]) -> str:
    meant = " or ".join(HOLDS.get(one, one) for one in wanted)
    return f"{name} holds {HOLDS.get(kind, kind)}; --task {task} is for {meant}"


def no_merge(name: str) -> str:
    return f"{name} holds no trees: --merge is for trees"


def only_for_classes() -> str:
    return (
        "output, class weights and label smoothing are for classes, and these are values. "
        "Leave them out"
    )


def only_for_values(loss: str) -> str:
    return f"loss {loss} is for values; of classes there are cross_entropy and squared_error"


def own_loss(task: str) -> str:
    return f"the task {task} has a loss of its own: leave --loss out, or ask for --task regression"


def as_values(task: str) -> str:
    return f"leave out --task {task} to predict values"

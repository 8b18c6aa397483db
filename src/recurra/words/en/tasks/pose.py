"""Which task is behind some data."""


def no_trees(name: str) -> str:
    return f"{name} holds no trees: --task nodes and --merge are for trees"


def no_series(name: str, trees: bool) -> str:
    return f"{name} holds {'trees' if trees else 'labelled sequences'}, not a series to forecast"


def no_sequences(name: str) -> str:
    return f"{name} is a table to forecast, it has no labelled sequences"


def only_for_classes() -> str:
    return (
        "output, loss and class weights are chosen for classes; forecasts and values are "
        "trained with the squared error"
    )

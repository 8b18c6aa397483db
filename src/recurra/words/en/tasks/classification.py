"""One class for each sequence or tree."""

from recurra.words.en.phrases import counted


def weighted(classes: tuple[str, ...], weights: tuple[float, ...], most: int) -> str:
    pairs = [f"{name} {weight:.3g}" for name, weight in zip(classes, weights, strict=False)]
    shown = ", ".join(pairs[:most]) + ", ..." * (len(pairs) > most)
    return (
        f"An example counts in the loss by the weight of its class, from the training part: {shown}"
        ". So it is for networks, logistic regression, gradient boosting and MiniROCKET's ridge."
    )


def unequal(largest: int, smallest: int) -> str:
    return (
        f"The largest class has {largest} training examples and the smallest {smallest}, so the "
        "score that decides is balanced accuracy (the mean over classes of the share found)."
    )


def no_root_label(tree: int) -> str:
    return f"the root of tree {tree} has no label"


def one_label() -> str:
    return "all trees have one label"


def words(count: int, least: int) -> str:
    return (
        f"{counted(count, 'word')} {'occurs' if count == 1 else 'occur'} at least "
        f"{counted(least, 'time')} in the training part; all "
        "others share one vector."
    )


def every_node() -> str:
    return (
        "The labels of all nodes teach cells for trees; scores are of the roots, and those of "
        "every node stand beside them."
    )

"""What the terms of a verdict mean, a sentence each."""

from recurra.words.en import tasks
from recurra.words.gathered import gathered

TERMS = {
    "parts": "Validation and test part: data kept out of training. The first chooses, the second "
    "is looked at once, at the end.",
    "seeds": "Seed: each network is trained again from other random starts, and the mean counts.",
    "interval": "Interval: where the number would lie with other seeds and other examples of the "
    "same kind.",
    "p99": "p99: 99 of 100 answers take no longer.",
}


def term(name: str, margin: str) -> str:
    """A sentence; "" for what needs none."""
    if name == "margin":
        return (
            f"Margin: a loss of {margin} of the best score counts as none, so that what costs less "
            "is taken."
        )
    return TERMS.get(name) or gathered(tasks.__name__, "MEANINGS").get(name, "")

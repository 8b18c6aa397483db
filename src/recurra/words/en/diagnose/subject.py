"""What is examined."""

from recurra.words import Text

SCORES = {
    "accuracy": "accuracy",
    "balanced": "balanced accuracy",
    "f1": "F1 (mean over classes)",
    "auroc": "area under ROC",
    "logloss": "log loss",
}


def conditions(
    model: str, examples: int, trees: bool, origin: Text, least: int, most: int, more: Text
) -> str:
    steps = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    kind, each = ("trees", f"{steps} edges deep") if trees else ("examples", f"{steps} steps each")
    of = f" of {origin}" if origin else ""
    said = f"{model}, {examples:,} {kind}{of}, {each}"
    return f"{said}; {more}" if more else said


def score(name: str, label: Text) -> str:
    return SCORES.get(name, f"{label}")


def no_example() -> str:
    return "there is no example to examine the model on"


def no_targets() -> str:
    return "a diagnosis needs examples with targets; these have none"

"""Headings and paragraphs of a comparison's page."""

HEADINGS = {
    "skip": "Skip to the evidence",
    "verdict": "Verdict",
    "contents": "Contents",
    "legend": "Legend",
    "how_to_read": "How to read it.",
    "architecture": "Architecture",
    "architectures": "Architectures",
    "rates": "Learning rates",
    "cost": "Score and cost",
    "learning_short": "Learning",
    "learning": "Learning curves",
    "forecasts_short": "Forecasts",
    "forecasts": "Forecasts on the test part",
    "confusions_short": "Classes",
    "confusions": "Classes on the test part",
    "nodes": "Every node",
    "probabilities": "Probabilities",
    "memory": "Does it remember?",
    "data": "Data",
    "settings": "Settings",
    "settings_long": "Settings and how to repeat it",
    "reached": "What each reaches and what it costs",
    "notes": "What to know of single architectures",
    "beside": "All networks beside each other",
    "inferred": "What was inferred",
    "cleaned": "What was cleaned",
    "split": "How it was split",
    "nothing": "Nothing.",
    "class_examples": "Examples of each class",
    "class": "Class",
    "all_rates": "All learning rates tried",
    "machine": "Machine and versions",
    "equations": "Equations",
    "wall_time": "Where the wall time of this run went",
}
PARAGRAPHS = {
    "nodes": (
        "The labels of all nodes taught these networks; the second column scores all labelled "
        "nodes of the test trees, single words and short phrases included, and so is no score of "
        "whole trees. Nothing is chosen by it."
    ),
    "probabilities": (
        "A model that is sure to 90\u00a0% should be right in 90\u00a0% of such cases. The "
        "calibration error is how far the two lie apart on average, over 15 groups of equally "
        "many test examples, ordered by how sure the model was. With few examples it is above "
        "zero even where the probabilities are perfect; the second column says by how much. An "
        "error clearly above that: do not take these probabilities at their word."
    ),
    "diagnose": (
        "More questions, on these or other data: recurra diagnose, with the folder of this run."
    ),
    "command": "This command made the run:",
    "plan": (
        "Its plan, given back, repeats it to the bit on the same kind of processor with the same "
        "versions:"
    ),
    "drawn": (
        "Drawn by recurra from plan.json, trials.jsonl, costs.jsonl, results.json and "
        "findings.jsonl of this run. The page needs no network and no script."
    ),
}


def heading(name: str) -> str:
    return HEADINGS.get(name, name)


def paragraph(name: str) -> str:
    return PARAGRAPHS.get(name, name)


def title(headline: str, data: str) -> str:
    return f"{headline}: {data}, recurra"


def conditions(conditions: str) -> str:
    """Conditions as a sentence."""
    return f"{conditions}."


def reading_table(margin: str) -> str:
    return (
        "A difference above zero is better than the recommended model; if its interval contains "
        "zero, chance alone could explain it. p is corrected for the number of comparisons. An "
        "architecture “loses nothing” if the whole interval of its relative loss lies below the "
        f"margin of {margin}. The score for choosing is the one on the validation part; the test "
        "part only reports."
    )


def table_conditions(measured: str) -> str:
    return (
        f"Times and sizes: {measured}. An arithmetic operation is an addition or a "
        "multiplication; exp, tanh and the like are counted separately. Memory to predict is "
        "computed for networks and measured for simple baselines, memory to train is the rise of "
        "a fresh process."
    )


def more(number: int) -> str:
    return f"{number} more"


def nodes_conditions(tested: str) -> str:
    return f"{tested}; whole trees are drawn for the interval."


def fits_conditions(tested: str) -> str:
    return f"{tested}; mean over all fits."


def of_best_network(name: str, summary: str) -> str:
    return f"{name}, the best network. {summary}"


def equations_of(name: str, states: tuple[str, ...]) -> str:
    """`states`: each with its number of units."""
    return f"{name}: {', '.join(states)} units" if states else name


def about_cell(spec: str, formula: str, parameters: str, fingerprint: str) -> str:
    more = f"; parameters of the cell {formula} = {parameters}" if formula else ""
    return f"{spec}{more}{f'; fingerprint {fingerprint}' if fingerprint else ''}."

"""How a comparison searches, decides and runs."""

from recurra.words.en.tasks import scores


def search() -> str:
    return "Search"


def budget() -> str:
    return "What the whole run may take at most: 90s, 10m, 1h."


def budget_usual() -> str:
    return "about 10 epochs, at most 2,000 updates"


def trials() -> str:
    return "Learning rates for each network, instead of a time."


def trials_why() -> str:
    return "neighbours are then a factor of two or three apart"


def decision() -> str:
    return "Decision"


def score() -> str:
    return (
        f"What decides. Of classes: {', '.join(scores.OF_CLASSES)}; of values: "
        f"{', '.join(scores.OF_VALUES)}; of one task alone: {scores.of_single_tasks()}"
    )


def score_usual() -> str:
    return "what suits the task"


def margin() -> str:
    return "Relative loss that counts as none."


def margin_why() -> str:
    return "less is seldom worth a dearer model"


def run() -> str:
    return "Run"


def seeds() -> str:
    return "Final trainings of each network."


def seeds_why() -> str:
    return "an interval over seeds takes several"


def seed() -> str:
    return "Of split, learning rates and search."


def workers() -> str:
    return "Processes, one thread each."


def workers_usual() -> str:
    return "one a core"


def language() -> str:
    return "What is said."


def language_usual() -> str:
    return "as the locale"


def quick() -> str:
    return "A look in little time that judges nothing: one seed, few updates."


def force() -> str:
    return "More workers than cores."

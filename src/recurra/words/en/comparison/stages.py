"""The stages of a comparison, as the progress bar and the table of wall time call them."""

STAGES = {
    "starting": "starting",
    "reading_the_data": "reading the data",
    "loading_the_libraries": "loading the libraries",
    "compiling": "compiling",
    "search": "search",
    "search_wider_range": "search, wider range",
    "final_trainings": "final trainings",
    "training_on": "training on",
    "baselines": "baselines",
    "test_part": "test part",
    "gradients": "gradients",
    "examining": "examining",
    "costs": "costs",
    "memory_of_training": "memory of training",
    "statistics": "statistics",
    "report": "report",
    "compiling_baselines": "compiling, baselines",
}


def stage(name: str) -> str:
    return STAGES.get(name, name)

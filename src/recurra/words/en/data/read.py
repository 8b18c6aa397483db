"""What a path or a name is."""

from collections.abc import Sequence

from recurra.words.en.phrases import listed

READERS = {
    "images": "images",
    "labelled": "labelled sequences (.ts)",
    "tables": "tables",
    "treebanks": "trees",
    "probes": "probes (probe:NAME)",
    "arrays": "arrays (.npy, .npz)",
    "recordings": "recordings (a file each)",
}
HOLDS = {
    "images": "images to classify",
    "labelled": "labelled sequences to classify",
    "tables": "a table to forecast",
    "treebanks": "trees to classify",
    "arrays": "labelled arrays of sequences",
    "recordings": "recordings with labels",
    "probes": "examples that are made (see --examples)",
}


def nothing_here() -> str:
    return (
        "no recordings (.wav, .csv, .parquet, .npy), IDX images (*-images-idx*), .ts files or "
        "trees in this folder"
    )


def give_table() -> str:
    return "For a table give the file itself"


def does_not_fit(option: str, name: str, holds: str, of: Sequence[str]) -> str:
    own = listed([READERS.get(one, one) for one in of])
    return (
        f"--{option} does not fit {name}, which holds {HOLDS.get(holds, holds)}; "
        f"it is an option of {own}"
    )


WORKS = {
    "images": "classification",
    "labelled": "classification or, with a number for each, regression, counts and positive",
    "tables": "forecasting, and with --label or --target and --group classification, regression, "
    "counts and positive",
    "treebanks": "classification and nodes",
    "probes": "classification, of probes with numbers regression, of trees nodes",
}


def task_does_not_fit(task: str, name: str, holds: str) -> str:
    works = f"; what works: {WORKS[holds]}" if holds in WORKS else ""
    return f"--task {task} does not fit {name}, which holds {HOLDS.get(holds, holds)}{works}"

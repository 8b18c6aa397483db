"""Images with labels."""

from typing import Literal

from recurra.words.en.phrases import be, counted

ORDERS = {"row": "row by row", "column": "column by column", "pixel": "pixel by pixel"}
WHAT = {"images": "images", "labels": "labels"}


def counts(images: int, labels: int, file: str) -> str:
    return f"{counted(images, 'image')}, but {counted(labels, 'label')} in {file}"


def other_size(file: str) -> str:
    return f"images of another size than in {file}"


def dimensions(count: int) -> str:
    return f"{counted(count, 'dimension')} {be(count)} no set of images"


def order(
    order: Literal["row", "column", "pixel", "permuted"], seed: int, steps: int, width: int
) -> str:
    mixed = f"in one fixed random order of pixels (seed {seed})"
    how = mixed if order == "permuted" else ORDERS[order]
    values = "1 value" if width == 1 else f"{counted(width, 'value')}"
    return f"Images are read {how}: {counted(steps, 'step')} of {values}."


def task() -> str:
    return "IDX images with labels: a classification task."


def labels_no_numbers() -> str:
    return "labels must be whole numbers in one dimension"


def none_here() -> str:
    return "no file *-images-idx* in this folder"


def several(names: tuple[str, ...]) -> str:
    return f"several sets of images for one part: {', '.join(names)}"


def say_which() -> str:
    return "Give the file with the training images of the set that is meant"


def no_partner(what: str) -> str:
    return f"no {WHAT.get(what, what)} beside this file"


def its_name(what: str) -> str:
    return f"Its name has *-{what}-idx*"


def digits() -> str:
    return "Handwritten digits with labels: a classification task."

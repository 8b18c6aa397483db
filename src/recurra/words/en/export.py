"""What is wrong with the bundle of a model."""

from recurra.words import Words


def baseline(name: str) -> str:
    return f"{name} is a simple baseline, not a network"


def in_folder(folder: str, what: Words | str) -> str:
    return f"{folder}: {what}"


def no_bundle(folder: str, why: Words | str) -> str:
    return f"{folder} is not the bundle of a model: {why}"


def not_readable(file: str) -> str:
    return f"it has no readable {file}"


def no_object(file: str) -> str:
    return f"{file} holds no object"


def no_number(written: str) -> str:
    return f"{written} is no number"


def other_format(folder: str, format: str, known: tuple[str, ...]) -> str:
    return f"{folder} has format {format}, this recurra reads {' and '.join(known)}"


def older(folder: str) -> str:
    return (
        f"{folder} was saved by an older version, without a checksum over everything: its parts "
        "were checked one by one, but not that all are as they were saved."
    )


def other_version() -> str:
    return "Load it with the version that saved it"


def other_recurra() -> str:
    return "Load it with the version of recurra that saved it"


def spoiled(folder: str, file: str) -> str:
    return f"{folder}: {file} is not what was saved"


def copy_again() -> str:
    return "Copy the folder again, or train anew"


def wrong_entry(file: str, what: str) -> str:
    return f"{file}: not the bundle of a model: {what}"


def missing_entry(entry: str) -> str:
    return f"{entry} is missing"


def other_sizes(folder: str, manifest: str, weights: str) -> str:
    return f"{folder}: the sizes of {manifest} are not those of {weights}"


def other_type(folder: str, weights: str, dtype: str) -> str:
    return f"{folder}: the tensors of {weights} are not of type {dtype}"


def not_finite(file: str, tensor: str) -> str:
    return f"{file}: {tensor} holds what is not a finite number"


def other_equations(folder: str, cell: str) -> str:
    return f"{folder}: the equations of {cell} are not those that were trained"


def no_such_baseline(folder: str, name: str) -> str:
    return f"{folder}: no baseline is called {name!r}"


def not_savable(kind: str) -> str:
    return f"a {kind} cannot be saved in a bundle"

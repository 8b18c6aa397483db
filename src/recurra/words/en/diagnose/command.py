"""What the command line says around diagnoses."""


def is_file(place: str) -> str:
    return f"{place} is a file; choose another --out"


def page(path: str) -> str:
    return f"Page: {path}"

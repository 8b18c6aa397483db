"""What the command line says around diagnoses."""


def is_file(place: str) -> str:
    return f"{place} はファイルです。--out に別の場所を指定してください"


def page(path: str) -> str:
    return f"ページ: {path}"

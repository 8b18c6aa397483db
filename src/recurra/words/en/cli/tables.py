"""What is said of answers on the screen and in files."""

from recurra.words.en.phrases import counted


def other_ending(file: str, endings: tuple[str, ...]) -> str:
    return (
        f"{file}: the name's ending says what is written, and it is none of {', '.join(endings)}. "
        "Choose one of them for --out"
    )


def no_folder(folder: str) -> str:
    return f"no such folder: {folder}"


def needs_openpyxl(file: str) -> str:
    return (
        f"{file}: .xlsx files need openpyxl, which is not installed: pip install "
        "'recurra[excel]', or give a name that ends in .csv or .parquet"
    )


def left_out(rows: int) -> str:
    return f"... {counted(rows, 'more row')}; --out FILE writes all"


def too_many_rows(rows: int) -> str:
    return f"{rows:,} rows are more than a sheet of Excel holds: write .csv or .parquet"

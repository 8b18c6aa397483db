"""Excel workbooks."""


def needs_openpyxl() -> str:
    return "an Excel file needs openpyxl, which is not installed"


def install() -> str:
    return "Install it with pip install 'recurra[excel]', or save the sheet as CSV"


def sheet(name: str, others: tuple[str, ...]) -> str:
    more = f"; not {', '.join(map(repr, others))}" if others else ""
    return f"Sheet {name!r} is read{more}."


def damaged(reason: str) -> str:
    return f"the Excel file is damaged ({reason})"


def first_rows(count: int) -> str:
    return f"Only the first {count:,} rows of the sheet are looked at here."

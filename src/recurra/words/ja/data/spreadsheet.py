"""Excel workbooks."""

from recurra.words.ja.phrases import quoted, several


def needs_openpyxl() -> str:
    return "Excelファイルを読むには openpyxl が必要です"


def install() -> str:
    return "pip install 'recurra[excel]' でインストールするか、CSVで保存してください"


def sheet(name: str, others: tuple[str, ...]) -> str:
    more = f"（{several(others)}は読みません）" if others else ""
    return f"シート{quoted(name)}を読みます{more}。"


def damaged(reason: str) -> str:
    return f"Excelファイルが壊れています（{reason}）"


def first_rows(count: int) -> str:
    return f"ここではシートの先頭{count:,}行だけを調べています。"

"""What is said of answers on the screen and in files."""

from recurra.words.ja.phrases import listed


def other_ending(file: str, endings: tuple[str, ...]) -> str:
    return (
        f"{file}: ファイルの形式は名前の末尾で決まります。"
        f"--out には {listed(endings)} のいずれかで終わる名前を指定してください"
    )


def no_folder(folder: str) -> str:
    return f"フォルダ {folder} がありません。先に作成するか、別の場所を指定してください"


def needs_openpyxl(file: str) -> str:
    return (
        f"{file}: .xlsx の書き出しには openpyxl が必要です。pip install 'recurra[excel]' で"
        "導入するか、.csv または .parquet で終わる名前を指定してください"
    )


def left_out(rows: int) -> str:
    return f"…ほか{rows:,}行（--out FILE で全行を書き出し）"


def too_many_rows(rows: int) -> str:
    return f"{rows:,}行はExcelのシートに収まりません。.csv または .parquet で書き出してください"

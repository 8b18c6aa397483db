"""--limit."""


def used(limit: int, of: int, parts: bool, test: bool) -> str:
    each = "区分とクラス" if parts else "クラス"
    tail = "テストデータはすべて使います。" if test else ""
    return (
        f"{of:,}件のうち{limit:,}件を使います（--limit）。{each}ごとに、件数に比例して先頭から"
        f"選びました。{tail}"
    )

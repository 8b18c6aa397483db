"""Which part the files are."""


def test_is(names: tuple[str, ...]) -> str:
    return f"テストデータは{'、'.join(names)}です。"


def split_off(files: int) -> str:
    return "テストデータのファイルがないため、データの一部をテスト用に分けます。"


def no_test() -> str:
    return "ファイル名にテストデータの指定はありません。"

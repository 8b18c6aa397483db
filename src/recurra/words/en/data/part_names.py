"""Which part the files are."""


def test_is(names: tuple[str, ...]) -> str:
    return f"The test part is {', '.join(names)}."


def split_off(files: int) -> str:
    return f"The {'file names' if files == 1 else 'files name'} no test part; one is split off."


def no_test() -> str:
    return "The files name no test part."

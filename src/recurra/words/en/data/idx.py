"""Files of images in the IDX format."""

from recurra.words.en.phrases import counted


def not_idx(start: str) -> str:
    return f"not an IDX file: it starts with bytes {start}"


def starts_with() -> str:
    return "An IDX file of bytes in three dimensions starts with 00 00 08 03"


def short_header() -> str:
    return "the IDX header is cut short"


def no_length(shape: str) -> str:
    return f"the header gives a length of zero: {shape}"


def not_finite(place: tuple[int, ...]) -> str:
    shown = f"{place[0]}," if len(place) == 1 else ", ".join(map(str, place))
    return f"the value at ({shown}) is not finite"


def too_large(place: tuple[int, ...], value: float, largest: float) -> str:
    shown = f"{place[0]}," if len(place) == 1 else ", ".join(map(str, place))
    return f"the value at ({shown}) is {value:g}, which is too large: at most {largest:g}"


def length(shape: str, promised: int, found: int) -> str:
    what = "cut short" if found < promised else "too long"
    return (
        f"the file is {what}: its header says {shape}, which is {counted(promised, 'byte')}, "
        f"but {counted(found, 'byte')} follow"
    )

"""Files of images in the IDX format."""


def not_idx(start: str) -> str:
    return f"IDXファイルではありません。先頭のバイト列は {start} です"


def starts_with() -> str:
    return "3次元のIDXファイル（バイト）は 00 00 08 03 で始まります。ファイルを確かめてください"


def short_header() -> str:
    return "IDXのヘッダーが途中で切れています"


def no_length(shape: str) -> str:
    return f"ヘッダーの長さに0があります（{shape}）"


def not_finite(place: tuple[int, ...]) -> str:
    return f"位置（{', '.join(map(str, place))}）の値が有限ではありません"


def too_large(place: tuple[int, ...], value: float, largest: float) -> str:
    shown = f"{place[0]}," if len(place) == 1 else ", ".join(map(str, place))
    return f"位置（{shown}）の値{value:g}が大きすぎます（上限は{largest:g}）"


def length(shape: str, promised: int, found: int) -> str:
    what = "途中で切れています" if found < promised else "長すぎます"
    return (
        f"ファイルが{what}。ヘッダーでは{shape}（{promised}バイト）ですが、"
        f"実際には{found}バイトあります"
    )

"""What `recurra cells fuzz` prints."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.ja.phrases import listed


def stage() -> str:
    return "ランダムなセル"


def wrong(number: int, backend: str, checks: tuple[str, ...]) -> str:
    return f"セル{number}（{backend}）に不一致があります: {listed(checks)}"


def smallest(check: str, file: str, what: Words | str) -> str:
    return f"{check} が一致しない最小のセル（{file}）: {what}"


def made_from() -> str:
    return "縮める前のセル"


def summary(
    cells: int,
    of: Mapping[str, int],
    checks: int,
    wrong: int,
    held: str,
    worst: str | None,
    refused: int,
    seconds: int,
) -> str:
    text = (
        f"ランダムなセル{cells}個（{listed(f'{b}で{n}個' for b, n in of.items())}）、"
        f"検査{checks}件、不一致のセル{wrong}個。"
        f"float64での相対差の最大値は、一致した検査で{held}"
    )
    text += f"、一致しなかった検査で{worst}" if worst is not None else ""
    return (
        f"{text}。ほかに、規則に合わないか値が大きくなりすぎるため除いたセルが{refused}個。"
        f"所要時間{seconds}秒。"
    )

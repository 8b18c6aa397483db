"""What is examined."""

from recurra.words import Text
from recurra.words.ja.tasks.scores import OF_CLASSES


def conditions(
    model: str, examples: int, trees: bool, origin: Text, least: int, most: int, more: Text
) -> str:
    steps = f"{least:,}" if least == most else f"{least:,}〜{most:,}"
    kind, each = (
        (f"木{examples:,}本", f"深さは{steps}辺")
        if trees
        else (f"{examples:,}件", f"長さは各{steps}ステップ")
    )
    of = f"{origin}の" if origin else ""
    said = f"モデルは{model}、データは{of}{kind}、{each}"
    return f"{said}。{more}" if more else said


def score(name: str, label: Text) -> str:
    return OF_CLASSES.get(name, f"{label}")


def no_example() -> str:
    return "モデルを診断するためのデータがありません。1件以上のデータを与えてください"


def no_targets() -> str:
    return "診断には目標値のある例が必要です。目標値を含むデータを与えてください"

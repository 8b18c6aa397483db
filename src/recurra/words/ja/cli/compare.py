"""What `recurra compare` prints while it runs, and at its end."""

from recurra.words.ja.phrases import listed
from recurra.words.ja.report.conditions import architecture
from recurra.words.numbers import written_time


def data(name: str, task: str, parts: tuple[str, ...]) -> str:
    return f"{name}: {task}（{listed(parts)}）"


def part(name: str, number: int) -> str:
    return f"{name} {number:,}"


def compared(score: str, names: tuple[str, ...]) -> str:
    return f"判定に使う評価指標は{score}、比較の対象は{listed(map(architecture, names))}です。"


def searched(rates: int, low: float, high: float, updates: int, seeds: int) -> str:
    return (
        f"各ネットワークについて、{low:g}〜{high:g}の学習率{rates:,}個を試し、更新は{updates:,}回、"
        f"最終学習にはシードを{seeds:,}個使います。"
    )


def left_out(name: str, why: str) -> str:
    return f"対象外: {architecture(name)}: {why}"


def stage(stage: str, left: str) -> str:
    return f"... {stage}（{left}）" if left else f"... {stage}"


def spared(taken: float, budget: str) -> str:
    return f"{budget} のうち{written_time(taken)}で終了（向上を続けるネットワークはありません）。"


def sooner(updates: int, most: int) -> str:
    return (
        f"学習は更新{updates:,}回（上限{most:,}回）で終了しました。"
        "向上を続けるネットワークはありません。"
    )


def report(path: str) -> str:
    return f"レポート: {path}"


def model(path: str, folder: str) -> str:
    return f"モデル:   {path}（予測には recurra predict {folder} DATA）"


def minutes_left(number: int) -> str:
    return f"残り{number}分"


def seconds_spent(number: int) -> str:
    return f"{number}秒経過"


def seconds_left(number: int) -> str:
    return f"残り{number}秒"

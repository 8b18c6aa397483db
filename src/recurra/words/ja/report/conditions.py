"""What numbers depend on, and what code names are called on a page."""

from recurra.words import Words
from recurra.words.ja.phrases import listed
from recurra.words.ja.tasks import baselines, scores

PARTS = {"train": "訓練", "validation": "検証", "test": "テスト"}
CALLED = {"zero": "ゼロ予測", "majority": "最頻クラス予測"}


def score(name: str, label: Words | str) -> str:
    """A score by its name; one that has none of our words as its record calls it."""
    return scores.label(name, f"{label}")


def task(name: str) -> str:
    return scores.called(name)


def part(name: str) -> str:
    return PARTS.get(name, name)


def naive(name: str) -> str:
    """A naive baseline's name inside a sentence."""
    return CALLED.get(name, architecture(name))


def architecture(name: str) -> str:
    """A competitor: a simple baseline by its words, a cell by its name."""
    return baselines.name(name)


def threads(number: int) -> str:
    return f"{number:,}スレッド"


def workers(number: int, threads: int) -> str:
    """Processes that trained, 0 where that is not known, and threads of each."""
    each = f"各{threads:,}スレッド"
    return f"ワーカー{number:,}個、{each}" if number else each


def seeds(number: int) -> str:
    return f"{number:,}個のシード"


def no_machine() -> str:
    return "マシンの記録なし"


def trained(seeds: tuple[int, ...], whole: bool, threads: int, machine: str) -> str:
    """`whole`: the seeds follow on each other without a gap."""
    which = f"{seeds[0]}〜{seeds[-1]}" if whole and seeds[1:] else "、".join(map(str, seeds))
    return f"シード{len(seeds):,}個（{which}）、学習ごとに{threads:,}スレッド、{machine}"


def tested(examples: str, trained: str, once: bool) -> str:
    return f"{examples}、{trained}" + ("（ベースラインの当てはめは1回）" if once else "")


def tested_baseline(examples: str, machine: str) -> str:
    return f"{examples}、ベースライン（当てはめは1回）、{machine}"


def examples(number: int, windows: bool) -> str:
    return f"テストデータ{number:,}{'窓' if windows else '件'}"


def measured(repeats: tuple[int, ...], threads: int, machine: str) -> str:
    times = f"{'、'.join(f'{r:,}' for r in repeats)}回の反復の中央値、" if repeats else ""
    return f"{times}バッチサイズ1、{threads:,}スレッド、{machine}"


def listed_names(names: tuple[str, ...]) -> str:
    return listed(names)


def together(sentences: tuple[Words | str, ...]) -> str:
    return "".join(str(one) for one in sentences)

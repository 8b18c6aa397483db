"""What figures of all reproductions share."""

from typing import Literal

from recurra.words.numbers import UNSAID_LEVEL, per_cent

OF = {"examples": "テストデータの例", "trees": "テストデータの木"}


def bars(seeds: int, of: Literal["examples", "trees"], level: float = UNSAID_LEVEL) -> str:
    held = per_cent(f"{100 * level:g}")
    return f"{seeds}個のシードの平均。縦棒はシードと{OF[of]}にわたる{held}信頼区間"


def skill() -> str:
    return "テストデータでのスキル"

"""What figures of all reproductions share."""

from typing import Literal

OF = {"examples": "テストデータの例", "trees": "テストデータの木"}


def bars(seeds: int, of: Literal["examples", "trees"]) -> str:
    return f"{seeds}個のシードの平均。縦棒はシードと{OF[of]}にわたる95%信頼区間"


def skill() -> str:
    return "テストデータでのスキル"

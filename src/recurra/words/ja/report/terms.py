"""What the terms of a verdict mean, a sentence each."""

from recurra.words.gathered import gathered
from recurra.words.ja import tasks

TERMS = {
    "parts": "検証データとテストデータは、学習に使わないデータです。検証データで選び、"
    "テストデータは最後に一度だけ使います。",
    "seeds": "シードは乱数の初期値です。各ネットワークを異なるシードで学習し、平均を用います。",
    "interval": "信頼区間は、シードや同種のデータを変えたときに値が収まる範囲です。",
    "p99": "99パーセンタイル（p99）は、100回の推論のうち99回がこの時間以内に終わることを表します。",
}


def term(name: str, margin: str) -> str:
    """A sentence; "" for what needs none."""
    if name == "margin":
        return (
            f"許容幅は{margin}です。最良のスコアからの低下がこれ以内なら同等とみなし、"
            "低コストのモデルを選びます。"
        )
    return TERMS.get(name) or gathered(tasks.__name__, "MEANINGS").get(name, "")

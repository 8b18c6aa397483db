"""Trainings on trees."""


def no_parts() -> str:
    return "この木のデータは訓練・検証・テストに分かれていません"


def no_trees(data: str) -> str:
    return f"{data} には木がありません"

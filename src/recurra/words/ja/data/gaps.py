"""Channels for missing values."""


def seen(names: tuple[str, ...]) -> str:
    return f"{'、'.join(names)}の値の有無を示すチャネルを1つずつ加えました（--missing）。"


def since(names: tuple[str, ...]) -> str:
    shown = "、".join(names)
    return f"{shown}の最後の観測からの経過時間のチャネルを1つずつ加えました（--missing）。"

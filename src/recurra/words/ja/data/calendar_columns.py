"""Columns made from time."""

CIRCLES = {"hour of day": "時刻", "day of week": "曜日", "day of year": "年間通算日"}


def made(circles: tuple[str, ...]) -> str:
    shown = "、".join(CIRCLES.get(one, one) for one in circles)
    return f"日時から列を作りました（{shown}。それぞれ正弦と余弦）。"

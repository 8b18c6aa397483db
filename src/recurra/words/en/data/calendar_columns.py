"""Columns made from time."""

CIRCLES = {
    "hour of day": "hour of day",
    "day of week": "day of week",
    "day of year": "day of year",
}


def made(circles: tuple[str, ...]) -> str:
    shown = ", ".join(CIRCLES.get(one, one) for one in circles)
    return f"Made from time: {shown} (a sine and a cosine each)."

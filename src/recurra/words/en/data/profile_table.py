"""What keeps a table from being asked about."""


def no_windows(lookback: int, horizon: int) -> str:
    return (
        f"a part is too short for a window of lookback {lookback} and horizon {horizon}: use "
        "shorter ones, or more rows"
    )

"""What keeps a table from being asked about."""


def no_windows(lookback: int, horizon: int) -> str:
    return (
        f"参照期間{lookback}と予測期間{horizon}の窓に足りない区間があります。"
        "期間を短くするか、行を増やしてください"
    )

"""What a plan says: what a time is enough for, and what had to be given up."""

from recurra.words.ja.phrases import listed, quoted
from recurra.words.numbers import written_time


def unreadable(text: str) -> str:
    return f"時間の指定{quoted(text)}を読み取れません。90s、10m、1h30m のように指定してください"


def no_time(text: str) -> str:
    return f"時間の指定{quoted(text)}では何もできません。30s 以上を指定してください"


def too_short(
    name: str,
    updates: int,
    rates: int,
    seeds: int,
    alone: float,
    everything: float,
    networks: int,
    measured: bool,
) -> str:
    more = (
        f"、{networks}個すべてのネットワークには --budget {written_time(everything)}"
        if networks > 1
        else ""
    )
    needed = f" --budget {written_time(alone)}{more} が必要です"
    if not measured:
        needed = (
            f"{alone:,.0f}秒を超える時間が必要です（データの読み込みと終了時の処理だけで"
            "それだけかかります）"
        )
    return (
        f"時間が足りません。判定に最低限必要な学習（{name}、更新{updates:,}回、"
        f"学習率{rates}通り、シード{seeds}個）には、このマシンでは{needed}。"
        "時間を延ばすか、判定なしで様子だけを見る --quick を指定してください"
    )


def left_out(budget: str) -> str:
    return f"{budget} 以内では学習する時間がありません"


def gave_up(
    budget: str, rates: int, asked: int, seeds: int, wanted: int, names: tuple[str, ...]
) -> str:
    parts = []
    if rates < asked:
        parts.append(f"学習率を{asked}通りから{rates}通りに")
    if seeds < wanted:
        parts.append(f"シードを{wanted}個から{seeds}個に")
    if names:
        parts.append(f"{listed(names)}を除外")
    return f"{budget} 以内で十分に学習させるため、{'、'.join(parts)}しました。"


def more_seeds(budget: str, seeds: int, otherwise: int) -> str:
    return (
        f"{budget} は十分な時間のため、各ネットワークをシード{otherwise}個ではなく{seeds}個で"
        "学習します。"
    )

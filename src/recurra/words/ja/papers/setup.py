"""How a look at a paper is set up."""

from recurra.words.ja.phrases import quoted


def look(
    optimizer: str,
    updates: int,
    rates: tuple[float, ...],
    seed: int,
    first: int,
    last: int,
    size: str | None,
    only: tuple[str, ...],
) -> str:
    shown = f"、規模 {size}" if size else ""
    part = f"、対象は{_quoted(only)}のみ" if only else ""
    return (
        f"{optimizer}、更新回数{updates:,}、学習率{_listed(rates)}（シード{seed}で探索）、"
        f"最終学習は{_seeds(first, last)}{shown}{part}"
    )


def training(optimizer: str, batch: int, clip: float, updates: int, looks: int) -> str:
    return (
        f"最適化手法は{optimizer}、ミニバッチは{batch}件、勾配ノルムの上限は{clip:g}、更新回数は"
        f"{updates:,}です。検証データで{looks}回評価し、最もよい時点の重みを使います。"
    )


def search(rates: tuple[float, ...], seed: int, first: int, last: int) -> str:
    return (
        f"学習率は{_listed(rates)}です。ネットワークと条件の組ごとに、シード{seed}の学習を検証"
        f"データで比べて1つ選びます。選んだ学習率で{_seeds(first, last)}の最終学習を行い、その結果"
        "だけを判定に使います。"
    )


def examples_drawn(seed: int) -> str:
    return f"データの例もシード{seed}で生成します。"


def restricted(only: tuple[str, ...], chosen: int, whole: int) -> str:
    return (
        f"対象を{_quoted(only)}に絞っています。ネットワークと条件の{whole}組のうち{chosen}組です。"
        "ほかの組が必要な主張は判定しません。"
    )


def seed_out_of_range(largest: int, given: int) -> str:
    return f"--seed は0から{largest}の範囲で指定してください（指定された値: {given}）"


def too_few_updates(given: int) -> str:
    return f"--updates は1以上を指定してください（指定された値: {given}）"


def no_rates(paper: str, optimizer: str) -> str:
    return f"{paper} には {optimizer} 用の学習率がありません。--rates を指定してください"


def not_a_rate(given: float) -> str:
    return f"学習率には0より大きい有限の値を指定してください（指定された値: {given}）"


def rate_twice() -> str:
    return "同じ学習率が2回以上指定されています。1回だけ指定してください"


def only_fits_nothing(
    given: str,
    claims: tuple[str, ...],
    conditions: tuple[str, ...],
    networks: tuple[str, ...],
) -> str:
    return (
        f"--only の{quoted(given)}に当てはまる主張・条件・ネットワークが、この規模にはありません。"
        "次の中から指定してください。"
        f"主張: {', '.join(claims)}。条件: {_quoted(conditions)}。ネットワーク: "
        f"{', '.join(networks)}"
    )


def _listed(rates: tuple[float, ...]) -> str:
    return "・".join(f"{rate:g}" for rate in rates)


def _quoted(texts: tuple[str, ...]) -> str:
    return "".join(map(quoted, texts))


def _seeds(first: int, last: int) -> str:
    """
    >>> _seeds(1, 2), _seeds(1, 3)
    ('シード1と2', 'シード1〜3')
    """
    if first == last:
        return f"シード{first}"
    return f"シード{first}{'と' if last == first + 1 else '〜'}{last}"

"""Why a claim is not judged."""

from recurra.words.ja.phrases import quoted


def missing(architecture: str, condition: str, more: int, left_out: bool) -> str:
    rest = f"（ほか{more}組）" if more else ""
    what = f"{quoted(condition)}の{architecture}{rest}"
    if left_out:
        return f"今回の検証では{what}を対象から外しています"
    return f"この規模の実行では{what}を学習しません"


def unlearned(architecture: str, condition: str, skill: float) -> str:
    return (
        "どのネットワークもこの課題を学習できていないため、何も言えません。"
        f"最もよい{quoted(condition)}の{architecture}でもスキルは{skill:.2f}です"
    )

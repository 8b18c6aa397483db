"""What is to be known of single competitors, and of a plan that is repeated."""

from collections.abc import Mapping

from recurra.words import Words


def parameters(more: int, target: int) -> str:
    return f"パラメータ数は、LSTMの{target:,}に対して{more:+d}です。"


def inputs(given: Mapping[str, tuple[str, ...] | int], left: tuple[str, ...]) -> str:
    """`given`: of each input its columns, or how many numbers where columns have no names."""
    parts = [
        f"{name}は{f'{own}個の値' if isinstance(own, int) else '、'.join(own)}"
        for name, own in given.items()
    ]
    more = f"{'、'.join(left)}は入力されません。" if left else ""
    return f"入力の割り当て: {'、'.join(parts)}。{more}"


def no_forget_bias() -> str:
    return (
        "数式に忘却ゲートのバイアスがないため、学習開始時のゲートの開きを他のセルと揃えていません。"
    )


def openness(kept: Mapping[str, float], common: float) -> str:
    shares = "、".join(f"{name}の{share:.2f}" for name, share in kept.items())
    return (
        f"学習前に1ステップで保持する割合は{shares}です。忘却ゲートのバイアスだけで決まる場合は"
        f"{common:.2f}です。"
    )


def reference_runs() -> str:
    return (
        "コンパイルしたカーネルの計算が数式と一致しないため、参照用バックエンドで実行しています。"
        "遅くなりますが、数値は正確です。"
    )


def validation_part(data: str, number: int) -> str:
    return f"{data}の検証データ（全{number:,}件）"


def other_versions(versions: Mapping[str, tuple[str, str | None]]) -> str:
    """`versions`: of each package that of the plan and that of now."""
    other = "、".join(
        f"{name} {then}（現在は{now or 'なし'}）" for name, (then, now) in versions.items()
    )
    return f"計画は{other}で作成されたため、数値が当時と異なることがあります。"


def not_run(why: Words | str) -> str:
    return f"実行なし: {why}"


def all_failed(why: Words | str) -> str:
    return f"すべての学習が失敗しました: {why}"


def all_diverged() -> str:
    return "すべての学習が発散しました。"


def ended_early(number: int, total: int, why: Words | str) -> str:
    return (
        f"最終学習{total:,}回のうち{number:,}回が途中で終わりました（{why}）。"
        "それまでの最良の重みで評価しました。"
    )


def units_given(units: int) -> str:
    return f"ユニット数{units}が指定されているため、パラメータ数は揃えていません。"


def no_units() -> str:
    return "大きさがユニット数で決まらないため、パラメータ数は揃えていません。"

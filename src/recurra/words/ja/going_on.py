"""Going on with a run: with more time, or with more networks."""

from recurra.words.ja.phrases import listed
from recurra.words.numbers import written_time


def without_to(option: str) -> str:
    return f"{option} には、続ける実行のフォルダを --to DIR で指定してください"


def to_alone() -> str:
    return "--to は続ける実行の指定です。--more TIME か --add CELLS も指定してください"


def not_with(option: str, others: tuple[str, ...]) -> str:
    return f"{listed(others)} は --to の実行で決まっているため、{option} と同時に指定できません"


def already(names: tuple[str, ...], folder: str) -> str:
    return f"{listed(names)}は {folder} に含まれています。ほかのネットワークを指定してください"


def changed(name: str) -> str:
    return (
        f"{name}の式が実行後に変更されたため、記録された試行と新しい試行を比較できません。"
        "--out で新しく実行してください"
    )


def too_short(time: str, updates: int, longer: int, needed: float) -> str:
    return (
        f"{time} では足りません。更新{updates:,}回から{longer:,}回への延長には、このマシンでは "
        f"--more {written_time(needed)} が必要です"
    )


def settled(folder: str) -> str:
    return (
        f"{folder} には向上を続けるネットワークがないため、時間を延ばしても結果は変わりません。"
        "何も変更していません。"
    )


def again(number: int) -> str:
    return f"重みが残っていない最終学習{number:,}回をやり直します。その分の時間がかかります。"

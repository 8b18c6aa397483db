"""A table as series."""

from recurra.words.ja.cli import inspect
from recurra.words.ja.phrases import quoted


def task() -> str:
    return "時系列の表なので、予測タスクとします。"


def file(name: str, form: str, encoding: str, separator: str, number: int, columns: int) -> str:
    return inspect.file(name, "tables", form, encoding, separator, number, columns) + "。"


def step(step: str) -> str:
    return f"時間間隔: {step}。"


def counter(name: str) -> str:
    return f"{quoted(name)}は日時ではないため、行をその順に並べ、等間隔とみなします。"


def no_group() -> str:
    return "グループの値がありません"


def last_rows(limit: int, rows: int) -> str:
    return f"{rows}行のうち、時間の新しい{limit}行だけを使います（--limit）。"


def too_few_for_transform() -> str:
    return "この変換には行数が足りません。行を増やしてください"


def season(steps: int) -> str:
    return f"季節性の周期: {steps}ステップ（訓練データから検出）。"


def too_few(rows: int, needed: int, lookback: int | None, horizon: int) -> str:
    past = f"参照期間{lookback}、" if lookback else ""
    return (
        f"行数が足りません。{rows}行ですが、1つの窓に{needed}行必要です（{past}予測期間{horizon}）"
    )


def shorter() -> str:
    return "--horizon か --lookback を短くするか、行を増やしてください"


def target_missing() -> str:
    return "訓練データで予測対象の値がすべて欠損しています"


def target_constant() -> str:
    return "訓練データで予測対象の値が変化していません"

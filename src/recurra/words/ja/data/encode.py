"""From a table's columns to the numbers of a network."""

from typing import Literal

from recurra.words.ja.phrases import quoted


def no_logarithm(value: float) -> str:
    return f"--transform logreturn には対数が必要ですが、{value:g}の対数は計算できません"


def use_diff() -> str:
    return "--transform diff を使ってください"


def one_category(name: str) -> str:
    return f"列{quoted(name)}は訓練データでのカテゴリが1つだけなので除きました。"


def text(name: str, categories: int, most: int) -> str:
    more = f"のうち頻度の高い{most}個" if categories > most else ""
    return f"列{quoted(name)}は文字列です。{categories}個のカテゴリ{more}を0と1で表しました。"


def constant(names: tuple[str, ...]) -> str:
    return f"訓練データで値が変わらない列は除きました（{'、'.join(names)}）。"


def filled(count: int, ahead: bool) -> str:
    more = "（将来の値が既知の列は前後の値から線形補間）" if ahead else ""
    return f"欠損値{count}個を直前の値で補いました{more}。"


def masks(names: tuple[str, ...]) -> str:
    return f"{'、'.join(names)}の欠損の有無を示す列を1列ずつ加えました。"


def changed(transform: Literal["diff", "logreturn"], names: tuple[str, ...]) -> str:
    what = {"diff": "差分", "logreturn": "対数収益率"}[transform]
    return f"{'、'.join(names)}を{what}に置き換えました。"

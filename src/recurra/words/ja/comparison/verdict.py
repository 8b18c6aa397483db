"""Warnings: what the numbers cannot decide, and why."""

from recurra.words import Words
from recurra.words.ja.phrases import listed
from recurra.words.ja.report.conditions import architecture


def few_seeds(seeds: int) -> str:
    return (
        f"シードが{seeds:,}個では、学習ごとのばらつきを十分に見積もれず、どのネットワークが優れているか"
        "判断できません。5個以上のシードを使ってください。"
    )


def leak(what: Words | str) -> str:
    return (
        f"データリーク: {what}利用時には分からない情報を使っているため、"
        "これらのスコアは信頼できません。データまたはオプションを修正し、比較し直してください。"
    )


def at_edge(names: tuple[str, ...], low: float, high: float) -> str:
    return (
        f"{listed(names)}の最良の学習率が、探索範囲（{low:g}〜{high:g}）の端にあります。"
        "範囲を広げると改善するかもしれません。"
    )


def two_models(chosen: str, network: str) -> str:
    return (
        f"best/ には推奨モデルの{architecture(chosen)}が、"
        f"best_network/ には最良の再帰型ニューラルネットワークの{network}が入っています。"
    )


def _named(names: tuple[str, ...]) -> str:
    return listed(map(architecture, names))

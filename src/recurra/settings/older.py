"""Plans as earlier versions wrote them, as today's: plain values in, plain values out."""

from dataclasses import asdict
from typing import Any

from recurra.settings.comparison import Effort, Networks
from recurra.settings.option import made
from recurra.settings.training import Training


def plan(plain: dict[str, Any]) -> dict[str, Any]:
    """A plan of any format so far; each step leads to the format after it."""
    steps = (_training_as_one, _records_of_settings, _networks)
    for number, step in enumerate(steps, start=1):
        if plain.get("format", 1) == number:
            plain = step(plain)
    wanted = plain["training"].get("fitting", {}).get("evaluations", 20)
    return {**plain, "search": {"looks": wanted, **plain["search"]}}


def _training_as_one(plain: dict[str, Any]) -> dict[str, Any]:
    """A plan of format 1: what is set for training lies in several places."""
    parts = (plain["search"], plain.get("objective", {}), plain.get("recurrence", {}))
    given = {name: value for part in parts for name, value in part.items()}
    return {**plain, "training": asdict(made(Training, given)), "format": 2}


def _records_of_settings(plain: dict[str, Any]) -> dict[str, Any]:
    """A plan of format 2: what was asked of the comparison lies beside what followed from it."""
    budget, *more = str(plain.get("budget", "")).split(" + ")
    number, _, of = budget.partition(" ")
    asked = {"trials": int(number)} if of == "trials" else {"budget": budget}
    if budget in ("", "default", "quick"):
        asked = {}
    cells = [one["spec"] for one in plain["architectures"] if one["kind"] == "cell"]
    given = {**plain, "cells": cells}
    return {
        **plain,
        "networks": asdict(made(Networks, given)),
        "effort": asdict(made(Effort, {**asked, "quick": plain.get("quick", False)})),
        "decision": {"margin": plain["margin"]},
        "more": more,
        "draws": {"seeds": len(plain["seeds"]), "seed": plain["seed"]},
        "format": 3,
    }


def _networks(plain: dict[str, Any]) -> dict[str, Any]:
    """A plan of format 3: every network was a cell."""
    kinds = {"cell": "network"}
    renamed = [
        {**one, "kind": kinds.get(one["kind"], one["kind"])} for one in plain["architectures"]
    ]
    return {**plain, "architectures": renamed, "format": 4}

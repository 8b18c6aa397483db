"""A comparison of persons' recordings: split by person, resumed, repeated, asked."""

import json
from dataclasses import replace

import pytest
from tests.data.engines import engines
from tests.data.recordings import recordings

import recurra
from recurra.comparison.folder import Folder
from recurra.errors import RunError
from recurra.json_lines import read_lines
from recurra.records import Trial

ASKED = {
    "label": "activity",
    "group": "person",
    "window": 15,
    "cells": ("elman",),
    "seed": 3,
    "trials": 2,
}


def trials(folder):
    found = read_lines(Trial, folder / "trials.jsonl")
    return [replace(t, seconds=0.0, spent=(0.0, 0.0)) for t in found]


def test_persons_split_resumed_and_asked(small, tmp_path, monkeypatch):
    table = recordings(tmp_path, 10, 60)
    small("whole", data=table, **ASKED)
    plan = json.loads((tmp_path / "whole/plan.json").read_text())
    assert plan["source"]["seed"] == 3  # what draws the parts is kept with the data
    assert plan["source"]["settings"]["label"] == "activity"
    said = json.dumps(plan["data"])
    assert "made_by_group" in said and "in_two" not in said
    assert "logistic regression on means" in [a["name"] for a in plan["architectures"]]

    count, original = 0, Folder.note

    def note(self, done):
        nonlocal count
        count += 1
        if count == 4:
            raise KeyboardInterrupt
        original(self, done)

    monkeypatch.setattr(Folder, "note", note)
    with pytest.raises(RunError, match="--resume"):
        small("cut", data=table, **ASKED)
    monkeypatch.setattr(Folder, "note", original)
    small(resume=tmp_path / "cut")
    assert trials(tmp_path / "cut") == trials(tmp_path / "whole")

    model = recurra.load(tmp_path / "whole")
    rows = model.answer(table).rows
    assert len(rows) == 10 * 6 and rows[0][:3] == ("p0", "0", "14")


def test_remaining_life_in_steps(small, tmp_path):
    table = engines(tmp_path, 8)
    found = small(
        "left", data=table, target="rul", task="regression", group="engine", window=8,
        cells=("elman",),
    )  # fmt: skip
    names = {s.architecture for s in found.standings}
    assert {"elman", "mean", "ridge on means"} <= names
    answers = recurra.load(tmp_path / "left").answer(table)
    assert answers.columns == ("engine", "cycle", "rul", "actual rul")

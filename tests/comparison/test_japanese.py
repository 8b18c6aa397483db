"""A comparison in Japanese: what is shown while it runs, at its end, and where it goes wrong."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from recurra.cli.compare import Display, conclude
from recurra.comparison import compare, plan
from recurra.comparison.folder import Folder
from recurra.comparison.workers import Inline
from recurra.errors import RecurraError
from recurra.records import Results
from recurra.words import speaking
from recurra.words.ja.comparison.stages import STAGES

SENTENCE = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}")


def test_what_is_printed_is_japanese(small: Callable[..., Results], tmp_path: Path) -> None:
    console = Console(record=True, width=2000, force_terminal=False)
    told: list[str] = []
    with speaking("ja"):
        with Display(console) as display:

            def show(progress: Any) -> None:
                told.append(progress.stage)
                display.show(progress)

            small(progress=show)
        conclude(tmp_path / "run", console, json=False)
        made = Folder(tmp_path / "run")
        # what is concluded from data, and of the fits of baselines, others say
        others = [*made.plan().data.inferred, *made.plan().data.cleaned, *made.plan().data.split]
        shown = console.export_text()
        for said in map(str, others):
            shown = shown.replace(said, "")
    assert set(told) <= set(STAGES)
    assert "当面は" in shown and "... 最終学習" in shown and "レポート: " in shown
    assert "シードが2個では" in shown and not SENTENCE.search(shown)


def test_a_run_is_read_in_the_other_language_too(
    small: Callable[..., Results], tmp_path: Path
) -> None:
    with speaking("ja"):
        results = small()
    assert "Take at least 5 seeds." in " ".join(map(str, results.verdict.warnings))
    notes = [note for a in Folder(tmp_path / "run").plan().architectures for note in a.notes]
    assert "Its equations have no forget bias" in " ".join(map(str, notes))
    with speaking("ja"):
        assert "忘却ゲートのバイアスがないため" in "".join(map(str, notes))


@pytest.mark.parametrize(
    "options",
    [
        {"cells": ("elman", "elman")},
        {"cells": ("elman",), "init": "chrono"},
        {"budget": "soon"},
        {"budget": "0s"},
        {"resume": "nowhere"},
        {"plan": "nowhere"},
        {"data": None},
        {"out": __file__},
    ],
)
def test_errors_end_in_what_to_do(options: dict[str, Any], tmp_path: Path) -> None:
    given = {"data": "digits", "out": tmp_path / "run", "limit": 100, "crew": Inline(), **options}
    with pytest.raises(RecurraError) as caught:
        compare(**given)
    with speaking("ja"):
        said = str(caught.value)
    assert said.endswith("ください") and not SENTENCE.search(said)


def test_the_plan_does_not_depend_on_the_language(
    small: Callable[..., Results], tmp_path: Path
) -> None:
    found = []
    for language in ("en", "ja"):
        with speaking(language):
            small(language, cells=("elman",), trials=1, seeds=1)
        found.append((tmp_path / language / "plan.json").read_text())
    assert found[0] == found[1]
    assert plan.read(tmp_path / "ja").budget == "1 trials"

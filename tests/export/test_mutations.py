"""A spoiled bundle gives the original's answer, or one sentence; never a traceback, never a NaN.

`RECURRA_MUTATIONS=2000 pytest tests/export/test_mutations.py` tries 2,000; by default 200.
"""

import csv
import json
import math
import os
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from tests.export import mutations

from recurra.cli import main
from recurra.data import gather
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.records import Source
from recurra.tasks import pose

COUNT = int(os.environ.get("RECURRA_MUTATIONS", "200"))
SHARES = 8  # tests that divide them, so that workers share the work
HEADER = "@problemName p\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
MINE = (
    'from recurra.ir import cell, tanh\n\n\n@cell(states="h")\ndef mine(x, h, W, U, b):\n'
    "    return tanh(W @ x + U @ h + b)\n"
)


def series(folder: Path) -> Path:
    """A table of two columns over time."""
    rng = np.random.default_rng(0)
    rows = [f"{2000 + t},{t % 7 + rng.normal(0, 0.1):.3f},{rng.normal():.3f}" for t in range(200)]
    (folder / "week.csv").write_text("t,y,z\n" + "\n".join(rows) + "\n")
    return folder / "week.csv"


def labelled(folder: Path) -> Path:
    """Sequences of two classes."""
    lines = [f"{k % 2},{k % 3},{k % 2 + k % 5}:{'ab'[k % 2]}" for k in range(40)]
    (folder / "x.ts").write_text(HEADER + "\n".join(lines) + "\n")
    return folder / "x.ts"


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """kind -> the folder of a model, and data to predict."""
    place = tmp_path_factory.mktemp("bundles")
    (place / "mine.py").write_text(MINE)
    table, own = str(series(place)), str(labelled(place))
    orders = {
        "classes": (Source(own), "elman"),
        "own cell": (Source(own), f"{place / 'mine.py'}:mine"),
        "forecast": (Source.of(table, target=("y",), horizon=2, lookback=8), "elman"),
        "values": (Source.of("probe:adding", length="8", examples=60), "elman"),
        "counts": (Source.of("probe:delay", task="counts", length="5", examples=60), "elman"),
        "positive": (Source.of("probe:adding", task="positive", length="8", examples=60), "elman"),
        "trees": (Source.of("probe:keyword", length="6", trees="split", examples=60), "nary"),
    }
    found = {}
    for name, (source, cell) in orders.items():
        trained = train(source, Settings(cell, hidden_size=4, updates=2))
        saved = bundle.save(place / name, trained.model, trained.manifest)
        found[name] = (saved, source.data)
    for name, baseline in (
        ("classes", "logistic regression"),
        ("forecast", "ETS"),
        ("positive", "gamma regression"),
    ):
        source = orders[name][0]
        task = pose(gather(source), source)
        fitted = {b.name: b for b in task.baselines()}[baseline].fit(task, 0)
        facts = {"name": baseline, "source": asdict(source), "task": task.facts()}
        found[baseline] = bundle.save(place / baseline, fitted.model, facts), source.data
    return found


@pytest.fixture
def predicted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[object]:
    """`predicted(folder, data)`: exit code, what was written, what was said."""

    def run(folder: Path, data: str) -> tuple[int, str, str]:
        out = tmp_path / "out.csv"
        out.unlink(missing_ok=True)
        monkeypatch.setattr(sys, "argv", ["recurra", "predict", str(folder), data, "-o", str(out)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code or 0
        return int(code), out.read_text() if out.exists() else "", capsys.readouterr().err

    yield run


@pytest.mark.parametrize("share", range(SHARES))
def test_a_spoiled_bundle_answers_as_before_or_says_so(share, bundles, predicted, tmp_path) -> None:
    rng = random.Random(share)
    names = list(bundles)
    whole = {name: predicted(*one)[:2] for name, one in bundles.items()}
    assert all(code == 0 for code, _ in whole.values())
    answered = refused = 0
    for number in range(COUNT // SHARES):
        name, other = rng.sample(names, 2)
        edition = rng.choice(["as saved", "as saved", "sealed anew", "of an older version"])
        folder = tmp_path / f"{number}"
        shutil.copytree(bundles[name][0], folder)
        if edition == "of an older version":
            mutations.age(folder)
        done = mutations.mutate(folder, bundles[other][0], rng)
        if edition == "sealed anew":
            mutations.seal(folder)
        if edition == "of an older version" and done.startswith("tensor"):
            mutations.age(folder)  # a checksum that fits, or nothing but it would be tested
        code, written, said = predicted(folder, bundles[name][1])
        about = f"{name}, {edition}, {done}: {code} {said}"
        if code == 0:
            answered += 1
            assert finite(written), about
            assert edition != "as saved" or (code, written) == whole[name], about
        else:
            refused += 1
            lines = [line for line in said.splitlines() if "saved by an older version" not in line]
            assert code == 2 and len(lines) == 1 and lines[0].startswith("recurra: "), about
        shutil.rmtree(folder)
    assert refused > answered or refused + answered < 10


def finite(written: str) -> bool:
    """Whether no number of a table is NaN or infinite."""
    rows = list(csv.reader(written.splitlines()))
    return len(rows) > 1 and all(map(_fine, (value for row in rows[1:] for value in row)))


def _fine(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return True


def test_an_older_bundle_is_read_and_what_was_not_checked_is_said(bundles, predicted, tmp_path):
    folder, data = bundles["classes"]
    old = shutil.copytree(folder, tmp_path / "old")
    mutations.age(old)
    code, written, said = predicted(old, data)
    assert (code, written) == predicted(folder, data)[:2]
    assert "older version, without a checksum" in said


def test_an_added_file_is_not_looked_at(bundles, predicted, tmp_path):
    """A cell.py that the manifest does not name is not run."""
    folder, data = bundles["classes"]
    more = shutil.copytree(folder, tmp_path / "more")
    (more / "cell.py").write_text("raise SystemExit(7)")
    assert predicted(more, data)[:2] == predicted(folder, data)[:2]


def test_a_manifest_written_in_another_way_is_the_same(bundles, predicted, tmp_path):
    folder, data = bundles["forecast"]
    other = shutil.copytree(folder, tmp_path / "other")
    found = json.loads((other / "manifest.json").read_text())
    turned = dict(reversed(found.items()))
    (other / "manifest.json").write_text(json.dumps(turned, ensure_ascii=True, indent=3))
    assert predicted(other, data)[:2] == predicted(folder, data)[:2]

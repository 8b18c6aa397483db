"""A bundle holds all that another process needs, and says so when it does not."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from recurra.errors import RunError
from recurra.export import bundle
from recurra.export import manifest as manifests
from recurra.nn import Recurrent
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.model import Model
from recurra.words import speaking

MINE = """
from recurra.ir import cell, tanh


@cell(states="h")
def mine(x, h, W, U, b, *, gain=1.0):
    return tanh(gain * (W @ x) + U @ h + b)
"""


def model(spec: str = "lstm", **options: object) -> Model:
    body = Recurrent(spec, 3, 4, **options)  # type: ignore[arg-type]
    return Model(body, ClassificationHead(body.output_size, 2))


def answer(found: Model) -> torch.Tensor:
    x = torch.linspace(-1, 1, 5 * 2 * 3).reshape(5, 2, 3).to(next(found.parameters()).dtype)
    return found(Batch(x, torch.tensor([5, 3])))


@pytest.mark.parametrize("spec", ["elman", "scrn(alpha=0.9)", "peephole"])
@pytest.mark.parametrize("options", [{}, {"num_layers": 2, "bidirectional": True}])
def test_a_loaded_model_answers_the_same(
    tmp_path: Path, spec: str, options: dict[str, object]
) -> None:
    saved = model(spec, **options)
    bundle.save(tmp_path / "best", saved, {"cell": spec, "task": {"classes": ["a", "b"]}})
    loaded = bundle.load(tmp_path / "best")
    assert torch.equal(answer(loaded.model), answer(saved))
    assert loaded.manifest["task"] == {"classes": ["a", "b"]}
    assert not loaded.model.training


def test_float64_and_forecasts(tmp_path: Path) -> None:
    saved = Model(Recurrent("gru", 3, 4), ForecastHead(4, horizon=3, targets=2)).double()
    bundle.save(tmp_path / "best", saved, {"cell": "gru"})
    assert torch.equal(answer(bundle.load(tmp_path / "best").model), answer(saved))


def test_a_users_cell_needs_no_other_file_in_another_process(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(MINE)
    saved = model(f"{file}:mine(gain=2.0)", backend="reference")
    bundle.save(tmp_path / "best", saved, {"cell": f"{file}:mine(gain=2.0)"})
    file.unlink()
    code = (
        "import sys, torch; from recurra.export import bundle; from recurra.nn.batch import Batch;"
        "m = bundle.load(sys.argv[1]).model; m.body.backend = 'reference';"
        "x = torch.linspace(-1, 1, 30).reshape(5, 2, 3);"
        "print(m(Batch(x, torch.tensor([5, 3]))).flatten().tolist())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "best")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(told.stdout) == answer(saved).flatten().tolist()


def test_saving_again_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    bundle.save(tmp_path / "best", model(), {"cell": "lstm"})
    second = model()
    bundle.save(tmp_path / "best", second, {"cell": "lstm"})
    assert torch.equal(answer(bundle.load(tmp_path / "best").model), answer(second))
    assert [p.name for p in tmp_path.iterdir()] == ["best"]


def test_a_failure_leaves_the_old_bundle(tmp_path: Path) -> None:
    first = model()
    bundle.save(tmp_path / "best", first, {"cell": "lstm"})
    with pytest.raises(TypeError):
        bundle.save(tmp_path / "best", model(), {"cell": "lstm", "task": object()})
    assert torch.equal(answer(bundle.load(tmp_path / "best").model), answer(first))
    assert [p.name for p in tmp_path.iterdir()] == ["best"]


def damage_manifest(folder: Path, **changes: object) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def seal(folder: Path, **changes: object) -> None:
    """Changes with a checksum that fits them."""
    damage_manifest(folder, **changes)
    found = json.loads((folder / "manifest.json").read_text())
    damage_manifest(folder, checksum=manifests.checksum(found))


def test_damaged_bundles_are_told(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not the bundle"):
        bundle.load(tmp_path)
    folder = bundle.save(tmp_path / "best", model(), {"cell": "lstm"})
    other = bundle.save(tmp_path / "other", model(), {"cell": "lstm"})
    (folder / "model.safetensors").write_bytes((other / "model.safetensors").read_bytes())
    with pytest.raises(RunError, match=r"model\.safetensors is not what was saved"):
        bundle.load(folder)
    damage_manifest(other, name="another")
    with pytest.raises(RunError, match=r"manifest\.json is not what was saved"):
        bundle.load(other)
    seal(other, fingerprint="of other equations")
    with pytest.raises(RunError, match="equations"):
        bundle.load(other)
    damage_manifest(other, format=99)
    with pytest.raises(RunError, match="format 99"):
        bundle.load(other)


def test_damaged_bundles_are_told_in_japanese(tmp_path: Path) -> None:
    def told(folder: Path) -> str:
        with pytest.raises(RunError) as raised, speaking("ja"):
            bundle.load(folder)
        with speaking("ja"):
            said = str(raised.value)
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", said)
        return said

    (tmp_path / "empty").mkdir()
    assert "manifest.json を読み込めません" in told(tmp_path / "empty")
    folder = bundle.save(tmp_path / "best", model(), {"cell": "lstm"})
    damage_manifest(folder, name="another")
    assert told(folder).endswith(
        "manifest.json が保存時の内容と異なります。フォルダをコピーし直すか、学習し直してください"
    )
    seal(folder, fingerprint="of other equations")
    assert told(folder).endswith(
        "式が学習時のものと異なります。保存したバージョンのrecurraで読み込んでください"
    )
    seal(folder, cell="lstn")
    assert told(folder).startswith(f"{folder}: セル「lstn」はありません。もしかして「lstm」")
    damage_manifest(folder, format=1, sha256="of something else")
    assert "保存時の内容と異なります" in told(folder)
    damage_manifest(folder, format=99)
    assert "形式は99ですが" in told(folder)


def test_a_note_on_an_older_bundle_is_in_both_languages(tmp_path: Path) -> None:
    folder = bundle.save(tmp_path / "best", model(), {"cell": "lstm"})
    weights = manifests.digest(folder / "model.safetensors")
    damage_manifest(folder, format=1, sha256=weights)
    (note,) = bundle.load(folder).notes
    assert "was saved by an older version" in str(note)
    with speaking("ja"):
        assert "古いバージョンで保存されており" in str(note)

"""One door to a trained model: it is loaded, answers, takes steps and is saved."""

import json
from pathlib import Path

import numpy as np
import pytest
import safetensors

import recurra
from recurra.data import Sequences, gather, split_classes
from recurra.errors import RunError, SettingError
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.records import Source
from recurra.settings import Recurrence, Training
from recurra.tasks import Classification, Task, pose
from recurra.tasks.network import network
from recurra.tasks.served import Network, Served, served

MINE = """
from recurra.ir import cell, tanh

@cell(states="h")
def mine(x, h, W, U, b):
    return tanh(W @ x + U @ h + b)
"""


def untrained(task: Task, cell: str = "gru", **options: object) -> Served:
    return served(task.facts(), Network(network(cell, task, 5, seed=0, **options).eval()))  # type: ignore[arg-type]


def labelled(tokens: int = 0) -> Classification:
    rng = np.random.default_rng(0)
    width, kind = (1, np.int64) if tokens else (3, np.float32)
    draw = (lambda n: rng.integers(0, tokens, (n, 1))) if tokens else (
        lambda n: rng.normal(2.0, 3.0, (n, width)))  # fmt: skip
    x = [draw(n).astype(kind) for n in rng.integers(2, 9, 40)]
    names = tuple(f"c{k}" for k in range(width))
    data = Sequences("n", x, np.arange(40) % 2, ("a", "b"), names, tokens=tokens)
    return Classification(data, split_classes(data, seed=0))


def table(folder: Path, rows: int = 200) -> str:
    t = np.arange(rows)
    lines = [f"{10 + np.sin(k / 3):.6f},{k % 7 / 7:.3f}" for k in t]
    (folder / "waves.csv").write_text("wave,day\n" + "\n".join(lines) + "\n")
    return str(folder / "waves.csv")


@pytest.mark.parametrize("tokens", [0, 5])
def test_steps_of_a_stream_end_in_the_answer_to_the_sequence(tokens: int) -> None:
    task = labelled(tokens)
    model = untrained(task)
    stream, whole = model.stream(), model.of(task.data)
    for one, expected in zip(task.data.x[:5], whole, strict=False):
        stream.reset()
        for values in one:
            said = stream.step(values)
        # one step at a time sums in another order; float32
        assert np.allclose(said, expected, rtol=1e-4, atol=1e-6)
    before = stream.state
    first = stream.step(task.data.x[0][0])
    stream.state = before
    assert np.array_equal(stream.step(task.data.x[0][0]), first)


def test_values_and_counts_stream_in_the_users_units() -> None:
    for asked in ("auto", "counts"):
        source = Source.of("probe:delay", task=asked, length="5", examples=50)
        task = pose(gather(source), source)
        model, stream = untrained(task), untrained(task).stream()
        for values in task.data.x[0]:  # type: ignore[attr-defined]
            said = stream.step(values)
        assert np.allclose(said, model.of(task.data)[0], rtol=1e-4)  # type: ignore[attr-defined]


@pytest.mark.parametrize("known", [(), ("day",)])
def test_after_lookback_rows_a_stream_forecasts_as_a_window(tmp_path: Path, known) -> None:
    source = Source.of(table(tmp_path), target=("wave",), known=known, horizon=3, lookback=12)
    task = pose(gather(source), source)
    model = untrained(task)
    read = model.read(source, labelled=True)
    rows = read.windows.values
    stream = model.stream()  # type: ignore[call-arg]
    for row in rows[:12]:
        ahead = rows[12:15][:, read.windows.known] if known else None
        said = stream.step(row, ahead)
    assert said.shape == (3, 1)
    assert np.allclose(said, model.of(read)[0], rtol=1e-5)


def test_what_cannot_stream_says_why(tmp_path: Path) -> None:
    task = labelled()
    baseline = task.baselines()[0].fit(task, 0)
    with pytest.raises(SettingError, match="simple baseline keeps no state"):
        served(task.facts(), baseline.model).stream()
    trees = Source.of("probe:keyword", length="6", trees="split", examples=80)
    forest = pose(gather(trees), trees)
    with pytest.raises(SettingError, match="a tree has no steps in time"):
        untrained(forest, "nary").stream()
    source = Source.of(table(tmp_path), target=("wave",), lookback=12, transform="diff")
    with pytest.raises(SettingError, match="changes"):
        untrained(pose(gather(source), source)).stream()
    from recurra.nn import Recurrent
    from recurra.nn.heads import ClassificationHead
    from recurra.nn.model import Model

    both = Recurrent("gru", 3, 4, bidirectional=True)
    model = Network(Model(both, ClassificationHead(8, 2)))
    with pytest.raises(SettingError, match="bidirectional network cannot stream"):
        served(task.facts(), model).stream()


def test_wrong_steps_are_refused() -> None:
    stream = untrained(labelled()).stream()
    for wrong in ([1.0, 2.0], [1.0, 2.0, np.nan], "abc", [[1.0, 2.0, 3.0]]):
        with pytest.raises(SettingError, match="a step has the shape"):
            stream.step(wrong)
    tokens = untrained(labelled(5)).stream()
    for number in (-1, 5):
        with pytest.raises(SettingError, match="tokens are numbers from 0 to 4"):
            tokens.step(number)


def test_a_model_is_loaded_answers_and_is_saved_again(tmp_path: Path) -> None:
    mine = tmp_path / "mine.py"
    mine.write_text(MINE)
    source = Source.of(table(tmp_path), target=("wave",), horizon=2, lookback=12)
    quick = Settings(f"{mine}:mine", 4, updates=3, training=Training(recurrence=Recurrence()))
    trained = train(source, quick)
    model = recurra.load(bundle.save(tmp_path / "model", trained.model, trained.manifest))
    mine.unlink()  # the bundle has its own copy
    again = recurra.load(model.save(tmp_path / "again"))
    answers = model.answer(source.data)
    assert answers.rows == again.answer(tmp_path / "waves.csv").rows
    assert again.score(source.data) == model.score(source)
    assert again.origin.name == model.origin.name == f"{mine}:mine"
    assert len(answers.rows) == 2 and answers.columns == ("steps ahead", "wave")
    files = {f.name: f.read_bytes() for f in (tmp_path / "model").iterdir()}
    assert {f.name: f.read_bytes() for f in (tmp_path / "again").iterdir()} == files
    assert files.keys() == {"manifest.json", "model.safetensors", "cell.py"}  # no pickle
    json.loads(files["manifest.json"])
    safetensors.deserialize(files["model.safetensors"])


def test_a_baseline_is_loaded_and_saved_again(tmp_path: Path) -> None:
    task = labelled()
    fitted = task.baselines()[1].fit(task, 0)
    facts = {"name": "logistic regression", "task": task.facts()}
    model = recurra.load(bundle.save(tmp_path / "model", fitted.model, facts))
    again = recurra.load(model.save(tmp_path / "again"))
    assert np.array_equal(again.of(task.data), model.of(task.data))
    with pytest.raises(RunError, match="how the data of its training were read"):
        model.answer("new.ts")


def test_a_model_put_together_by_hand_says_how_it_is_saved(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"export\.bundle\.save"):
        untrained(labelled()).save(tmp_path / "model")

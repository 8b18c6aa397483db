"""The commands on small real data: what they print and write."""

import csv
import json

import pytest
import torch
from tests.report import samples

from recurra import cells, cli


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture
def recurra(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        monkeypatch.setattr("sys.argv", ["recurra", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        assert not stop.value.code, said.err
        return said.out

    return run


def test_list_and_show(recurra):
    listed = recurra("cells", "list")
    for name in cells.NAMES:
        assert name in listed
    shown = recurra("cells", "show", "lstm3", "--backend", "reference")
    assert "i = sigmoid(b.i)" in shown
    assert "mn + n² + 4n" in shown and "13,200 parameters" in shown
    assert "matmul(W.g" in shown


def test_report_says_where_the_time_went(recurra, tmp_path, monkeypatch):
    one, two = (samples.classification(tmp_path / name) for name in ("one", "two"))
    said = recurra("report", one, two, "--costs")
    assert f"| stage | {one} | {two} |" in said
    assert "| search | 75.0 s (72.0%) | 75.0 s (72.0%) |" in said
    monkeypatch.setattr("recurra.report.page.write", lambda folder: folder / "report.html")
    drawn = recurra("report", one, two).split()
    assert drawn == [str(one / "report.html"), str(two / "report.html")]


def test_fit_predict_evaluate(recurra, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [(t, (t % 7) + 0.1 * (t % 3)) for t in range(300)]
    data = tmp_path / "week.csv"
    data.write_text("t,y\n" + "".join(f"{2000 + t},{y}\n" for t, y in rows))
    words = ["--target", "y", "--horizon", "3", "--lookback", "14"]
    words += ["--recurrent-dropout", "0.1", "--zoneout", "0.1", "--updates", "60"]
    said = recurra("fit", data, *words, "--cell", "elman", "--out", "model")
    kept = json.loads((tmp_path / "model" / "manifest.json").read_text())
    assert kept["training"]["recurrence"]["recurrent_dropout"] == kept["body"]["zoneout"] == 0.1
    assert "validation" in said and "test" in said
    recurra("predict", "model", data, "-o", "out.csv")
    with open("out.csv", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert [r["steps ahead"] for r in found] == ["1", "2", "3"]
    assert all(-3 < float(r["y"]) < 10 for r in found)
    scores = json.loads(recurra("evaluate", "model", data, "--json"))
    assert scores["examples"] == 300 - 14 - 3 + 1
    assert scores["mae"] <= scores["rmse"]


def test_predict_equals_the_model(recurra, tmp_path, monkeypatch):
    """A bundle read in by another command gives the probabilities of the model that was saved."""
    from recurra.estimators.training import Settings, train
    from recurra.records import Source

    monkeypatch.chdir(tmp_path)
    header = "@problemName p\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
    lines = [
        ",".join(str(round((k % 5) + n * (k % 2), 2)) for k in range(i, i + 6 + i % 3))
        + (":a" if n else ":b")
        for i in range(30)
        for n in (0, 1)
    ]
    (tmp_path / "x_TRAIN.ts").write_text(header + "\n".join(lines) + "\n")
    path = str(tmp_path / "x_TRAIN.ts")
    options = ("--cell", "gru", "--updates", "30", "--hidden-size", "5", "--out", "m")
    recurra("fit", "x_TRAIN.ts", *options)
    assert json.loads((tmp_path / "m/manifest.json").read_text())["source"]["data"] == path
    out = recurra("predict", "m", path, "-o", "-")
    rows = list(csv.DictReader(out.splitlines()))
    trained = train(Source(path), Settings("gru", 5, updates=30))
    from recurra.tasks.served import Network, served

    door = served(trained.manifest["task"], Network(trained.model))
    expected = door.of(door.read(Source(path)))
    found = torch.tensor([[float(r["p(a)"]), float(r["p(b)"])] for r in rows])
    torch.testing.assert_close(found, torch.tensor(expected).float(), rtol=0, atol=2e-6)
    assert {r["label"] for r in rows} == {"a", "b"}

"""A training that diverged is an error, and leaves nothing that could be taken for a model."""

import pytest

from recurra import cli


def test_a_training_that_diverged_leaves_no_model(tmp_path, monkeypatch, capsys):
    words = ["recurra", "fit", "digits", "--cell", "elman", "--learning-rate", "10"]
    words += ["--optimizer", "sgd", "--momentum", "0", "--clip-norm", "0", "--updates", "60"]
    monkeypatch.setattr("sys.argv", [*words, "--out", str(tmp_path / "model")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2 and not (tmp_path / "model").exists()
    assert "the training diverged" in capsys.readouterr().err

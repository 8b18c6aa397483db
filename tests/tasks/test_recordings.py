"""Models of recordings and arrays: saved, loaded, asked about folders, files and arrays."""

import numpy as np
import pytest
from tests.data.waves import spoken, tone, write

import recurra
from recurra.data import gather
from recurra.errors import DataError, SettingError
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.records import Source

QUICK = Settings("elman", hidden_size=4, updates=3)
ASKED = {"label_pattern": "{label}_{voice}_*", "split_by": "voice"}


def model(source, folder):
    trained = train(source, QUICK)
    return recurra.load(bundle.save(folder, trained.model, trained.manifest))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return spoken(tmp_path_factory.mktemp("sound") / "s", takes=1)


@pytest.fixture(scope="module")
def hearing(root):
    return model(Source.of(root, mel_bands=8, **ASKED), root.parent / "model")


def test_a_folder_and_a_file_are_answered_by_name(root, hearing):
    whole = hearing.answer(root)
    assert whole.columns[:2] == ("file", "class") and whole.columns[-1] == "label"
    assert [row[0] for row in whole.rows] == sorted(f.name for f in root.iterdir())
    one = hearing.answer(root / "low_bob_0.wav")
    (own,) = [row for row in whole.rows if row[0] == "low_bob_0.wav"]
    assert one.rows[0][:2] == own[:2]
    np.testing.assert_allclose(one.rows[0][2:5], own[2:5], atol=2e-6)


def test_new_recordings_need_no_labels_and_are_scored_with(root, hearing, tmp_path):
    write(tmp_path / "new" / "x.wav", tone(300))
    write(tmp_path / "new" / "y.wav", np.stack([tone(300)] * 2, 1))
    found = hearing.answer(tmp_path / "new")
    assert len(found.rows) == 2 and "label" not in found.columns
    assert found.rows[0][2:] == found.rows[1][2:]
    assert hearing.score(root)[0] == 9
    with pytest.raises(SettingError, match="example 1 has no label"):
        hearing.score(tmp_path / "new")


def test_a_stream_gives_what_the_whole_gives(root, hearing):
    frames = gather(Source.of(root, mel_bands=8, **ASKED)).x[0]
    stream = hearing.stream()
    for frame in frames:
        last = stream.step(frame)
    np.testing.assert_allclose(last, hearing.answer(root).rows[0][2:5], atol=2e-6)


def test_another_rate_is_resampled_and_said(hearing, tmp_path):
    write(tmp_path / "x.wav", tone(300, rate=16000), rate=16000)
    found = hearing.answer(tmp_path / "x.wav")
    assert "Resampled to 8,000 Hz" in " ".join(map(str, found.cleaned))


def test_tables_need_their_columns_in_any_order(tmp_path):
    rng = np.random.default_rng(0)

    def table(path, names="t,ax,ay", order=(0, 1, 2), level=0.0, step=0.02):
        path.parent.mkdir(parents=True, exist_ok=True)
        values = np.column_stack([np.arange(9) * step, rng.standard_normal((9, 2)) + level])
        np.savetxt(path, values[:, list(order)], "%.5f", ",", header=names, comments="")

    for k in range(6):
        table(tmp_path / "d" / "a" / f"{k}.csv")
        table(tmp_path / "d" / "b" / f"{k}.csv", level=3)
    moving = model(Source.of(tmp_path / "d"), tmp_path / "model")
    table(tmp_path / "one.csv", "ay,t,ax", (2, 0, 1))
    assert len(moving.answer(tmp_path / "one.csv").rows) == 1
    table(tmp_path / "fast.csv", step=0.01)
    told = " ".join(map(str, moving.answer(tmp_path / "fast.csv").cleaned))
    assert "Steps of 0.01, in the training 0.02" in told
    table(tmp_path / "odd.csv", "t,ax,az")
    with pytest.raises(DataError, match=r"odd.csv: no column 'ay'"):
        moving.answer(tmp_path / "odd.csv")
    with pytest.raises(DataError, match="no such file"):
        moving.answer(tmp_path / "none.csv")


@pytest.mark.parametrize("valued", [False, True])
def test_arrays(tmp_path, valued):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((20, 4, 2)), np.arange(20) % 2
    y = y + 0.5 * (y > 0) if valued else y
    np.savez(tmp_path / "a.npz", x=x, y=y)
    own = model(Source(str(tmp_path / "a.npz")), tmp_path / "model")
    whole = own.answer(tmp_path / "a.npz")
    assert len(whole.rows) == 20 and whole.columns[0] == "example"
    for name, one in {"x": x[:3], "one": x[0]}.items():
        np.save(tmp_path / f"{name}.npy", one)
        found = own.answer(tmp_path / f"{name}.npy")
        assert len(found.columns) == len(whole.columns) - 1
        np.testing.assert_allclose(found.rows[0][-1], whole.rows[0][-2], atol=2e-6)
    np.save(tmp_path / "wide.npy", np.zeros((3, 4, 5)))
    with pytest.raises(DataError, match="5 channels, the model takes 2"):
        own.answer(tmp_path / "wide.npy")


def test_preparation_is_that_of_the_training(root, tmp_path):
    """Of sound and of arrays, as of other sequences."""
    asked = {**ASKED, "mel_bands": 4, "prepare": "mel1:average(3); *:robust"}
    hearing = model(Source.of(root, **asked), tmp_path / "model")
    whole = hearing.answer(root)
    one = hearing.answer(root / "low_bob_0.wav")
    (own,) = [row for row in whole.rows if row[0] == "low_bob_0.wav"]
    np.testing.assert_allclose(one.rows[0][2:5], own[2:5], atol=2e-6)
    plain, smooth = (
        gather(Source.of(root, **{**asked, "prepare": p})) for p in ("", "mel1:average(2)")
    )
    means = np.concatenate([plain.x[0][:1, 0], (plain.x[0][1:, 0] + plain.x[0][:-1, 0]) / 2])
    np.testing.assert_allclose(smooth.x[0][:, 0], means, rtol=1e-6)
    np.savez(tmp_path / "a.npz", x=np.arange(40.0).reshape(10, 4, 1), y=np.arange(10) % 2)
    halved = gather(Source.of(tmp_path / "a.npz", prepare="dim1:resample(2)"))
    assert halved.lengths().tolist() == [2] * 10

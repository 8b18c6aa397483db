"""What a training learns from: streams teach the answers of windows; what does not fit is said."""

import numpy as np
import pytest
import torch
from tests.japanese import english_in

from recurra import cells
from recurra.data import gather
from recurra.errors import SettingError
from recurra.records import Source
from recurra.settings import Training, made
from recurra.tasks import pose
from recurra.tasks.teaching import check, lessons
from recurra.words import speaking


@pytest.fixture
def table(tmp_path):
    """Two groups of a known input and a target, numbers that say where they come from."""
    lines = ["shop,day,known,y"]
    for shop, days in (("a", 3000), ("b", 40)):
        for k in range(days):
            day = np.datetime64("2000-01-01") + k
            lines.append(f"{shop},{day},{k % 7},{k + (0.5 if shop == 'b' else 0)}")
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines))
    source = Source.of(
        str(path), target=("y",), known=("known",), group="shop", horizon=2, lookback=5
    )
    return pose(gather(source), source)


def answers(task, batches):
    """(inputs of the last row, targets and known future) of every answer that is learned."""
    column = task.series.columns.index("y")
    found = []
    for batch in batches:
        if not batch.stepwise:
            parts = zip(batch.x[-1, :, column], batch.target, batch.future, strict=True)
        else:
            there = ~batch.target.isnan().flatten(2).any(2)
            steps = torch.arange(len(batch.x))[:, None]
            there &= steps < batch.lengths[None]
            chosen = (batch.x[..., column][there], batch.target[there], batch.future[there])
            parts = zip(*chosen, strict=True)
        found += [(float(x), *y.flatten().tolist(), *u.flatten().tolist()) for x, y, u in parts]
    return sorted(found)


def test_streams_teach_the_answers_of_the_windows(table):
    windows = answers(table, lessons(table, made(Training, {"batch_size": 3}), 0)(0))
    asked = made(Training, {"batch_size": 3, "learn_from": "stream"})
    one, two = (list(lessons(table, asked, 0)(epoch)) for epoch in (0, 1))
    assert len(windows) > 2000
    assert answers(table, one) == windows == answers(table, two)
    assert [b.continues for b in one][:2] == [False, False]  # of 3 streams, and of 3 more
    assert [b.lengths.tolist() for b in one] != [b.lengths.tolist() for b in two]
    again = list(lessons(table, asked, 0)(0))
    assert all(torch.equal(a.x, b.x) for a, b in zip(one, again, strict=True))


@pytest.mark.parametrize(
    ("data", "given", "message"),
    [
        ("digits", {"learn_from": "stream"}, "is for forecasts"),
        ("digits", {"truncate": "5:2"}, "no segments follow each other"),
        ("probe:keyword", {"truncate": "5"}, "is for trees"),
    ],
)
def test_what_does_not_fit_is_one_sentence(data, given, message):
    source = Source.of(data, **({"trees": "split"} if data[:5] == "probe" else {}))
    task, cell = pose(gather(source), source), "nary" if data[:5] == "probe" else "lstm"
    with pytest.raises(SettingError, match=message):
        check(task, made(Training, given), [cells.named(cell)])
    with speaking("ja"), pytest.raises(SettingError) as raised:
        check(task, made(Training, given), [cells.named(cell)])
    with speaking("ja"):
        assert not english_in(str(raised.value).replace("learn-from stream", ""))


def test_an_overlap_of_windows_says_what_has_segments(table):
    with pytest.raises(SettingError, match="with --learn-from stream there are"):
        check(table, made(Training, {"truncate": "5:2"}), [])
    check(table, made(Training, {"truncate": "5:2", "learn_from": "stream"}), [])


@pytest.mark.parametrize(
    ("spec", "said"),
    [("transformer", "keeps no state"), ("lstm(both=true)", "reads from both ends")],
)
def test_what_cannot_go_on_is_not_cut(table, spec, said):
    for given in ({"learn_from": "stream"}, {"truncate": "5"}):
        with pytest.raises(SettingError, match=said):
            check(table, made(Training, given), [cells.named(spec)])


@pytest.mark.parametrize(
    ("data", "task", "given", "message"),
    [
        ("digits", "auto", {"loss": "huber"}, "loss huber is for values"),
        ("table", "auto", {"label_smoothing": 0.1}, "are for classes"),
        ("table", "auto", {"class_weights": "balanced"}, "are for classes"),
        ("probe:adding", "positive", {"loss": "absolute"}, "has a loss of its own"),
    ],
)
def test_a_loss_that_a_task_cannot_have_is_one_sentence(data, task, given, message, tmp_path):
    if data == "table":
        data = str(tmp_path / "a.csv")
        (tmp_path / "a.csv").write_text("y\n" + "\n".join(str(k % 7) for k in range(90)))
    source = Source.of(data, task=task)
    examples, objective = gather(source), made(Training, given).objective
    with pytest.raises(SettingError, match=message):
        pose(examples, source, objective=objective)
    with speaking("ja"), pytest.raises(SettingError) as raised:
        pose(examples, source, objective=objective)
    assert not english_in(raised.value)


@pytest.mark.parametrize(
    ("loss", "outputs", "score"),
    [("gaussian", 4, "mase"), ("quantile", 2, "pinball"), ("squared_error", 2, "mase")],
)
def test_a_forecast_is_trained_with_the_loss_that_is_asked_for(loss, outputs, score, tmp_path):
    """It is saved, read again and answers by what its outputs mean."""
    from recurra.estimators.training import Settings, train
    from recurra.export import bundle

    rows = "\n".join(f"{np.sin(k / 3):.4f}" for k in range(120))
    (tmp_path / "a.csv").write_text(f"y\n{rows}")
    source = Source.of(str(tmp_path / "a.csv"), horizon=2, lookback=6)
    training = made(Training, {"loss": loss, "quantile": 0.8})
    trained = train(source, Settings("elman", 4, updates=6, training=training))
    head = trained.model.head
    assert (head.linear.out_features, trained.score.name) == (outputs, score)
    saved = bundle.load(bundle.save(tmp_path / "model", trained.model, trained.manifest))
    answers = saved.served.answer(str(tmp_path / "a.csv"))
    assert len(answers.rows) == 2

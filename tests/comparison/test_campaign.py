"""The campaign: its sets can be read, its truths are those, its table finds contradictions."""

import json

import numpy as np
import pytest
from tests.comparison import campaign, campaign_sets
from tests.comparison.campaign_sets import SETS, Absent, labels_permuted, no_better, solved

from recurra.data.read import gather
from recurra.records import Source


def test_there_are_twenty_sets_with_names_of_their_own():
    assert len({one.name for one in SETS}) == len(SETS) == 20


def test_the_best_forecasts_are_the_planted_ones(tmp_path):
    """Residuals of the rule that is named have the variance of the noise, and no less is left."""
    for made, residuals in (
        (campaign_sets.autoregressive, lambda y: y[2:] - 1.6 * y[1:-1] + 0.8 * y[:-2]),
        (campaign_sets.seasonal, lambda y: y[24:] - y[:-24]),
    ):
        values = np.loadtxt(made(tmp_path), delimiter=",", skiprows=1, usecols=1)
        noise = residuals(values)
        assert abs(noise.std() - 1) < 4 / np.sqrt(2 * len(noise))
        assert abs(np.corrcoef(noise[1:], noise[:-1])[0, 1]) < 4 / np.sqrt(len(noise))


def test_permuted_labels_are_the_same_labels_elsewhere(tmp_path):
    from sklearn.datasets import load_digits

    digits = load_digits()
    found = gather(Source(campaign_sets.digits_permuted(tmp_path)))
    labels = np.array([int(found.classes[k]) for k in found.y])
    assert np.array_equal(np.bincount(labels), np.bincount(digits.target))
    assert np.mean(labels == digits.target) < 0.15
    assert np.allclose(found.x[7], digits.images[7])


@pytest.mark.parametrize("name", ["power", "co2", "vowels-permuted", "logistic"])
def test_sets_can_be_read(name, tmp_path):
    one = next(one for one in SETS if one.name == name)
    try:
        data = one.data(tmp_path)
    except Absent as why:
        pytest.skip(str(why))
    assert gather(Source(data)).name


def line(name="a", minutes=2.0, busy=0, worth="undecided", light="amber", value=0.5, **more):
    standings = [{"architecture": "gru", "test": {"value": value}}]
    return {
        "set": name, "minutes": minutes, "busy": busy, "worth_it": worth, "light": light,
        "status": "finished", "recommended": "gru", "standings": standings, "updates": 300,
        "wall": 100.0, "late": False, "commit": "c", "planted": "", "extra": [],
        "verdict": {"beat_naive": ["gru"]}, **more,
    }  # fmt: skip


def test_truths_are_wrong_only_where_an_answer_was_given():
    assert [no_better(line(worth=w)) for w in ("yes", "no", "undecided")] == [
        "wrong", "right", "open",
    ]  # fmt: skip
    well = solved(least=0.9)
    assert [well(line(light=x, value=v)) for x, v in (("green", 0.95), ("green", 0.5))] == [
        "right", "wrong",
    ]  # fmt: skip
    assert well(line(value=0.5)) == "open"
    assert labels_permuted(line(light="green", worth="no")) == "wrong"


def test_yes_against_no_is_found_at_any_length_and_beside_others():
    runs = [
        line("a", 2, worth="yes"), line("a", 20, worth="yes"), line("a", 20, 4, worth="no"),
        line("b", 2, worth="no"), line("b", 20, worth="undecided"),
    ]  # fmt: skip
    assert campaign.contradictions(runs) == [("a", "2 min", "20 min beside 4")]
    said = campaign.table([*runs, line("c", 2, light="green"), line("c", 20, light="green")])
    assert "yes against no: a (yes: 2 min, no: 20 min beside 4)" in said.replace(
        "20 min, no", "2 min, no"
    )
    assert "2 min: 3 runs, 1 decided" in said


def test_what_has_a_line_is_not_run_again(tmp_path, monkeypatch):
    out, ran = tmp_path / "runs.jsonl", []

    def run(one, minutes, busy, extra, runs):
        ran.append((one.name, minutes))
        return line(one.name, minutes)

    monkeypatch.setattr(campaign, "measured", run)
    campaign.campaign(SETS[:2], [2.0], 0, [], out)
    with out.open("a") as file:
        file.write('{"set": "cut sh')  # killed while it wrote
    campaign.campaign(SETS[:2], [2.0, 20.0], 0, [], out)
    assert ran == [(one.name, m) for m in (2.0, 20.0) for one in SETS[:2]]
    assert len(campaign.read([out])) == 4
    assert json.loads(out.read_text().splitlines()[-1])["minutes"] == 20

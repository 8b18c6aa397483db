"""Second looks: other seeds, rates and optimisers, parts of a paper, two looks side by side."""

from dataclasses import replace

import pytest
from tests.papers.stand_ins import fast

from recurra.claims import Look, Training
from recurra.errors import RunError, SettingError
from recurra.papers import forgetting, laboratory, le2016
from recurra.papers.judge import difference, skill
from recurra.papers.setup import searched, set_up
from recurra.papers.statement import Statement, grouped, judged
from recurra.report import paper_page

PAPER = forgetting.PAPER


def test_another_seed_draws_other_examples_and_trains_with_other_seeds():
    setup = set_up(PAPER, "quick", Look(seed=20))
    assert {job.source.seed for job in setup.jobs} == {20} and setup.seeds == (21, 22)


def test_no_training_of_one_look_can_be_taken_for_one_of_another():
    looks = [
        Look(),
        Look(seed=1),
        Look(rates=(0.002,)),
        Look(optimizer="sgd", rates=(0.004,)),
        Look(updates=7),
    ]
    keys = [job.key for one in looks for job in set_up(PAPER, "quick", one).jobs]
    assert len(set(keys)) == len(keys)
    # the first look's final trainings have the seed that the second one searches with
    final = {replace(job, seed=1).key for job in set_up(PAPER, "quick").jobs}
    assert final.isdisjoint(job.key for job in set_up(PAPER, "quick", Look(seed=1)).jobs)


FAR = [f"{task}, 50 steps" for task in forgetting.TASKS]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("adding-lstm3-comparable", {("adding, 50 steps", c) for c in ("lstm3", "lstm")}),
        ("copy, 25 steps", {("copy, 25 steps", c) for c in forgetting.CELLS}),
        (  # the network everywhere, and the LSTM that claims hold it against
            "lstm4a",
            {(c, "lstm4a") for c in {job.condition for job in PAPER.conditions("default")}}
            | {(c, "lstm") for c in FAR},
        ),
    ],
)
def test_a_part_holds_what_its_claims_need(only, expected):
    setup = set_up(PAPER, "default", Look(only=(only,)))
    places = {job.place for job in setup.jobs}
    assert places == expected
    assert places | setup.left_out == {job.place for job in set_up(PAPER).jobs}


def test_claims_that_a_part_cannot_judge_say_so(tmp_path, here):
    part = Look(only=("adding-lstm3-comparable",))
    found = laboratory.run(fast(), tmp_path / "part", size="quick", look=part)
    claims = {claim.key: claim for claim in found.claims}
    assert claims["adding-lstm3-comparable"].verdict != "unmeasured"
    assert claims["copy-works"].verdict == "unmeasured"
    assert str(claims["copy-works"].why) == "this look leaves out lstm on copy, 10 steps"
    assert "leaves out" in str(
        claims["ratio-tells"].why
    )  # of all trainings, not of the few that ran
    text = paper_page.render(found.folder)
    assert "this look leaves out lstm on copy, 10 steps" in text
    assert "restricted to &#39;adding-lstm3-comparable&#39;" in text


def test_optimisers_have_rates_of_their_own():
    adagrad = set_up(le2016.PAPER, "quick", Look(optimizer="adagrad"))
    assert adagrad.rates == le2016.RATES["adagrad"]["quick"]
    assert {job.optimizer for job in adagrad.jobs} == {"adagrad"}
    assert "plain gradient descent" in " ".join(map(str, le2016.PAPER.guessed(adagrad)))
    assert "AdaGrad" in str(searched(adagrad))
    with pytest.raises(SettingError, match=r"no learning rates for sgd\. Give --rates"):
        set_up(PAPER, "quick", Look(optimizer="sgd"))


def test_what_is_the_papers_own_anyway_is_no_other_look():
    own = Look(optimizer="adam", rates=forgetting.RATES["adam"]["quick"])
    assert set_up(PAPER, "quick", own) == set_up(PAPER, "quick")


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"rates": (0.1, -0.1)}, "above 0 and finite; -0.1"),
        ({"rates": (float("nan"),)}, "above 0 and finite"),
        ({"rates": (0.1, 0.1)}, "may be given once"),
        ({"seed": -1}, "between 0 and"),
        ({"updates": -1}, "at least 1"),
        ({"optimizer": "adagrda"}, "did you mean 'adagrad'"),
        ({"only": ("nonsense",)}, "fits no claim, condition or network.*copy-works"),
        ({"only": ("",)}, "fits no claim"),
    ],
)
def test_what_does_not_fit_is_said(wrong, text):
    with pytest.raises(SettingError, match=text):
        set_up(PAPER, "quick", Look(**wrong))


def test_a_folder_goes_on_with_its_own_look_alone(tmp_path, here):
    folder = tmp_path / "second"
    laboratory.run(fast(), folder, size="quick", look=Look(seed=20))
    laboratory.run(fast(), folder, size="quick", look=Look(seed=20))
    with pytest.raises(RunError, match=r"other options of the look \(--seed 20\)"):
        laboratory.run(fast(), folder, size="quick")


def test_two_looks_side_by_side(tmp_path, here):
    first = laboratory.run(fast(), tmp_path / "first", size="quick").folder
    options = {"size": "quick", "look": Look(seed=20, only=("adding",)), "beside": first}
    second = laboratory.run(fast(), tmp_path / "second", **options)
    text = paper_page.render(second.folder)
    assert "Beside an earlier look" in text and "not independent" not in text
    both = paper_page.pairs(second.claims, second.beside)
    assert {other.key for _, other in both} == {c.key for c in second.claims if "adding" in c.key}
    assert f"{len(both)} claims looked at twice; a quick run judges none." in text
    judged = [(replace(a, verdict="holds"), replace(b, verdict="open")) for a, b in both]
    judged[0] = judged[0][0], judged[0][0]
    said = paper_page.agreement(judged)
    assert said == f"Of {len(both)} claims looked at twice, 1 came to the same verdict."
    third = laboratory.run(
        fast(), tmp_path / "third", size="quick", look=Look(rates=(0.002,)), beside=first
    )
    assert "not independent" in paper_page.render(third.folder)


def test_what_cannot_be_set_beside(tmp_path, here):
    first = laboratory.run(fast(), tmp_path / "first", size="quick").folder
    with pytest.raises(RunError, match="beside itself"):
        laboratory.run(fast(), first, size="quick", beside=first)
    with pytest.raises(RunError, match="holds forgetting, not le2016"):
        laboratory.run(le2016.PAPER, tmp_path / "other", size="quick", beside=first)
    assert not (tmp_path / "other").exists()
    record = first / "paper.json"
    record.write_text(record.read_text().replace('"finished"', '"interrupted"'), encoding="utf-8")
    with pytest.raises(RunError, match="not finished"):
        laboratory.run(fast(), tmp_path / "other", size="quick", beside=first)
    with pytest.raises(RunError, match="not finished"):
        paper_page.render(first)


def test_cells_that_fail_together_are_not_comparable():
    """The difference of two that are at chance is small: that alone must not make a claim hold."""
    far, near = ("far", "lstm"), ("far", "lstm3")
    claim = Statement("k", "s", "p", (near, far), difference, least=-0.2, given=far)
    chance = Statement("k", "s", "p", (near,), skill, most=0.1, given=far)
    for level, verdict in ((0.0, "open"), (0.9, "holds")):
        table = grouped([training(*place, seed, level) for place in (far, near) for seed in (1, 2)])
        found = judged(claim, table, ())
        assert found.verdict == verdict and bool(found.why) == (verdict == "open")
    learned = grouped(
        [training(*far, seed, 0.9) for seed in (1, 2)]
        + [training(*near, seed, 0.0) for seed in (1, 2)]
    )
    assert judged(chance, learned, ()).verdict == "holds"
    assert judged(claim, learned, ()).verdict == "fails"  # what fails, fails without a reservation


def training(condition, architecture, seed, level):
    value = level + 0.001 * seed
    return Training(
        f"{condition}{architecture}{seed}", condition, architecture, "final", 0.01, seed, "ok", 1,
        value, value, 0.1, 1000, parameters=1,
    )  # fmt: skip

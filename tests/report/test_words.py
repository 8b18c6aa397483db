"""The sentences: right in every branch, and never at odds with the numbers."""

import dataclasses
import functools
import math
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import samples

from recurra.records import Interval, Plan, Results, Standing, Verdict
from recurra.report import folder, words
from recurra.report.folder import Material
from recurra.words import say


@functools.cache
def sample() -> Material:
    """Outside of fixtures: what hypothesis is given is printed when a test fails."""
    with tempfile.TemporaryDirectory() as place:
        return folder.read(samples.classification(Path(place)))


@pytest.fixture
def digits() -> Material:
    return sample()


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return folder.read(samples.forecasting(tmp_path_factory.mktemp("returns")))


def answers(material: Material, **verdict: object) -> dict[str, str]:
    """Question -> answer after changing fields of the verdict."""
    changed = dataclasses.replace(material.results.verdict, **verdict)  # type: ignore[arg-type]
    results = dataclasses.replace(material.results, verdict=changed)
    return said(material.plan, results, material)


def said(plan: Plan, results: Results, material: Material) -> dict[str, str]:
    return {s.question: s.text for s in words.statements(plan, results, material.costs)}


def decided(material: Material, **fields: object) -> Results:
    """The results with fields of the verdict changed."""
    verdict = dataclasses.replace(material.results.verdict, **fields)  # type: ignore[arg-type]
    return dataclasses.replace(material.results, verdict=verdict)


def change(material: Material, **fields: object) -> Results:
    """The results with fields of all standings changed."""
    standings = [dataclasses.replace(s, **fields) for s in material.results.standings]  # type: ignore[arg-type]
    return dataclasses.replace(material.results, standings=tuple(standings))


CHOICE, COST = "Which model?", "What does it cost?"
SURE, WORTH = "How sure is that?", "Is a recurrent network worth it?"
CHEAPER = "Which cheaper cell loses nothing?"


def test_choice_names_model_reason_and_interval(digits: Material) -> None:
    text = answers(digits)[CHOICE]
    assert text.startswith("Take gru: of 11 architectures it has the best accuracy")
    assert "98.7\u00a0%, mean of 5 seeds" in text
    assert "98.3\u00a0% accuracy (95\u00a0% interval 97.2 to 99.1\u00a0%)" in text
    assert words.headline(digits.plan, digits.results) == "Take gru"


def test_sentences_are_the_statements(digits: Material) -> None:
    plan, results, costs = digits.plan, digits.results, digits.costs
    assert words.sentences(plan, results, costs) == list(answers(digits).values())


def test_a_baseline_is_called_one(returns: Material) -> None:
    text = answers(returns)[CHOICE]
    assert text.startswith("Take mean, a simple baseline and not a recurrent network:")
    assert "seeds" not in text  # a baseline is fitted once
    assert CHEAPER not in answers(returns)


def test_another_has_the_better_validation_score(digits: Material) -> None:
    standings = [
        dataclasses.replace(s, validation=0.99) if s.architecture == "lstm" else s
        for s in digits.results.standings
    ]
    results = dataclasses.replace(digits.results, standings=tuple(standings))
    text = said(digits.plan, results, digits)[CHOICE]
    assert "has the best" not in text
    assert "within the margin of 1\u00a0% of the best (lstm, 99.0\u00a0%)" in text


def test_nothing_to_recommend(digits: Material) -> None:
    empty = Verdict("", "", "", "undecided", None, (), "undecided", warnings=("All failed.",))
    results = dataclasses.replace(digits.results, verdict=empty, standings=())
    found = words.sentences(digits.plan, results, digits.costs)
    assert found[0].startswith("No model can be recommended")
    assert found[1:] == ["All failed."]
    assert words.headline(digits.plan, results) == "No model can be recommended"


def test_only_one_was_scored(digits: Material) -> None:
    only = tuple(s for s in digits.results.standings if s.architecture == "gru")
    verdict = Verdict("gru", "gru", "", "undecided", None, (), "clear")
    found = said(
        digits.plan, dataclasses.replace(digits.results, verdict=verdict, standings=only), digits
    )
    assert "the only one that was scored" in found[CHOICE]
    assert SURE not in found
    assert found[WORTH].startswith("No simple baseline was scored")
    assert found[CHEAPER].startswith("Only one recurrent cell")


def test_only_baselines(returns: Material) -> None:
    found = answers(returns, best_network="", gain=None, worth_it="undecided")
    assert found[WORTH].startswith("No recurrent network was scored")


def test_cost_with_its_conditions(digits: Material) -> None:
    text = answers(digits)[COST]
    assert "trains in 2.2\u00a0s, answers a step in 28\u00a0µs (99 of 100 steps within" in text
    assert "1 thread, AMD EPYC 7B13, 30 repeats" in text
    assert "needs 63.3\u00a0kB of memory to predict (9.95\u00a0MB to train) and takes" in text


def test_missing_costs_are_said(digits: Material) -> None:
    assert words.sentences(digits.plan, digits.results, ())[1] == (
        "What gru costs was not measured."
    )


def test_cost_of_a_baseline_without_steps(returns: Material) -> None:
    text = answers(returns)[COST]
    assert "answers a sequence in 200\u00a0ns" in text and "to train" not in text


def test_tied_names_those_that_cannot_be_told_apart(digits: Material) -> None:
    text = answers(digits)[SURE]
    assert text.startswith("A tie: lstm, peephole and lstm1 cannot be told apart from it; ")
    assert "7 of the 10 others score worse on the test part" in text
    assert "corrected for 10 comparisons" in text


def test_clear_only_if_every_interval_excludes_zero(digits: Material) -> None:
    worse = change(digits, difference=Interval(-0.02, -0.03, -0.01), p_value=0.001)
    text = said(digits.plan, worse, digits)[SURE]
    assert text.startswith("Clear: on the test part each of the 10 others scores worse")
    assert not answers(digits, sure="clear")[SURE].startswith("Clear")


def test_the_corrected_p_value_can_veto_worse(digits: Material) -> None:
    vetoed = change(digits, difference=Interval(-0.02, -0.03, -0.01), p_value=0.2)
    assert "worse" not in said(digits.plan, vetoed, digits)[SURE]


def test_better_on_the_test_part_is_not_hidden(digits: Material) -> None:
    better = change(digits, difference=Interval(0.02, 0.01, 0.03), p_value=0.001)
    text = said(digits.plan, better, digits)[SURE]
    assert "scored better" in text and "the choice stays with the validation part" in text


def test_one_seed_gives_no_interval(digits: Material) -> None:
    plan = dataclasses.replace(digits.plan, seeds=(0,))
    open_end = Interval(0.98, -math.inf, math.inf)
    results = change(digits, test=open_end, difference=None, p_value=None, loss=None)
    results = dataclasses.replace(
        results, verdict=dataclasses.replace(results.verdict, gain=None, worth_it="undecided")
    )
    found = said(plan, results, digits)
    assert "one seed gives no interval" in found[CHOICE] and "∞" not in found[CHOICE]
    assert found[SURE].startswith("Unknown: one seed gives no interval")
    assert found[WORTH].startswith("Undecided: ") and "one seed" in found[WORTH]
    assert "needs an interval" in found[CHEAPER]
    assert not re.search("better|worse", " ".join(found.values()))


def test_few_seeds_are_said_once(digits: Material) -> None:
    plan = dataclasses.replace(digits.plan, seeds=(0, 1))
    assert "With only 2 seeds" in said(plan, digits.results, digits)[SURE]
    warned = dataclasses.replace(
        digits.results.verdict, warnings=(say("comparison.verdict.few_seeds", seeds=2),)
    )
    results = dataclasses.replace(digits.results, verdict=warned)
    assert "With only" not in said(plan, results, digits)[SURE]


def test_worth_it(digits: Material) -> None:
    text = answers(digits)[WORTH]
    assert text.startswith("Yes: gru, the best network, is better than the best simple baseline")
    assert "by 2.2\u00a0percentage points of accuracy" in text
    assert "95\u00a0% interval 0.9 to 3.5" in text


def test_not_worth_it(digits: Material, returns: Material) -> None:
    assert answers(returns)[WORTH].startswith("No: nothing shows that gru")
    worse = answers(digits, worth_it="no", gain=Interval(-0.02, -0.03, -0.01))[WORTH]
    assert worse.startswith("No: gru, the best network, is worse than")


def test_undecided_worth(digits: Material) -> None:
    text = answers(digits, worth_it="undecided", gain=Interval(0.005, -0.004, 0.014))[WORTH]
    assert text.startswith("Undecided: ") and "contains zero" in text
    assert "+0.5\u00a0percentage points" in text


def test_a_yes_against_its_interval_is_not_repeated(digits: Material) -> None:
    text = answers(digits, worth_it="yes", gain=Interval(0.005, -0.004, 0.014))[WORTH]
    assert not text.startswith("Yes") and "better" not in text


def test_worth_it_on_test_while_validation_chose_the_baseline(digits: Material) -> None:
    text = answers(digits, recommended="boosting")[WORTH]
    assert "preferred the baseline" in text


def test_cheaper_prints_margin_and_saving(digits: Material) -> None:
    loss = Interval(0.002, -0.003, 0.0096)
    standings = tuple(
        dataclasses.replace(s, loss=loss, loses_nothing=True) if s.architecture == "lstm3" else s
        for s in digits.results.standings
    )
    verdict = dataclasses.replace(digits.results.verdict, cheaper_equal=("lstm3",))
    results = dataclasses.replace(digits.results, standings=standings, verdict=verdict)
    text = said(digits.plan, results, digits)[CHEAPER]
    assert text.startswith("lstm3 costs less (5,610 instead of 14,794 parameters, 14\u00a0µs")
    assert "-" not in text and "−0.3 to 1.0" not in text  # 0.96 % must not be shown as 1.0 %
    assert "−0.30 to 0.96\u00a0%" in text and "below the margin of 1\u00a0%" in text


def test_cheaper_is_not_believed_without_its_interval(digits: Material) -> None:
    text = answers(digits, cheaper_equal=("elman",))[CHEAPER]
    assert text.startswith("No cheaper cell is shown to lose nothing")
    assert "margin of 1\u00a0%" in text


ENDS = st.integers(-500, 500).map(lambda n: n / 1000)


@settings(max_examples=80, deadline=None)
@given(
    ends=st.lists(st.tuples(ENDS, ENDS), min_size=2, max_size=6),
    p=st.one_of(st.none(), st.floats(0, 1)),
    gain=st.tuples(ENDS, ENDS),
    worth=st.sampled_from(("yes", "no", "undecided")),
    sure=st.sampled_from(("clear", "tied", "undecided")),
    seeds=st.integers(1, 6),
)
def test_better_and_worse_only_where_an_interval_excludes_zero(
    ends: list[tuple[float, float]],
    p: float | None,
    gain: tuple[float, float],
    worth: str,
    sure: str,
    seeds: int,
) -> None:
    digits = sample()
    names = [a.name for a in digits.plan.architectures]
    first = Standing("gru", 0.01, 0.9, Interval(0.9, 0.8, 1.0))
    others = tuple(
        Standing(n, 0.01, 0.8, Interval(0.8, 0.7, 0.9), difference=_interval(e), p_value=p)
        for n, e in zip([n for n in names if n != "gru"], ends, strict=False)
    )
    verdict = Verdict("gru", "gru", "boosting", worth, _interval(gain), (), sure)
    results = dataclasses.replace(digits.results, verdict=verdict, standings=(first, *others))
    plan = dataclasses.replace(digits.plan, seeds=tuple(range(seeds)))
    found = said(plan, results, digits)
    sides = {words.relation(s) for s in others}
    assert ("worse" in found[SURE]) == ("worse" in sides)
    assert ("better" in found[SURE]) == ("better" in sides)
    low, high = sorted(gain)
    assert ("better" in found[WORTH]) == (low > 0)
    assert ("worse" in found[WORTH]) == (high < 0)
    assert ("contains zero" in found[WORTH]) == (low <= 0 <= high)
    shown = re.search(r"interval (−?)[\d.e−]+ to (−?)[\d.e−]+", found[WORTH])
    assert shown is not None
    assert (shown[1] == "−" or low >= 0) and (shown[2] == "−") == (high < 0)


def _interval(ends: tuple[float, float]) -> Interval:
    low, high = sorted(ends)
    return Interval((low + high) / 2, low, high)


def test_no_sentence_holds_a_bare_path_or_a_code_word(digits: Material, tmp_path: Path) -> None:
    for text in answers(digits).values():
        assert "None" not in text and "nan" not in text.lower().replace("cannot", "")
        assert text[-1] == "." and "  " not in text


def test_nothing_beats_the_naive_forecast(returns: Material) -> None:
    question = "Does anything beat the mean?"
    found = answers(returns, naive="mean")
    assert found[question].startswith("Nothing is shown to beat the mean")
    assert words.headline(returns.plan, decided(returns, naive="mean")) == "Nothing beats the mean"
    found = answers(returns, naive="mean", beat_naive=("gru",))
    assert found[question].startswith("gru is better than the mean; the other 5")
    results = decided(returns, naive="mean", beat_naive=("gru",))
    assert words.headline(returns.plan, results).startswith("Take mean")


def test_the_naive_baseline_is_not_mentioned_where_it_is_plainly_beaten(digits: Material) -> None:
    others = tuple(a.name for a in digits.plan.architectures if a.name != "majority")
    found = answers(digits, naive="majority", beat_naive=others)
    assert not [q for q in found if q.startswith("Does anything beat")]

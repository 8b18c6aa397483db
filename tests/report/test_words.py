"""The sentences: right in every branch, and never at odds with the numbers."""

import dataclasses
import functools
import math
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from tests.report import samples

from recurra import comparison
from recurra.records import Interval, Plan, Results, Verdict
from recurra.report import decided as of_case
from recurra.report import folder, tables, terms, words
from recurra.report.case import Case
from recurra.report.folder import Material
from recurra.tasks import scores
from recurra.words import LANGUAGES, say, speaking, text


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


def headline(plan: Plan, results: Results) -> str:
    return of_case.headline(Case(plan, results, ()))


CHOICE, COST = "Which model?", "What does it cost?"
SURE, WORTH = "And on the test part?", "Is a recurrent network worth it?"
CHEAPER = "Which cheaper cell loses nothing?"


def test_choice_names_model_reason_and_interval(digits: Material) -> None:
    text = answers(digits)[CHOICE]
    assert text.startswith("Take gru: of 11 architectures it has the best accuracy")
    assert "98.7\u00a0%, mean of 5 seeds" in text
    assert "98.3\u00a0% accuracy (95\u00a0% interval 97.2 to 99.1\u00a0%)" in text
    assert headline(digits.plan, digits.results) == "Take gru"


def test_sentences_are_the_statements(digits: Material) -> None:
    plan, results, costs = digits.plan, digits.results, digits.costs
    assert words.sentences(plan, results, costs) == list(answers(digits).values())


def test_a_baseline_is_called_one(returns: Material) -> None:
    text = answers(returns)[CHOICE]
    assert text.startswith("Take mean, a simple baseline:")
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
    assert "behind the best (lstm, 99.0\u00a0%), within the margin of 1\u00a0%" in text
    assert "it costs least" in text


def test_nothing_to_recommend(digits: Material) -> None:
    empty = Verdict("", "", "", "undecided", None, (), "undecided", warnings=("All failed.",))
    results = dataclasses.replace(digits.results, verdict=empty, standings=())
    found = words.sentences(digits.plan, results, digits.costs)
    assert found[0].startswith("No model can be recommended")
    assert found[1:] == ["All failed."]
    assert headline(digits.plan, results) == "No model can be recommended"


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


def test_those_that_cannot_be_told_apart_are_named(digits: Material) -> None:
    text = answers(digits)[SURE]
    assert text.startswith("lstm, peephole and lstm1 cannot be told apart from it; ")
    assert "7 of the 10 others score worse" in text
    assert "corrected for 10 comparisons" in text


def test_all_worse_only_if_every_interval_excludes_zero(digits: Material) -> None:
    worse = change(digits, difference=Interval(-0.02, -0.03, -0.01), p_value=0.001)
    text = said(digits.plan, worse, digits)[SURE]
    assert text.startswith("Each of the 10 others scores worse")
    assert not answers(digits, sure="clear")[SURE].startswith("Each")


def test_the_corrected_p_value_can_veto_worse(digits: Material) -> None:
    vetoed = change(digits, difference=Interval(-0.02, -0.03, -0.01), p_value=0.2)
    assert "worse" not in said(digits.plan, vetoed, digits)[SURE]


def test_better_on_the_test_part_is_not_hidden(digits: Material) -> None:
    better = change(digits, difference=Interval(0.02, 0.01, 0.03), p_value=0.001)
    assert "scored better" in said(digits.plan, better, digits)[SURE]
    verdict = dataclasses.replace(digits.results.verdict, light="amber", doubts=("better",))
    found = said(digits.plan, dataclasses.replace(better, verdict=verdict), digits)
    assert "the choice stays with the validation part" in found["What is not decided yet?"]


def test_one_seed_gives_no_interval(digits: Material) -> None:
    plan = dataclasses.replace(digits.plan, seeds=(0,))
    open_end = Interval(0.98, -math.inf, math.inf)
    results = change(digits, test=open_end, difference=None, p_value=None, loss=None)
    lit = dataclasses.replace(
        results.verdict, gain=None, worth_it="undecided", light="amber", doubts=("seed",)
    )
    results = dataclasses.replace(results, verdict=lit)
    found = said(plan, results, digits)
    assert "no interval" in found[CHOICE] and "∞" not in found[CHOICE]
    assert found[SURE].startswith("One seed gives no interval")
    assert found[WORTH].startswith("Not yet decided: ")
    assert "One seed gives no interval" in found["What is not decided yet?"]
    assert "--seeds 5" in found["What to do next?"]
    assert "needs an interval" in found[CHEAPER]
    assert not re.search("better|worse", " ".join(found.values()))


def test_notes_are_named_by_what_they_say(digits: Material) -> None:
    few = say("comparison.verdict.few_seeds", seeds=2)
    leaks = [say("comparison.verdict.leak", what=f"Column {name!r}.") for name in "ab"]
    found = answers(digits, warnings=(few, *leaks, "One more.", "And one."))
    names = ["Are these seeds enough?", "Do the data give the answer away?", "Notes"]
    assert list(found)[-3:] == names
    assert found[names[0]] == str(few) and found[names[1]].count("Leak:") == 2
    assert found["Notes"] == "One more. And one."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_has_a_name(language: str) -> None:
    """Of the messages that a comparison makes as warnings."""
    made = re.findall(
        r'say\("(comparison\.verdict\.\w+|planning\.(?:gave_up|more_seeds))"',
        "".join(
            p.read_text(encoding="utf-8") for p in Path(comparison.__file__).parent.glob("*.py")
        ),
    )
    with speaking(language):
        assert len(made) > 3
        assert len({text("report.words.noted", of=key) for key in made}) == len(set(made))
        assert text("report.words.noted", of="else") not in {
            text("report.words.noted", of=key) for key in made
        }


def test_worth_it(digits: Material) -> None:
    text = answers(digits)[WORTH]
    assert text.startswith("Yes: gru is better than the best simple baseline")
    assert "difference +2.2\u00a0percentage points of accuracy on the test part" in text
    assert "95\u00a0% interval 0.9 to 3.5" in text


def test_not_worth_it(returns: Material) -> None:
    assert answers(returns)[WORTH].startswith("No: mean does as well for less")


def test_undecided_worth(digits: Material) -> None:
    text = answers(digits, worth_it="undecided", gain=Interval(0.005, -0.004, 0.014))[WORTH]
    assert text.startswith("Not yet decided: ") and "−0.4 to 1.4" in text
    assert "+0.5\u00a0percentage points" in text


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


def test_no_sentence_holds_a_bare_path_or_a_code_word(digits: Material, tmp_path: Path) -> None:
    for one in answers(digits).values():
        assert "None" not in one and "nan" not in one.lower().replace("cannot", "")
        assert one[-1] == "." and "  " not in one


def test_nothing_beats_the_naive_forecast(returns: Material) -> None:
    question = "Does anything beat the mean?"
    found = answers(returns, naive="mean")
    assert found[question].startswith("Nothing is shown to beat the mean")
    assert headline(returns.plan, decided(returns, naive="mean")) == "Take mean"
    found = answers(returns, naive="mean", beat_naive=("gru",))
    assert found[question].startswith("gru is better than the mean; the other 5")


def test_the_naive_baseline_is_not_mentioned_where_it_is_plainly_beaten(digits: Material) -> None:
    others = tuple(a.name for a in digits.plan.architectures if a.name != "majority")
    found = answers(digits, naive="majority", beat_naive=others)
    assert not [q for q in found if q.startswith("Does anything beat")]


def test_differences_say_which_side_is_better(digits: Material, returns: Material) -> None:
    assert "; above zero gru is better)" in answers(digits)[WORTH]
    text = answers(returns, gain=Interval(0.0002, 0.0001, 0.0003), worth_it="undecided")[WORTH]
    assert "+0.0002" in text and "above zero gru is better, its RMSE lower" in text
    for material in (digits, returns):
        table = tables.architectures(material, "")
        assert "above zero is better" in table.columns[1][1]


def test_the_table_can_be_subtracted(digits: Material, returns: Material) -> None:
    """A score less the recommended one's is the difference beside it, in its last digit."""
    for material in (digits, returns):
        sign = 1 if material.plan.score.higher_is_better else -1
        rows = [r for r in tables.architectures(material, "").rows if r.cells]
        first, *others = [[number(cell.main) for cell in r.cells[:2]] for r in rows]
        assert len(others) > 3
        for score, difference in others:
            last = max(Decimal(1).scaleb(n.as_tuple().exponent) for n in (score, difference))
            assert abs(sign * (score - first[0]) - difference) <= last


def number(text: str) -> Decimal:
    return Decimal(text.replace("\u2212", "-").replace(",", "")) if text != "–" else Decimal(0)


def test_the_level_of_intervals_is_that_of_the_record(digits: Material) -> None:
    wide = Interval(0.02, -0.01, 0.05, level=0.9)
    results = change(digits, test=Interval(0.98, 0.97, 0.99, level=0.9), difference=wide)
    lit = dataclasses.replace(
        results.verdict, light="amber", doubts=("gain", "network", "naive"), gain=wide, naive="zero"
    )
    results = dataclasses.replace(results, verdict=lit)
    texts = [*said(digits.plan, results, digits).values()]
    table = tables.architectures(dataclasses.replace(digits, results=results), "")
    shown = " ".join([*texts, *(sub for _, sub in table.columns)])
    assert "95\u00a0%" not in shown and shown.count("90\u00a0%") >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_score_is_explained(language: str, digits: Material) -> None:
    """But accuracy, which says itself what it is."""
    names = {s.info.name for table in scores.TABLE.values() for s in table} - {"accuracy"}
    with speaking(language):
        for name in names:
            assert text("report.terms.term", name=name, margin="1 %"), name
        case = Case(digits.plan, digits.results, digits.costs)
        assert len(terms.explained(case)) == 5  # parts, seeds, margin, interval, p99
        assert "99" not in " ".join(terms.explained(Case(digits.plan, digits.results, ())))


def test_what_it_misses_is_said_in_the_units_of_the_column(returns: Material) -> None:
    """The taken model and the naive answer, at the top and in the table."""
    off = {"mean": {"bikes": 52.31}, "gru": {"bikes": 51.9}, "last value": {"bikes": 61.4}}
    standings = tuple(
        dataclasses.replace(s, missed=off.get(s.architecture, {}))
        for s in returns.results.standings
    )
    verdict = dataclasses.replace(returns.results.verdict, naive="last value", recommended="gru")
    results = dataclasses.replace(returns.results, standings=standings, verdict=verdict)
    found = dataclasses.replace(returns, results=results)
    case = Case(found.plan, found.results, ())
    misses = "There it misses bikes by 51.9 on average (the last value by 61.4)."
    assert misses in of_case.lead(case) and misses in words.sentences(found.plan, results, ())[0]
    table = tables.architectures(found, "")
    assert table.columns[0][1] == "95\u00a0% interval; misses bikes by"
    assert {r.name: r.cells[0].third for r in table.rows if r.cells}["mean"] == "by 52.3"
    assert all(len(r.cells) == len(table.columns) for r in table.rows if r.cells)
    alone = dataclasses.replace(found.plan, score=dataclasses.replace(found.plan.score, name="mae"))
    assert "There it misses" not in of_case.lead(Case(alone, results, ()))


def test_times_of_a_busy_machine_say_so(digits: Material) -> None:
    def cost(busy: float | None) -> str:
        costs = [dataclasses.replace(c, busy=busy) for c in digits.costs]
        found = words.statements(digits.plan, digits.results, costs)
        return next(s.text for s in found if s.question == COST)

    assert "other programs took 62\u00a0% of it" in cost(0.623)
    assert "busy" not in cost(0.1) and "busy" not in cost(None)

"""One light, and no two sentences that disagree: all combinations, in both languages."""

import dataclasses
import functools
import itertools
import math
import re
import tempfile
from pathlib import Path

import pytest
from tests.report import samples

from recurra.comparison import verdict as rule
from recurra.comparison.verdict import Candidate, Rival
from recurra.records import Interval, Plan, Results, Standing, Verdict
from recurra.report import decided, folder, words
from recurra.report.case import Case
from recurra.report.folder import Material
from recurra.words import LANGUAGES, speaking

EVEN = Interval(0.0, -0.004, 0.004)
BETTER, WORSE, OPEN = Interval(0.05, 0.02, 0.08), Interval(-0.05, -0.08, -0.02), Interval(0, -1, 1)
NAMES = ("gru", "lstm", "logistic", "majority")


@functools.cache
def sample() -> Material:
    """Records of a run."""
    with tempfile.TemporaryDirectory() as place:
        return folder.read(samples.classification(Path(place)))


def candidates(best: str, second: tuple[str, float, float], improving: str, begun: bool) -> list:
    """The best, one close behind it, and two far behind."""
    found = []
    for place, name in enumerate(NAMES):
        behind, error = (0.0, 0.0) if name == best else (0.2, 0.005)
        if name == second[0] != best:
            behind, error = second[1:]
        network = name in ("gru", "lstm")
        found.append(
            Candidate(
                name, behind, error, 10 ** (4 - place), 10.0 ** -place, 0.0, network,
                0.15 if name == improving else 0.0, name == improving and network,
                begun or not network,
            )
        )  # fmt: skip
    return found


def rivals(found: list, margin: float) -> list[Rival]:
    """The others beside the one that is taken."""
    taken = rule.take(found, margin)
    return [
        Rival(
            c.name, taken.behind - c.behind, error := math.hypot(c.error, taken.error),
            error if c.name == "gru" else error / 4,
        )
        for c in found
        if c is not taken
    ]  # fmt: skip


def verdicts():
    """(results, plan) for orders, ties, intervals, improving and missing values."""
    material = sample()
    info, margin = material.plan.score, 0.01
    seconds = [(n, d, e) for n in NAMES for d, e in ((0.004, 0.002), (0.02, 0.03), (0.02, 0.002))]
    for best, second, improving, begun, gain, other, quick, seeds, less in itertools.product(
        NAMES, seconds, ("", "gru", "lstm"), (True, False), (BETTER, WORSE, OPEN, EVEN, None),
        (BETTER, WORSE, OPEN), (False, True), (5, 1), (False, True),
    ):  # fmt: skip
        if second[0] == best or (quick and (improving or not begun)) or (less and gain is not EVEN):
            continue
        found = candidates(best, second, improving, begun)
        decision = rule.decide(found, rivals(found, margin), margin)
        near = {c.name for c in rule.eligible(found, margin)}
        network = decision.taken in ("gru", "lstm")
        kind = "network" if network else "naive" if decision.taken == "majority" else "baseline"
        asked = decision.taken if network else "gru"
        standings = tuple(
            Standing(
                c.name, 0.01 if c.network else None, 0.9 - c.behind, Interval(0.9, 0.88, 0.92),
                difference=None if c.name == decision.taken else other,
                p_value=None if c.name == decision.taken else 0.001 if other is not OPEN else 0.5,
                behind=c.behind, behind_error=c.error, eligible=c.name in near,
                gained=Interval(c.gain, 0.1, 0.2) if c.improving else None,
                improving=c.improving, begun=c.begun, updates=300,
            )
            for c in found
        )  # fmt: skip
        examples, more_seeds = rule.needed(decision, 500, seeds) if decision.open else (None, None)
        made = Verdict(
            decision.taken, asked, "logistic", "undecided", gain, (), "clear", naive="majority",
            beat_naive=tuple(n for n in NAMES if n != "majority") if other is not OPEN else (),
            best=best, open=decision.open, unfinished=decision.unfinished,
            visible=0.05 if decision.open else None,
            examples_needed=examples, seeds_needed=more_seeds,
            updates_needed=2400 if decision.unfinished else None, for_less=less,
        )  # fmt: skip
        doubts = rule.doubts(made, standings, kind, margin, seeds)
        light = rule.light(decision, doubts, quick)
        made = dataclasses.replace(
            made,
            light=light,
            doubts=doubts,
            worth_it=rule.worth_it(light, network, rule.pays(gain, less, margin)),
        )
        results = dataclasses.replace(material.results, verdict=made, standings=standings)
        plan = dataclasses.replace(material.plan, score=info, seeds=tuple(range(seeds)))
        yield plan, results


def questions(language: str) -> dict[str, str]:
    """What a question is about, by its text."""
    module = __import__(f"recurra.words.{language}.report.words", fromlist=["QUESTIONS"])
    return {text: about for about, text in module.QUESTIONS.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sentences_disagree(language: str) -> None:
    about, count = questions(language), 0
    yes, no, not_yet = {"en": ("Yes:", "No:", "Not yet"), "ja": ("はい", "いいえ", "まだ")}[
        language
    ]
    worse = {
        "en": r"(gru|lstm)[^.;]* (is|are|scores?) worse",
        "ja": r"(gru|lstm)[^。]*劣(り|って)",
    }[language]
    take = {"en": "Take ", "ja": "を推奨"}[language]
    with speaking(language):
        for plan, results in verdicts():
            count += 1
            verdict = results.verdict
            said = words.statements(plan, results, ())
            texts = {about.get(s.question, "naive"): s.text for s in said}
            headline = decided.headline(Case(plan, results, ()))
            network = verdict.recommended in ("gru", "lstm")
            # the choice and the answer
            assert (take in headline) == (verdict.light == "green")
            assert ("open" in texts) == (verdict.light != "green")
            assert texts["choice"].startswith(headline)
            assert texts["worth"].startswith(yes) == (verdict.worth_it == "yes")
            assert texts["worth"].startswith(no) == (verdict.worth_it == "no")
            if verdict.worth_it == "yes":
                assert network and verdict.gain is not None
                assert verdict.gain.low > (-0.01 if verdict.for_less else 0)
            if verdict.worth_it == "no":
                assert not network and take in headline and not verdict.unfinished
            if verdict.light == "green":
                assert verdict.worth_it == ("yes" if network else "no")
                assert not_yet not in " ".join(texts.values())
            # what had not learned to the end is not worse, and not "not worth it"
            stopped = {s.architecture for s in results.standings if s.improving or not s.begun}
            if stopped >= {"gru", "lstm"}:
                assert not re.search(worse, texts.get("sure", ""))
            assert not (verdict.unfinished and texts["worth"].startswith(no))
            # nothing is left unsaid, nothing empty
            for text in texts.values():
                assert text and "None" not in text and "  " not in text
    assert count > 1000


def test_a_tie_is_decided_by_cost() -> None:
    """The same validation score at a hundredth of the cost is taken."""
    gru = Candidate("gru", 0.0, 0.0, 9000, 1e-3, network=True)
    logistic = Candidate("logistic", 0.0, 0.004, 650, 1e-5)
    beside = rivals([gru, logistic], 0.01)
    assert rule.decide([gru, logistic], beside, 0.01).taken == "logistic"
    assert rule.decide([gru, logistic], beside, 0.01).decided


def test_what_lies_behind_leaves_nothing_open() -> None:
    """However unsure its score is: it would have to be better by over two margins."""
    lstm, elman = Candidate("lstm", 0.0, 0.0, 900), Candidate("elman", 0.025, 0.02, 1200)
    assert rule.decide([lstm, elman], rivals([lstm, elman], 0.01), 0.01).decided
    near = dataclasses.replace(elman, behind=0.0, error=0.02)
    found = rule.decide([lstm, near], rivals([lstm, near], 0.01), 0.01)
    assert found.taken == "lstm" and found.open == ("elman",)
    examples, seeds = rule.needed(found, 100, 5)
    assert examples == 300 and seeds is None  # half as wide an error needs four times as many
    less = dataclasses.replace(near, error=0.02 * (100 / examples) ** 0.5)
    assert rule.decide([lstm, less], rivals([lstm, less], 0.01), 0.01).decided


def test_a_margin_of_nothing_is_decided_or_open() -> None:
    """As of a best score of 0, or --margin 0."""
    pair = [Candidate("a", 0.0, 0.0, 9), Candidate("b", 0.0, 0.0, 90)]
    assert rule.decide(pair, [Rival("b", 0.0, 0.01)], 0.0).open == ("b",)
    assert rule.decide(pair, [Rival("b", 0.0, 0.0)], 0.0).decided


def test_nothing_is_better_than_all_right() -> None:
    """A network whose seeds differ much leaves nothing open beside one without a fault."""
    boosting = Candidate("boosting", 0.0, 0.0, 100)
    gru = Candidate("gru", 0.15, 0.1, 900, network=True)
    unsure = Rival("gru", -0.15, 0.1, 0.1, 4.0)
    assert rule.decide([boosting, gru], [unsure], 0.01).open == ("gru",)
    full = dataclasses.replace(unsure, most=0.002)
    assert rule.decide([boosting, gru], [full], 0.01).decided


def test_a_naive_baseline_need_not_beat_another_one() -> None:
    """One is taken, another has the better score of the two: nothing speaks against it."""
    found = Verdict("zero", "gru", "ridge", "no", WORSE, (), "tied", naive="mean")
    assert rule.doubts(found, (), "naive", 0.01, 5) == ()
    assert rule.doubts(found, (), "baseline", 0.01, 5) == ("naive",)


def test_a_network_that_still_gains_is_not_called_worse() -> None:
    lstm = Candidate("lstm", 0.05, 0.004, 9000, 1e-3, 0.0, True, 0.06, True)
    logistic = Candidate("logistic", 0.0, 0.0, 650, 1e-5)
    found = rule.decide([lstm, logistic], rivals([lstm, logistic], 0.01), 0.01)
    assert found.taken == "logistic" and found.unfinished == ("lstm",)
    assert rule.worth_it(rule.light(found, (), False), False, False) == "undecided"


def test_old_records_have_a_light() -> None:
    verdict = Verdict("gru", "gru", "logistic", "yes", BETTER, (), "tied")
    assert decided.light(verdict) == "green"
    assert decided.light(dataclasses.replace(verdict, worth_it="undecided")) == "amber"


def lit(plan: Plan, results: Results, **fields: object) -> str:
    """What is open."""
    verdict = dataclasses.replace(results.verdict, light="amber", **fields)  # type: ignore[arg-type]
    case = Case(plan, dataclasses.replace(results, verdict=verdict), ())
    return decided.left_open(case) or ""


def test_what_is_open_names_what_could_have_been_seen() -> None:
    run = sample()
    text = lit(run.plan, run.results, open=("lstm",), visible=0.021)
    assert "differences below 2.1" in text and "lstm may be better than" in text

"""Every step of a preparation by its contract and against an independent computation."""

import numpy as np
import pandas as pd
import pytest
from scipy.signal import butter, sosfilt_zi
from scipy.signal import sosfilt as filtered

from recurra.data.prepare import find
from recurra.data.prepare.parse import parsed, step
from recurra.data.prepare.plan import check, planned, sentences
from recurra.data.prepare.running import Running
from recurra.data.prepare.step import STAGES
from recurra.errors import SettingError
from recurra.settings.steps import STEPS
from recurra.words.gathered import gathered

EXAMPLES = [
    "resample(4, sum)", "last", "linear", "mask", "average(5)", "lowpass(0.1)", "lowpass(0.2, 5)",
    "diff", "diff(7)", "logreturn", "standard", "minmax", "robust", "none",
]  # fmt: skip
OF_STAGE = {stage: [s for s in EXAMPLES if step(s).stage == stage] for stage in STAGES}
X = 30 + np.cumsum(np.random.default_rng(0).normal(size=63))


def test_every_step_has_an_example_and_words() -> None:
    assert {text.partition("(")[0] for text in EXAMPLES} == set(STEPS)
    for language in ("en", "ja"):
        assert set(gathered(f"recurra.words.{language}.data", "STEPS")) == set(STEPS)
    stages = [find(name).stage for name in STEPS]
    assert stages == sorted(stages, key=STAGES.index)


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_step_is_written_as_it_is_read(text: str) -> None:
    assert str(step(text)) == text and step(str(step(text))) == step(text)


@pytest.mark.parametrize("text", OF_STAGE["filter"])
@pytest.mark.parametrize("length", [1, 2, 63])
def test_a_filter_in_pieces_is_the_filter_of_all(text: str, length: int) -> None:
    one, x = step(text), X[:length]
    whole, pieces, state = one.run(x)[0], [], None
    for chunk in np.split(x, [1, 1, 4, 30]):
        found, state = one.run(chunk, state)
        pieces.append(found)
    np.testing.assert_allclose(np.concatenate(pieces), whole, rtol=1e-12)


@pytest.mark.parametrize("text", OF_STAGE["filter"] + OF_STAGE["change"])
def test_nothing_looks_ahead_and_offsets_lose_nothing(text: str) -> None:
    one = step(text)
    run = one.apply if one.stage == "change" else lambda x: one.run(x)[0]
    later = X.copy()
    later[40:] += 9
    np.testing.assert_array_equal(run(later)[:40], run(X)[:40])
    if text != "logreturn":
        far = run(X + 1e9) - (1e9 if one.stage == "filter" else 0)
        np.testing.assert_allclose(far, run(X), atol=2e-6)


def test_filters_are_those_of_the_field() -> None:
    mean = pd.Series(X).rolling(5, min_periods=1).mean()
    np.testing.assert_allclose(step("average(5)").run(X)[0], mean, rtol=1e-12)
    sections = butter(2, 0.2, output="sos")  # 0.1 cycles a step are 0.2 of the highest frequency
    expected, _ = filtered(sections, X, zi=sosfilt_zi(sections) * X[0])
    np.testing.assert_allclose(step("lowpass(0.1)").run(X)[0], expected, rtol=1e-9)


@pytest.mark.parametrize("text", OF_STAGE["change"])
def test_a_change_is_undone(text: str) -> None:
    one = step(text)
    cut = 40
    back = one.undo(one.apply(X)[None, cut:], X[None, cut - one.reach : cut])
    np.testing.assert_allclose(back[0], X[cut:], rtol=1e-12)
    assert not one.apply(X)[: one.reach].any()


def test_changes_are_those_of_pandas() -> None:
    np.testing.assert_allclose(step("diff(7)").apply(X)[7:], pd.Series(X).diff(7)[7:])
    assert step("logreturn").misfit(np.array([1.0, 0.0, -2.0])).tolist() == [False, True, True]


@pytest.mark.parametrize("text", OF_STAGE["scale"])
@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_scalings(text: str, offset: float) -> None:
    x = np.stack([X, np.full(63, 3.0)], axis=1) + offset
    centre, spread = step(text).measure(x)
    expected = {
        "standard": (X.mean(), X.std()),
        "minmax": (X.min(), np.ptp(X)),
        "robust": (np.median(X), np.subtract(*np.quantile(X, (0.75, 0.25)))),
        "none": (-offset, 1.0),
    }[text]
    np.testing.assert_allclose((centre[0] - offset, spread[0]), expected, atol=1e-6)
    assert spread[1] == 1.0


def test_gaps() -> None:
    x = np.array([np.nan, 1.0, np.nan, np.nan, 4.0, np.nan])
    np.testing.assert_array_equal(step("last").fill(x), pd.Series(x).ffill())
    line = pd.Series(x).interpolate(limit_area="inside")
    np.testing.assert_array_equal(step("linear").fill(x), line)
    assert step("mask").marks and not step("last").marks


@pytest.mark.parametrize("by", ["mean", "sum", "median", "first", "last", "least", "most"])
def test_rows_are_joined(by: str) -> None:
    rows = np.array(
        [[1.0, np.nan, np.nan], [2.0, 5.0, np.nan], [6.0, 7.0, 3.0], [3.0, 1.0, np.nan]]
    )
    found = step(f"resample(4, {by})").joined(rows)
    name = {"least": "min", "most": "max"}.get(by, by)
    expected = getattr(pd.DataFrame(rows), name)() if hasattr(pd.DataFrame, name) else None
    if by in ("first", "last"):
        expected = pd.DataFrame(rows).bfill().iloc[0] if by == "first" else rows[-1]
    if by == "sum":
        expected = [12.0, 13 / 3 * 4]  # of four, where three are known
    np.testing.assert_allclose(found[:2], np.asarray(expected)[:2])
    assert np.isnan(found[2])  # more than half are missing


def test_who_takes_which_clause() -> None:
    found = planned('*: minmax; s*: diff; s1, "a:b": none, average(3)', ["s1", "s2", "a:b", "z"])
    assert found == {
        "s1": ("average(3)", "none"), "s2": ("diff",), "a:b": ("average(3)", "none"),
        "z": ("minmax",),
    }  # fmt: skip
    assert planned("robust", ["a"]) == {"a": ("robust",)} and not planned("", ["a"])
    both = planned("a: resample(1h, sum)", ["a", "b"])
    assert both == {"a": ("resample(1h, sum)",), "b": ("resample(1h)",)}
    assert "'a' by resample(1h, sum)" in str(sentences(both)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "temp:lowpas(0.1)",
            "character 6, column 'temp', step 'lowpas': no such step; did you mean",
        ),
        ("temp: zzz", "character 7, column 'temp', step 'zzz': no such step. Steps: resample"),
        (
            "temp:robust; tmp:diff",
            "character 14, column 'tmp': no such column; did you mean 'temp'",
        ),
        ("q*:diff", "column 'q*': no such column"),
        ("sky:diff", "column 'sky': it is text"),
        ("temp:robust,minmax", "step 'minmax': robust does the same already"),
        ("temp:last,linear", "step 'linear': last does the same already"),
        ("temp:diff,logreturn", "step 'logreturn': diff does the same already"),
        ("temp:diff; wind,temp:robust", "character 17, column 'temp': named twice"),
        ("temp:lowpass", "it is written lowpass(cutoff, order); order can be left out"),
        ("temp:lowpass(0.5)", "above 0 and below 0.5 cycles a step, not at 0.5"),
        ("temp:lowpass(nan)", "below 0.5"),
        ("temp:lowpass(0.1, 99)", "an order lies from 1 to 8, not at 99"),
        ("temp:lowpass(x)", "cutoff is no number: 'x'"),
        ("temp:average(2.5)", "steps is no whole number: '2.5'"),
        ("temp:average(1)", "steps must be at least 2"),
        ("temp:diff(0)", "lag must be at least 1"),
        ("temp:robust(3)", "robust takes nothing in parentheses"),
        ("temp:resample(1h, best)", "joined by mean, sum"),
        ("temp:resample(1fortnight)", "neither a number of rows nor a span"),
        ("temp:resample(0h)", "neither a number of rows nor a span"),
        ("temp:resample(1)", "every must be at least 2"),
        ("temp:resample(1h); wind:resample(2h)", "one span serves all"),
        ("temp:", "character 6, column 'temp': no steps after the colon"),
        (":robust", "character 1: a column without a name"),
        ("temp:a:b", "character 7: a second colon"),
        ("temp:average(3", "a parenthesis is not closed"),
        ("temp:average3)", "character 14: a parenthesis is closed that was not opened"),
        ('"temp:robust', "a quotation mark is not closed"),
        ("temp robust", "step 'temp robust': not a step"),
        ("temp:robust,", "character 13"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(SettingError) as found:
        planned(text, ["temp", "wind"], {"sky": "it is text"})
    assert expected in str(found.value)


def test_manifests_are_checked() -> None:
    assert check({"a": ["diff", "robust"]}, ["a"]) == {"a": ("diff", "robust")}
    for wrong in ({"b": ["diff"]}, {"a": []}, {"a": ["nothing"]}, {"a": ["robust", "minmax"]}):
        with pytest.raises(ValueError):
            check(wrong, ["a"])
    with pytest.raises(SettingError):
        parsed("a:__import__(os)")


def test_running_is_the_same_row_by_row() -> None:
    plan = {"a": ("average(3)", "diff(2)"), "b": ("logreturn",)}
    rows = np.stack([X, X[::-1], X], axis=1)
    one = Running(plan, ("a", "b", "c"))
    smooth = step("average(3)").run(X)[0]
    expected = np.stack(
        [step("diff(2)").apply(smooth), step("logreturn").apply(X[::-1]), X], axis=1
    )
    half = np.array([one.push(row) for row in rows[:30]])
    kept = one.state
    ahead = one.ahead(rows[30:33, :1], [0])
    rest = np.array([one.push(row) for row in rows[30:]])
    np.testing.assert_allclose(np.concatenate([half, rest]), expected, atol=1e-12)
    np.testing.assert_allclose(ahead[:, 0], expected[30:33, 0], atol=1e-12)
    one.state = kept
    np.testing.assert_allclose(one.push(rows[30]), expected[30], atol=1e-12)
    one.state = kept
    back = one.undo(expected[None, 30:34, :2], [0, 1])
    np.testing.assert_allclose(back[0], np.stack([smooth, X[::-1]], axis=1)[30:34], rtol=1e-12)

"""scikit-learn's own checks, and what goes beyond them."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks
from tests.diagnose import odd_cells
from tests.diagnose.odd_cells import two_inputs

from recurra.errors import SettingError
from recurra.estimators import Forecaster, SequenceClassifier
from recurra.words import speaking

ODD = f"{odd_cells.__file__}:two_inputs"
ORDER = "the rows of a table over time depend on their order, and the answer is what follows them"
UNWEIGHTED = "the weights with the best score on the validation part are kept, an unweighted one"
FAILED = {
    "Forecaster": {
        "check_methods_subset_invariance": ORDER,
        "check_methods_sample_order_invariance": ORDER,
        "check_fit1d": "one series may be given as [T]",
    },
    "SequenceClassifier": {"check_class_weight_classifiers": UNWEIGHTED},
}


@pytest.mark.slow
@parametrize_with_checks(
    [
        SequenceClassifier(hidden_size=8, updates=60, backend="reference"),
        Forecaster(hidden_size=4, updates=5, lookback=2, scoring="mae", backend="reference"),
    ],
    expected_failed_checks=lambda one: FAILED[type(one).__name__],
)
def test_scikit_learns_checks(estimator, check):
    check(estimator)


@pytest.mark.slow
def test_scikit_learns_check_of_class_weights():
    """Passed where no validation part chooses."""
    network = SequenceClassifier(hidden_size=8, updates=60, backend="reference")
    estimator_checks.check_class_weight_classifiers(
        "SequenceClassifier", network.set_params(validation_fraction=0)
    )


def ramps(count=60, seed=0):
    """Univariate sequences of 4 to 9 steps that rise or fall."""
    rng = np.random.default_rng(seed)
    y = np.array(["falls", "rises"])[np.arange(count) % 2]
    lengths = rng.integers(4, 10, count)
    slopes = np.where(y == "rises", 1.0, -1.0)
    return [
        s * np.arange(n) / n + rng.normal(0, 0.1, n) for s, n in zip(slopes, lengths, strict=True)
    ], y


@pytest.fixture(scope="module")
def classifier():
    return SequenceClassifier(hidden_size=8, updates=80, backend="reference", random_state=0)


@pytest.fixture(scope="module")
def fitted(classifier):
    return clone(classifier).fit(*ramps())


def test_it_learns_and_says_labels(fitted):
    x, y = ramps(seed=1)
    assert fitted.score(x, y) > 0.95
    assert fitted.predict_proba(x).shape == (60, 2) and set(fitted.predict(x)) == {"falls", "rises"}
    assert fitted.status_ == "ok" and len(fitted.curve_) == 20


def test_the_objective_is_an_option():
    """Class weights: the rare class is found more often; a dict may name some classes only."""
    rng = np.random.default_rng(0)
    y = np.arange(150) % 10 == 0
    x = [rng.normal(1.0 * label) + np.zeros((3, 1)) for label in y]
    quick = SequenceClassifier(
        "elman", 3, updates=80, backend="reference", random_state=0, validation_fraction=0
    )
    found = [
        clone(quick).set_params(class_weight=w).fit(x, y).predict(x).sum()
        for w in (None, "balanced", {True: 9.0})
    ]
    assert found[0] < 20 < min(found[1:])
    other = clone(quick).set_params(output="logistic", loss="squared_error", init="orthogonal")
    head = other.fit(x, y).model_.head
    assert (head.output, head.kind) == ("logistic", "squared_error")
    copy = pickle.loads(pickle.dumps(other))
    assert (copy.predict_proba(x) == other.predict_proba(x)).all()


def test_a_plateau_needs_something_to_watch():
    network = SequenceClassifier("elman", 2, updates=8, schedule="plateau", backend="reference")
    assert network.fit(*ramps()).status_ == "ok"
    with pytest.raises(SettingError, match="validation part"):
        network.set_params(validation_fraction=0).fit(*ramps())


def test_chrono_starts_from_the_longest_sequence():
    network = Forecaster(
        "lstm", 50, lookback=40, updates=1, learning_rate=1e-9, init="chrono", backend="reference",
        random_state=0,
    )  # fmt: skip
    bias = network.fit(np.sin(np.arange(120.0))).model_.body.bias_l0
    forget = bias.detach().numpy()[50:100]  # torch's order of gates: input, forget, ...
    assert forget.min() >= -1e-6 and np.log(20) < forget.max() <= np.log(39) + 1e-6
    pickle.loads(pickle.dumps(network)).predict()


def test_lists_and_padded_arrays_are_the_same_sequences(fitted):
    x, _ = ramps(seed=1)
    lengths = [len(one) for one in x]
    padded = np.full((60, 12, 1), 99.0)
    for row, one in zip(padded, x, strict=True):
        row[: len(one), 0] = one
    expected = fitted.predict_proba(x)
    assert (fitted.predict_proba(padded, lengths) == expected).all()
    assert (fitted.predict_proba([one[:, None] for one in x]) == expected).all()
    assert (fitted.predict_proba([one.tolist() for one in x]) == expected).all()


def test_one_random_state_one_network(classifier):
    x, y = ramps()
    quick = clone(classifier).set_params(updates=8)
    one, same, other = (
        clone(quick).set_params(random_state=seed).fit(x, y).predict_proba(x) for seed in (0, 0, 1)
    )
    assert (one == same).all() and (one != other).any()


def test_it_answers_by_the_one_door(fitted, forecaster):
    """Estimators, files and streams have one way from a network to an answer."""
    x, _ = ramps(seed=2)
    stream = fitted.served_.stream()
    for value in x[0]:
        said = stream.step([value])
    # one step at a time sums in another order; float32
    assert np.allclose(said, fitted.predict_proba(x[:1])[0], rtol=1e-4)
    wave = clone(forecaster).fit(np.sin(np.arange(150.0) / 5))
    rows = wave.served_.stream()
    for value in np.sin(np.arange(150 - wave.lookback_, 150) / 5):
        said = rows.step([value])
    assert np.allclose(said[:, 0], wave.predict(), rtol=1e-4, atol=1e-5)
    assert wave.served_.facts.fills.keys() == {"column 1"}


def test_a_pickle_answers_the_same(fitted):
    x, _ = ramps()
    assert (pickle.loads(pickle.dumps(fitted)).predict_proba(x) == fitted.predict_proba(x)).all()


def test_grid_search_over_sequences_of_different_lengths(classifier):
    x, y = ramps(40)
    search = GridSearchCV(clone(classifier).set_params(updates=5), {"cell": ["elman", "gru"]}, cv=2)
    search.fit(x, y)
    assert search.best_params_["cell"] in ("elman", "gru")


@pytest.mark.parametrize(
    "x, words",
    [
        ([np.zeros((3, 1)), np.zeros((3, 2))], "different numbers of channels"),
        ([np.zeros((0, 1)), np.zeros((3, 1))], "sequence 0 has a length of zero"),
        ([np.zeros(2), np.array([0, np.nan])], "sequence 1 contains NaN"),
        ([np.zeros((2, 2, 2)), np.zeros((2, 2, 2))], "3 dimensions"),
    ],
)
def test_sequences_that_do_not_fit_are_named(classifier, x, words):
    with pytest.raises(ValueError, match=words):
        clone(classifier).fit(x, [0, 1])


def test_other_channels_and_lengths_that_do_not_fit(fitted):
    with pytest.raises(ValueError, match=r"2 channels.*expecting 1"):
        fitted.predict([np.zeros((3, 2))])
    with pytest.raises(ValueError, match="between 1 and 3"):
        fitted.predict(np.zeros((2, 3, 1)), [3, 4])


def test_an_unknown_cell_is_named(classifier):
    with pytest.raises(SettingError, match="did you mean 'lstm'"):
        clone(classifier).set_params(cell="lstn").fit(*ramps(10))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "diverged.*smaller learning_rate"),
        ("ja", "学習が発散しました（.+）。learning_rate を"),
    ],
)
def test_divergence_is_a_warning(classifier, language, said):
    wild = clone(classifier).set_params(optimizer="sgd", learning_rate=1e39, clip_norm=0.0)
    with speaking(language), pytest.warns(ConvergenceWarning, match=said):
        wild.fit(*ramps(20))
    assert wild.status_ == "diverged"


def wave(rows=240):
    rng = np.random.default_rng(0)
    return 5 + np.sin(np.arange(rows) / 4) + rng.normal(0, 0.02, rows)


@pytest.fixture(scope="module")
def forecaster():
    return Forecaster(
        horizon=4, lookback=16, hidden_size=12, updates=120, backend="reference", random_state=0
    )


def test_it_forecasts_a_wave(forecaster):
    values = wave()
    network = clone(forecaster).fit(values[:200])
    after = network.predict()
    assert after.shape == (4,) and (network.predict(values[:200]) == after).all()
    assert np.abs(after - values[200:204]).max() < 0.3  # the wave's height is 1
    assert network.score(values[180:]) > 0.9
    copy = pickle.loads(pickle.dumps(network))
    assert (copy.predict(values[:220]) == network.predict(values[:220])).all()


@pytest.mark.parametrize("change", ["diff", "logreturn"])
def test_a_transform_is_undone(forecaster, change):
    values = 100 + 2 * np.arange(120.0)
    network = clone(forecaster).set_params(target_transform=change, updates=30).fit(values)
    assert network.predict() == pytest.approx(values[-1] + 2 * np.arange(1, 5), rel=0.02)


def test_targets_by_name_or_number_and_inputs_beside_them(forecaster):
    frame = pd.DataFrame({"load": wave(), "heat": wave() ** 2})
    quick = clone(forecaster).set_params(updates=3)
    assert quick.fit(frame).predict().shape == (4, 2)
    by_name = clone(quick).set_params(target="heat").fit(frame).predict(frame)
    by_number = clone(quick).set_params(target=1).fit(frame.to_numpy()).predict()
    assert by_name.shape == (4,) and (by_name == by_number).all()
    assert clone(quick).set_params(target=["heat"]).fit(frame).predict().shape == (4, 1)
    with pytest.raises(SettingError, match="did you mean 'heat'"):
        clone(quick).set_params(target="heap").fit(frame)


def test_too_few_rows_are_refused(forecaster):
    with pytest.raises(ValueError, match="lookback"):
        clone(forecaster).fit(wave(20))
    network = clone(forecaster).set_params(updates=1).fit(wave(60))
    with pytest.raises(ValueError, match="short of 16"):
        network.predict(wave(15))
    with pytest.raises(ValueError, match="fewer than lookback"):
        network.score(wave(19))
    with pytest.raises(ValueError, match="above zero"):
        clone(forecaster).set_params(target_transform="logreturn").fit(wave(60) - 5)


def test_nothing_warns_in_an_ordinary_fit(classifier):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        clone(classifier).set_params(updates=2).fit(*ramps(20))


class TestSeveralInputs:
    """Columns of a cell with several inputs, as an estimator's parameter."""

    X = np.random.default_rng(0).normal(size=(24, 6, 3))
    y = np.arange(24) % 2

    def fitted(self, inputs, cell=two_inputs):
        made = SequenceClassifier(
            cell=cell, hidden_size=4, inputs=inputs, updates=5, backend="reference", random_state=0
        )
        return made.fit(self.X, self.y)

    @pytest.mark.parametrize("inputs", ["x=2,gap=1", {"x": [0, 1], "gap": [2]}])
    def test_ways_of_saying_the_same(self, inputs):
        by_width = self.fitted({"x": 2, "gap": 1}).predict_proba(self.X)
        assert np.array_equal(self.fitted(inputs).predict_proba(self.X), by_width)

    def test_other_columns_make_another_network(self):
        found = self.fitted({"x": [2, 1], "gap": [0]})
        assert found.model_.body.columns == {"x": (2, 1), "gap": (0,)}

    def test_it_is_pickled_with_its_columns_and_cloned(self):
        found = self.fitted("x=2,gap=1", ODD)
        again = pickle.loads(pickle.dumps(found))
        assert np.array_equal(again.predict_proba(self.X), found.predict_proba(self.X))
        assert clone(found).inputs == "x=2,gap=1"

    @pytest.mark.parametrize(
        ("inputs", "message"),
        [
            (None, "--inputs is not given"),
            ({"x": 2}, "does not name gap"),
            ({"x": 2, "gap": 2}, "makes 4 columns"),
            ({"x": [0], "gap": ["z"]}, "unknown column in inputs"),
            ({"x": [0], "gap": [7]}, "column 7 is beyond the 3 columns"),
        ],
    )
    def test_what_does_not_fit(self, inputs, message):
        with pytest.raises(SettingError, match=message):
            self.fitted(inputs)

    def test_columns_of_a_table_have_names(self):
        table = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 3)), columns=list("abc"))
        made = Forecaster(
            cell=two_inputs, hidden_size=3, inputs="x=a+c,gap=b", lookback=5, updates=3,
            backend="reference", random_state=0,
        ).fit(table)  # fmt: skip
        assert made.model_.body.columns == {"x": (0, 2), "gap": (1,)}
        assert made.predict().shape == (1, 3)

"""What people try: right, or one sentence before anything is trained."""

import decimal
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from recurra import Forecaster, SequenceClassifier, TreeClassifier
from recurra.data import Sequences, split_values
from recurra.errors import DataError, SettingError
from recurra.tasks.regression import Regression

WAVE = np.sin(np.arange(60) / 3) + 2
SMALL: dict[str, Any] = {"hidden_size": 3, "updates": 2, "random_state": 0}
X = [np.arange(k + 3.0)[:, None] for k in range(12)]
Y = ["a", "b"] * 6
TREES = ["(1 (0 good) (1 film))", "(0 (0 bad) (1 film))"] * 6


def forecaster(**given: Any) -> Forecaster:
    return Forecaster(**{"horizon": 2, "lookback": 5, **SMALL, **given})


def fitted(kind: str, **given: Any) -> Any:
    if kind == "forecaster":
        return forecaster(**given).fit(WAVE)
    if kind == "sequences":
        return SequenceClassifier(**{**SMALL, **given}).fit(X, Y)
    return TreeClassifier(**{**SMALL, "embedding_size": 3, **given}).fit(TREES, [0, 1] * 6)


@pytest.mark.parametrize("kind", ["forecaster", "sequences", "trees"])
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("updates", (0, -1, 2.5, None, True, "3")),
        ("batch_size", (0, -1, 2.5, None)),
        ("learning_rate", (-1.0, None, float("nan"), float("inf"), "0.1")),
        ("validation_fraction", (-0.1, 1, 1.5, None, float("nan"))),
        ("forget_bias", ("x", float("nan"))),
        ("scoring", (3,)),
        ("init", (None,)),
        ("backend", (None,)),
        ("cell", (None, 3)),
    ],
)
def test_a_wrong_parameter_is_named(kind: str, name: str, wrong: tuple[Any, ...]) -> None:
    for value in wrong:
        with pytest.raises(SettingError, match=f"^{name} is "):
            fitted(kind, **{name: value})


@pytest.mark.parametrize("value", [0, -1, 2.0, 2.5, None, "2", True, [1], np.float64(2)])
@pytest.mark.parametrize("name", ["horizon", "num_layers"])
def test_a_wrong_number_of_rows_or_layers(name: str, value: Any) -> None:
    with pytest.raises(SettingError, match=rf"^{name} is .*: it must be a whole number"):
        forecaster(**{name: value}).fit(WAVE)


def test_numbers_of_numpy_are_numbers() -> None:
    given = {"horizon": np.int64(2), "lookback": np.int32(5), "updates": np.int64(2)}
    given |= {"batch_size": np.int64(8), "validation_fraction": np.float32(0.25)}
    found = forecaster(**given).fit(WAVE)
    np.testing.assert_array_equal(
        found.predict(), forecaster(validation_fraction=0.25, batch_size=8).fit(WAVE).predict()
    )
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(found)).predict(), found.predict())
    found.set_params(horizon=7)  # what is fitted stays
    assert found.predict().shape == (2,)
    assert clone(found).horizon == 7


SAME = {
    "list": WAVE.tolist(),
    "tuple": tuple(WAVE),
    "objects": WAVE.astype(object),
    "decimals": [decimal.Decimal(repr(v)) for v in WAVE.tolist()],
    "series": pd.Series(WAVE, index=pd.date_range("2020", periods=60)),
    "read only": np.lib.stride_tricks.as_strided(WAVE, writeable=False),
}


@pytest.mark.parametrize("form", SAME)
def test_forms_of_one_series(form: str) -> None:
    plain = forecaster().fit(WAVE)
    np.testing.assert_array_equal(forecaster().fit(SAME[form]).predict(), plain.predict())
    np.testing.assert_array_equal(plain.predict(SAME[form]), plain.predict(WAVE))


FRAME = pd.DataFrame({"a": WAVE, "t": pd.date_range("2020", periods=60)})
REFUSED = {
    "stamps": (np.arange(60).astype("M8[D]"), "holds time stamps, not numbers"),
    "spans": (np.arange(60).astype("m8[s]"), "holds time stamps, not numbers"),
    "stamps in a table": (FRAME, "column 't' of X holds time stamps"),
    "ragged": ([[1, 2], [3]], "different numbers of values"),
    "ragged objects": (np.array([np.ones(2), np.ones(3)], object), "different numbers of values"),
    "too large": (WAVE * 1e300, "is too large: numbers up to 3e"),
    "a mask": (np.ma.masked_array(WAVE, mask=np.arange(60) == 5), "NaN"),
    "one name twice": (pd.DataFrame(np.ones((60, 2)), columns=["a", "a"]), "two columns named 'a'"),
    "nothing": (np.zeros(0), "minimum of 2 is required"),
    "three dimensions": (WAVE.reshape(1, 60, 1), "dim 3"),
    "infinity": (np.where(np.arange(60) == 5, np.inf, WAVE), "infinity"),
    "words": (pd.DataFrame({"a": WAVE, "s": "x"}), "could not convert string to float"),
    "a text": ("abc", "could not convert string to float"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_what_is_no_table_is_refused(form: str) -> None:
    x, words = REFUSED[form]
    with pytest.raises(ValueError, match=words):
        forecaster().fit(x)
    if not isinstance(x, pd.DataFrame) or "stamps" in form:
        with pytest.raises(ValueError, match=words):
            forecaster().fit(WAVE).predict(x)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        ([np.arange(4).astype("M8[D]")] * 12, "time stamps"),
        (np.arange(48).reshape(12, 4, 1).astype("M8[s]"), "time stamps"),
        ([np.full((4, 1), 1e39)] * 12, "too large"),
        ([[[1.0], [1.0, 2.0]], [[1.0]]] * 6, "different numbers of values"),
        ([np.full((4, 1), np.nan)] * 12, "contains NaN"),
        ([], "Expected 2D array"),
    ],
)
def test_sequences_that_are_none(x: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        SequenceClassifier(**SMALL).fit(x, Y)


@pytest.mark.parametrize("kind", [Forecaster, SequenceClassifier, TreeClassifier])
def test_predict_before_fit(kind: Any) -> None:
    with pytest.raises(NotFittedError):
        kind().predict(WAVE[None])


def test_no_target_and_an_unknown_one() -> None:
    with pytest.raises(SettingError, match="target names no column"):
        forecaster(target=[]).fit(WAVE)
    with pytest.raises(SettingError, match="unknown target column"):
        forecaster(target="y").fit(WAVE)


def test_mape_with_zeros_is_refused() -> None:
    with pytest.raises(ValueError, match=r"are zero, where MAPE has no value.*for instance mae"):
        forecaster(scoring="mape").fit(WAVE.round() - 1)
    x = [np.full((3, 1), k, "f4") for k in range(20)]
    data = Sequences("n", x, np.arange(20.0)[:, None], (), ("c",), targets=("last",))
    with pytest.raises(DataError, match=r"1 value of 'last' is zero.*for instance mae"):
        Regression(data, split_values(data, seed=0), score="mape")
    above = Sequences("n", x, np.arange(1.0, 21)[:, None], (), ("c",), targets=("last",))
    assert Regression(above, split_values(above, seed=0), score="mape").score.info.name == "mape"

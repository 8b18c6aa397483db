"""What is kept aside for validation are whole persons, where it is said who each example is of."""

import numpy as np
import pytest

from recurra.estimators import SequenceClassifier
from recurra.estimators.labels import split


def test_whole_groups_are_kept_aside():
    numbers = np.tile([0, 1, 2], 20)
    groups = np.repeat([f"p{k}" for k in range(10)], 6)
    kept = []
    for seed in range(4):
        parts = split(numbers, 0.2, seed, groups)
        assert len(parts.validation) == 12 and len(parts.train) == 48
        assert not set(groups[parts.train]) & set(groups[parts.validation])
        kept.append(tuple(parts.validation))
    assert len(set(kept)) > 1
    lonely = np.where(groups == "p3", 1, 0)
    assert "p3" in groups[split(lonely, 0.2, 0, groups).train]
    assert not len(split(numbers, 0.0, 0, groups).validation)
    assert not len(split(numbers, 0.2, 0, np.zeros(60)).validation)


def test_a_classifier_takes_groups():
    rng = np.random.default_rng(0)
    x = [rng.normal(k % 2, 0.1, (5, 1)) for k in range(40)]
    y = [k % 2 for k in range(40)]
    network = SequenceClassifier(hidden_size=4, updates=20, random_state=0)
    network.fit(x, y, groups=np.repeat(np.arange(10), 4))
    assert network.predict(x[:2]).tolist() == [0, 1]
    with pytest.raises(ValueError, match="inconsistent"):
        network.fit(x, y, groups=[1, 2])

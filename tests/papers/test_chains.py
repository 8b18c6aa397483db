"""The skill of values: what saying the mean, the truth and nonsense is worth."""

import numpy as np
import pytest

from recurra.papers import chains

TRUTH = np.random.default_rng(0).random((5000, 2)).sum(1)[:, None, None]  # as in the adding task


def test_saying_the_mean_is_worth_nothing_and_the_truth_one():
    mean = chains.bounded(TRUTH, np.full_like(TRUTH, TRUTH.mean()))
    # a mean over 5,000 numbers of the size of 1
    assert mean.mean() == pytest.approx(0, abs=5000 * np.finfo(float).eps)
    assert (chains.bounded(TRUTH, TRUTH) == 1).all()


def test_a_wild_answer_counts_as_any_other_wild_answer():
    said = np.repeat(TRUTH, 2, axis=2).mean(2, keepdims=True)
    wild, wilder = said.copy(), said.copy()
    wild[0], wilder[0] = 1e3, 1e30
    assert chains.bounded(TRUTH, wild).mean() == chains.bounded(TRUTH, wilder).mean() > 0.99


def test_without_wild_answers_it_grows_as_the_explained_variance_does():
    """Half of the deviation from the mean known: no error reaches the bound, a quarter is left."""
    said = TRUTH.mean() + (TRUTH - TRUTH.mean()) / 2
    naive = np.minimum(np.square(TRUTH - TRUTH.mean()), chains.BOUND * TRUTH.var()).mean()
    left = np.square(said - TRUTH).mean() / naive
    assert np.square(said - TRUTH).max() < chains.BOUND * TRUTH.var()
    assert chains.bounded(TRUTH, said).mean() == pytest.approx(1 - left)

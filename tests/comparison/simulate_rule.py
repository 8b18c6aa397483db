"""How often the rule takes what is truly worse, by simulation: `python simulate_rule.py`.

Three networks with five seeds and two baselines answer the same examples: each has its own true
accuracy, some examples are hard for all, and seeds differ. True shortfalls against the best are
drawn from 0 to 8 margins; the cheapest candidates are as often bad as good.
"""

import math
import sys
from dataclasses import dataclass

import numpy as np

from recurra.comparison import statistics
from recurra.comparison.verdict import Candidate, Rival, decide, take

MARGIN, SEEDS = 0.01, 5
SIZES = (50, 250, 1000, 2000)


@dataclass
class Counts:
    """Of so many runs."""

    runs: int = 0
    worse: int = 0  # took one that is truly worse by more than two margins
    naive: int = 0  # took the cheapest
    amber: int = 0
    worse_green: int = 0  # and said that it was decided


def run(examples: int, runs: int, seed: int = 0) -> Counts:
    """Simulated comparisons with so many validation examples."""
    random, counts = np.random.default_rng(seed), Counts(runs)
    for _ in range(runs):
        top = random.uniform(0.7, 0.97)
        short = np.concatenate([[0.0], random.uniform(0, 8 * MARGIN, 4)])
        random.shuffle(short)
        hard = random.normal(size=examples)  # the same examples are hard for all
        draws = statistics.draw(examples, draws=200, seed=int(random.integers(1 << 30)))
        scores = [
            _scores(top - lost, hard, 1 if place < 2 else SEEDS, draws, random)
            for place, lost in enumerate(short)
        ]
        means = [float(one.seeds.mean()) for one in scores]
        best = int(np.argmax(means))
        found = []
        for place, one in enumerate(scores):
            gap = statistics.estimate(scores[best] - one)
            error = 0.0 if place == best else gap.error
            found.append(Candidate(str(place), gap.value, error, 10**place, network=place >= 2))
        margin = MARGIN * means[best]
        taken = int(take(found, margin).name)
        rivals = []
        for place, one in enumerate(scores):
            if place != taken:
                gap = statistics.estimate(one - scores[taken])
                error = math.hypot(gap.error, 1 / examples)
                rivals.append(Rival(str(place), gap.value, error, gap.seed_error, gap.freedom))
        decision = decide(found, rivals, margin)
        bad = short[int(decision.taken)] > 2 * MARGIN * top
        counts.worse += bad
        counts.worse_green += bad and decision.decided
        counts.naive += decision.taken == "0"
        counts.amber += not decision.decided
    return counts


def _scores(
    accuracy: float,
    hard: np.ndarray,
    seeds: int,
    draws: statistics.Draws,
    random: np.random.Generator,
) -> statistics.Scores:
    """Right or wrong answers with this accuracy, half of whose luck all candidates share."""
    own = random.normal(0, 0.004, seeds) if seeds > 1 else np.zeros(1)
    level = np.clip(accuracy + own, 0.01, 0.99)
    noise = np.sqrt(0.5) * hard + np.sqrt(0.5) * random.normal(size=(seeds, len(hard)))
    from scipy.stats import norm

    right = (noise < norm.ppf(level)[:, None]).astype(float)
    return statistics.scores(right[..., None], lambda means: means[..., 0], draws)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(
        "examples  takes one worse by > 2 margins  of these as decided  takes the cheapest  amber"
    )
    for size in SIZES:
        c = run(size, number)
        print(
            f"{size:8}  {c.worse / c.runs:30.1%}  {c.worse_green / c.runs:19.1%}"
            f"  {c.naive / c.runs:18.1%}  {c.amber / c.runs:5.1%}"
        )

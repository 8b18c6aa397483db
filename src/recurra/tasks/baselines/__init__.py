"""Simple competitors without a network; one file each, one line here.

All are fitted on one thread, on the training part; where a setting is chosen (a penalty, a number
of rounds) the validation part chooses it, as it does for the networks.
"""

from recurra.tasks.baselines.boosted_classes import BoostedClasses
from recurra.tasks.baselines.logistic import Logistic
from recurra.tasks.baselines.majority import Majority
from recurra.tasks.baselines.minirocket import MiniRocket
from recurra.tasks.task import Baseline

CLASSIFICATION: tuple[type[Baseline], ...] = (Majority, Logistic, BoostedClasses, MiniRocket)

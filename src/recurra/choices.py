"""What options may be: names alone, so that a wrong one is refused before anything is loaded.

What a name does stands where it is done; tests hold the two together.
"""

from recurra.errors import unknown

OPTIMIZERS = ("adam", "sgd", "adagrad")  # train.optimizer
SCHEDULES = ("none", "plateau")  # train.fit
INITS = ("uniform", "glorot", "orthogonal", "identity", "chrono")  # nn.initialise
OUTPUTS = ("softmax", "logistic")  # nn.heads.classification
LOSSES = ("cross_entropy", "squared_error")  # nn.heads.classification
TASKS = ("auto", "classification", "forecasting", "nodes")  # tasks.pose

KNOWN = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "init": INITS,
    "output": OUTPUTS,
    "loss": LOSSES,
    "task": TASKS,
}


def check(**given: str) -> None:
    """Raise SettingError for the first option whose value is not known.

    >>> check(optimizer="adam", init="glorot")
    """
    for name, value in given.items():
        if value not in KNOWN[name]:
            raise unknown(name, value, KNOWN[name])

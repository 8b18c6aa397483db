"""What is asked of a comparison beside the data: networks, search, decision, run, training."""

from dataclasses import dataclass, field
from typing import ClassVar

from recurra.errors import SettingError
from recurra.settings import text
from recurra.settings.option import check, option
from recurra.settings.training import Training
from recurra.words import LANGUAGES, say


@dataclass(frozen=True)
class Networks:
    """What is compared."""

    heading: ClassVar = "Networks"

    cells: tuple[str, ...] = option(
        (),
        "Names, or FILE.py:NAME for your own, with commas.",
        metavar="LIST",
        read=text.cells,
        usual="elman, gru, lstm, lstm1, lstm2, lstm3, peephole and scrn; of trees those for trees",
    )
    hidden_size: int = option(64, "Units.", least=1)
    match: str = option(
        "hidden",
        "What all cells have in common.",
        choices={"hidden": "the hidden size", "params": "the LSTM's number of parameters"},
    )
    backend: str = option(
        "auto",
        "What computes.",
        choices={"auto": "compiled where it can be", "numba": "compiled", "reference": "torch"},
    )
    dtype: str = option("float32", "Numbers.", choices={"float32": "", "float64": ""})

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Effort:
    """How long learning rates are searched."""

    heading: ClassVar = "Search"

    budget: str | None = option(
        None,
        "Time for the whole run: 90s, 10m, 1h.",
        metavar="TIME",
        usual="about 10 epochs, at most 2,000 updates",
    )
    trials: int | None = option(
        None, "Learning rates for each network, instead of a time.", least=1, usual="8"
    )

    def __post_init__(self) -> None:
        check(self)
        if self.budget is not None and self.trials is not None:
            raise SettingError(say("errors.not_both", one="--budget", other="--trials"))


@dataclass(frozen=True)
class Decision:
    """What decides."""

    heading: ClassVar = "Decision"

    score: str | None = option(
        None,
        "What decides. Of classes: accuracy, balanced, f1, auroc, logloss; of values: mae, rmse, "
        "mase, mape, smape, r2",
        usual="what suits the task",
    )
    margin: float = option(
        0.01, "Relative loss that counts as none.", above=0, below=1, read=text.share, shown="1%"
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Run:
    """How it is run."""

    heading: ClassVar = "Run"

    seeds: int = option(
        5,
        "Final trainings of each network.",
        least=1,
        usual="5",
        why="an interval over seeds takes several",
    )
    seed: int = option(0, "Of split, learning rates and search.")
    workers: int | None = option(
        None, "Processes, one thread each.", least=1, usual="one a core", repeated=False
    )
    force: bool = option(False, "More workers than cores.", repeated=False)

    language: str | None = option(None, "What is said.", choices=LANGUAGES, usual="as the locale")

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Comparison:
    """Everything that `compare` is asked, beside the data and how they are read."""

    networks: Networks = field(default_factory=Networks)
    effort: Effort = field(default_factory=Effort)
    decision: Decision = field(default_factory=Decision)
    run: Run = field(default_factory=Run)
    training: Training = field(default_factory=Training)

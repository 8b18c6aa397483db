"""What is asked of a comparison beside the data: networks, search, decision, run, training."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from recurra.errors import SettingError
from recurra.settings import text
from recurra.settings.option import check, option
from recurra.settings.training import Training
from recurra.words import LANGUAGES, say

MATCHES = {n: say("options.networks.match_choice", name=n) for n in ("hidden", "params")}
BACKENDS = {
    n: say("options.networks.backend_choice", name=n) for n in ("auto", "numba", "reference")
}


@dataclass(frozen=True)
class Networks:
    """What is compared."""

    heading: ClassVar = say("options.networks.heading")

    cells: tuple[str, ...] = option(
        (),
        say("options.networks.cells"),
        metavar="LIST",
        read=text.cells,
        usual=say("options.networks.cells_usual"),
        in_key=False,  # each architecture is
    )
    hidden_size: int = option(
        64,
        say("options.networks.hidden_size"),
        least=1,
        why=say("options.networks.hidden_size_why"),
        in_key=False,
    )
    match: str = option(
        "hidden",
        say("options.networks.match"),
        choices=MATCHES,
        why=say("options.networks.match_why"),
        in_key=False,
    )
    backend: str = option(
        "auto",
        say("options.networks.backend"),
        choices=BACKENDS,
    )
    dtype: str = option(
        "float32",
        say("options.networks.dtype"),
        choices={"float32": "", "float64": ""},
        why=say("options.networks.dtype_why"),
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Effort:
    """How long learning rates are searched."""

    heading: ClassVar = say("options.comparison.search")

    budget: str | None = option(
        None,
        say("options.comparison.budget"),
        metavar="TIME",
        usual=say("options.comparison.budget_usual"),
    )
    quick: bool = option(False, say("options.comparison.quick"))
    trials: int | None = option(
        None,
        say("options.comparison.trials"),
        least=1,
        usual="8",
        why=say("options.comparison.trials_why"),
    )

    def __post_init__(self) -> None:
        check(self)
        if self.budget is not None and self.trials is not None:
            raise SettingError(say("errors.not_both", one="--budget", other="--trials"))


@dataclass(frozen=True)
class Decision:
    """What decides."""

    heading: ClassVar = say("options.comparison.decision")

    score: str | None = option(
        None,
        say("options.comparison.score"),
        usual=say("options.comparison.score_usual"),
    )
    margin: float = option(
        0.01,
        say("options.comparison.margin"),
        above=0,
        below=1,
        read=text.share,
        shown="1%",
        why=say("options.comparison.margin_why"),
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Draws:
    """What is drawn: all that is random follows from it."""

    heading: ClassVar = say("options.comparison.run")

    seeds: int = option(
        5,
        say("options.comparison.seeds"),
        least=1,
        usual="5",
        why=say("options.comparison.seeds_why"),
    )
    seed: int = option(0, say("options.comparison.seed"))

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Run:
    """How it is run; the results do not depend on it."""

    heading: ClassVar = say("options.comparison.run")

    workers: int | None = option(
        None,
        say("options.comparison.workers"),
        least=1,
        usual=say("options.comparison.workers_usual"),
        repeated=False,
    )
    force: bool = option(False, say("options.comparison.force"), repeated=False)

    language: str | None = option(
        None,
        say("options.comparison.language"),
        choices=LANGUAGES,
        usual=say("options.comparison.language_usual"),
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Comparison:
    """Everything that `compare` is asked, beside the data and how they are read."""

    networks: Networks = field(default_factory=Networks)
    effort: Effort = field(default_factory=Effort)
    decision: Decision = field(default_factory=Decision)
    draws: Draws = field(default_factory=Draws)
    run: Run = field(default_factory=Run)
    training: Training = field(default_factory=Training)

    @staticmethod
    def upgraded(plain: dict[str, Any]) -> dict[str, Any]:
        """As it was written while what is drawn stood beside how it is run."""
        return {"draws": plain.get("run", {}), **plain}

"""The facts beside the figures: names and values."""

from collections.abc import Sequence
from typing import Literal

from recurra.words import Words
from recurra.words.en.phrases import counted, listed
from recurra.words.gathered import gathered
from recurra.words.numbers import written_time

NAMES = {
    "training": "Training time",
    "step": "One step",
    "step_of_time": "One step",
    "sequence": "One sequence",
    "memory": "Memory",
    "disk": "Size on disk",
    "name": "Name",
    "task": "Task",
    "parts": "Parts",
    "inputs": "Input columns",
    "length": "Sequence length",
    "classes": "Classes",
    "targets": "Forecast columns",
    "horizon": "Horizon",
    "fingerprint": "Fingerprint of the values",
    "score": "Score that decides",
    "margin": "Margin of “loses nothing”",
    "matched": "Architectures matched by",
    "optimiser": "Optimiser",
    "recurrence": "Inside the recurrence, in training",
    "rates": "Learning rates",
    "rungs": "Search in rungs",
    "looks": "Looks at the validation part",
    "trained_on": "Trained on",
    "stopping": "Early stopping",
    "seeds": "Seeds of the final trainings",
    "seed": "Seed of split and search",
    "budget": "Budget",
    "backend": "Backend",
    "loss": "Loss",
    "weights": "Class weights",
    "source": "Data source",
    "threads": "Threads",
    "repeats": "Repeats of a measurement",
    "started": "Started",
    "ended": "Ended",
    "cpu": "cpu",
    "cores": "cores",
    "system": "system",
}
LOSSES = {
    "cross_entropy": "cross entropy",
    "squared_error": "squared error",
    "absolute": "absolute error",
    "huber": "Huber loss, squared up to one standard deviation",
    "quantile": "pinball loss of a quantile",
    "gaussian": "normal distribution, mean and variance",
}


def name(of: str) -> str:
    """What a fact is called."""
    return NAMES.get(of, of)


def memory_of_machine() -> str:
    return "memory"


def version(package: str) -> str:
    return f"Version of {package}"


def one_training() -> str:
    return "one full training"


def median(tail: str | None) -> str:
    return "median" if tail is None else f"median; p99 {tail}"


def training_memory(size: str) -> str:
    return f"training {size}"


def to_predict() -> str:
    return "to predict"


def parameters(number: int) -> str:
    return counted(number, "parameter")


def parts(counts: tuple[str, ...], windows: bool) -> str:
    return f"{', '.join(counts)} {'windows' if windows else 'examples'}"


def part(name: str, number: int) -> str:
    return f"{name} {number:,}"


def length(shortest: int, median: int, longest: int) -> str:
    if shortest == longest:
        return f"{counted(longest, 'step')}"
    return f"{shortest:,} to {longest:,} (median {median:,}) steps"


def names(number: int, shown: tuple[str, ...], more: int) -> str:
    """The first of them, and how many are not shown."""
    rest = f", … ({more:,} more)" if more else ""
    return f"{number:,}: {', '.join(shown)}{rest}"


def horizon(ahead: int, back: int) -> str:
    return f"{counted(ahead, 'step')} ahead from {counted(back, 'step')} back"


def rung(rates: int, updates: int) -> str:
    return f"{counted(rates, 'rate')} to {counted(updates, 'update')}"


def score(label: str, higher: bool) -> str:
    return f"{label}, {'higher' if higher else 'lower'} is better"


def relative(margin: str) -> str:
    return f"{margin} relative"


def matched(by: Literal["params", "hidden"], units: int) -> str:
    if by == "params":
        return f"number of parameters, that of the LSTM with {counted(units, 'unit')}"
    return f"hidden size: {counted(units, 'unit')}"


def optimiser(name: str, momentum: str | None, steady: float, batch: int) -> str:
    """`steady`: learning rates by which a steady gradient moves a weight."""
    more = f", momentum {momentum}" if momentum else ""
    if steady > 1:
        more += f" (effective learning rate: {steady:.3g} times the one named)"
    return f"{name}{more}, batches of {batch:,}"


def rates(number: int, low: str, high: str, widened: bool) -> str:
    more = " (widened once for all)" if widened else ""
    return f"{number} from {low} to {high}{more}"


def looks(number: int, some: int, examples: int) -> str:
    """`some` of the examples of the validation part are looked at."""
    of = f"all {examples:,}" if some >= examples else f"{some:,} of {examples:,}"
    return f"{number} in a training, at {of} validation examples"


def trained_on(planned: int, updates: int) -> str:
    return f"{counted(updates, 'update')} instead of {planned:,}, as a network still gained"


def stopping(patience: int) -> str:
    return f"after {counted(patience, 'look')} without a better score" if patience else "off"


def budget(asked: str, trials: int | None, more: tuple[str, ...]) -> str:
    """As it was asked for: a time or a number of trials; "": the default; `more`: times added."""
    first = asked or (counted(trials, "trial") if trials else "default")
    return ", then ".join((first, *(f"{time} more" for time in more)))


def spared(asked: str, taken: float) -> str:
    """A time that was not needed; `taken` in seconds."""
    return f"{asked}, of which {written_time(taken)} was taken: no network was still gaining"


def sooner(asked: str, updates: int, most: int) -> str:
    """Training on was not needed."""
    return (
        f"{asked}; {counted(updates, 'update')} of at most {most:,}: no network was still gaining"
    )


def loss_classes(loss: str, output: str, smoothing: float) -> str:
    more = f", labels smoothed by {smoothing:g}" if smoothing else ""
    return f"{LOSSES.get(loss, loss)} on {output} outputs{more}"


def loss_of_values(task: str, asked: str, level: float) -> str:
    """`asked`: cross_entropy, where the task has its own."""
    if asked != "cross_entropy":
        return LOSSES.get(asked, asked) + (f" ({level:g})" if asked == "quantile" else "")
    return gathered("recurra.words.en.tasks", "LOSSES").get(task, LOSSES["squared_error"])


def recurrence(dropout: float, zoneout: float, clip: float) -> str:
    """What is done in the recurrence; 0: it is not."""
    shares = (("recurrent dropout", dropout), ("zoneout", zoneout))
    found = [f"{what} of {share:g}" for what, share in shares if share]
    if clip:
        found.append(f"gradient norm of a state and step at most {clip:g}")
    return ", ".join(found) or "nothing is dropped or clipped"


def value(value: Words | str, what: Words | str) -> str:
    """A choice with what it is."""
    return f"{value} ({what})"


def threads(number: int) -> str:
    return f"{number} a training"


def ended(at: str, after: str) -> str:
    return f"{at} (after {after})"


def by_default(value: str, why: Sequence[str]) -> str:
    """A value that is the default, with the reasons for that."""
    return f"{value}; by default, because {listed(why)}"

"""What every trained model can do: read data of its kind, answer, be scored."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol, Self, final

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from torch import Tensor

from recurra.data import Scaler
from recurra.data.prepare.plan import check
from recurra.data.read import moved
from recurra.data.recorded import Recorded
from recurra.data.sequences import Named
from recurra.errors import RunError, SettingError
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.nn.tree_model import TreeModel
from recurra.records import ScoreInfo, Source
from recurra.tasks import scores
from recurra.tasks.given import Given
from recurra.tasks.prediction import decoded
from recurra.words import Text, Words, say

if TYPE_CHECKING:
    from recurra.tasks.served.stream import Stream

Names = Annotated[list[str], Field(min_length=1)]
Rows = Annotated[list[Annotated[list[float], Field(min_length=1)]], Field(min_length=1)]
Steps = Annotated[dict[str, list[str]], Field(default_factory=dict)]  # of `--prepare`
Scored = list[tuple[ScoreInfo, float]]


@dataclass(frozen=True)
class Answers:
    """A table of predictions: names of the columns, rows, and what was done to the data."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    cleaned: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Origin:
    """What is known of a model beside its task, where it comes from a bundle or goes into one."""

    name: str = ""
    source: Source | None = None  # how the data of its training were read
    errors: tuple[float, ...] = ()  # on the validation part: how exact its answers are
    save: Callable[[Path], Path] | None = None  # writes it as a bundle
    notes: tuple[Text, ...] = ()  # what could not be checked


class Answerer(Protocol):
    """What predicts: a network, or a fitted baseline.

    `scaled`: whether its values are scaled, so that the task has to put them into the user's units.
    """

    @property
    def scaled(self) -> bool: ...

    def predict(self, given: Any) -> np.ndarray:
        """Probabilities [N,classes], or values [N,horizon,targets]."""
        ...

    def misfit(self, inputs: int | None, outputs: int) -> Text:
        """Why it cannot take so many inputs (None: not known) or give so many outputs; or ""."""
        ...


@final
@dataclass(frozen=True, eq=False)
class Network:
    """A network as an answerer."""

    model: Model
    scaled: ClassVar[bool] = True

    @property
    def dtype(self) -> torch.dtype:
        """Type of its numbers."""
        return next(self.model.parameters()).dtype

    def predict(self, given: Given) -> np.ndarray:
        """The head's decoded outputs."""
        return decoded(self.model, given.batches(self.dtype), len(given))

    def misfit(self, inputs: int | None, outputs: int) -> Text:
        """By the width of the body, or the tokens of the vectors, and the width of the head."""
        model: Any = self.model
        taken = getattr(model.body, "width", getattr(model.body, "input_size", inputs))
        taken = model.front.tokens if model.front is not None else taken
        width = getattr(getattr(model.head, "likelihood", None), "width", 1)
        given = model.head.linear.out_features // width
        if inputs is not None and taken != inputs:
            return say("tasks.served.inputs", taken=taken, named=inputs)
        return say("tasks.served.outputs", given=given, named=outputs) if given != outputs else ""


class Part(BaseModel):
    """A part of the facts, checked strictly."""

    model_config = ConfigDict(extra="ignore", strict=True, allow_inf_nan=False)


class ScalerFacts(Part):
    """A scaler as a manifest has it."""

    kind: str
    keys: list[str]
    centre: Rows
    spread: Rows
    steps: list[list[str]] = []

    def scaler(self, columns: int) -> Scaler:
        """For so many columns; RunError where it is of others."""
        found = Scaler.from_dict(self.model_dump())
        shape = (len(self.keys) + 1, columns)
        if found.centre.shape != shape or found.spread.shape != shape:
            what = say("tasks.served.other_scaler", columns=columns, groups=len(self.keys))
            raise wrong(what)
        if not (found.spread > 0).all():
            raise wrong(say("tasks.served.no_spread", name="scaler"))
        if found.steps and len(found.steps) != columns:
            raise wrong(say("tasks.served.other_scaler", columns=columns, groups=len(self.keys)))
        names = [str(c) for c in range(columns)]
        check({c: own for c, own in zip(names, found.steps, strict=False) if own}, names)
        return found


class RecordedFacts(Part):
    """How recordings were read, as a manifest has it."""

    kind: Literal["wav", "array", "table"]
    columns: list[str]
    step: Annotated[float, Field(ge=0)]
    audio: Literal["log-mel", "raw"]
    rate: Annotated[int, Field(ge=1, lt=2**31)]
    mel_bands: Annotated[int, Field(ge=1, le=512)]
    frame_length: Annotated[float, Field(gt=0, le=10_000)]
    frame_step: Annotated[float, Field(gt=0, le=10_000)]
    channels: Annotated[int, Field(ge=1, lt=2**16)]

    def recorded(self) -> Recorded:
        """As data are read with it."""
        return Recorded(**{**self.model_dump(), "columns": tuple(self.columns)})


def wrong(what: Words) -> RunError:
    """The error for facts that do not belong together."""
    return RunError(say("tasks.served.manifest", place="task", reason=what))


class Served(ABC):
    """A trained model of a task, reached from a bundle (`recurra.load`) or from training.

    `read` makes of a file what the model takes, `of` gives its predictions, `table` shows them;
    `answer` and `score` do these in a row. A file is given by its path, which is then read as the
    data of the training were, or by a `Source`. `stream` answers step by step, `save` writes it.
    """

    unit: ClassVar[str] = "examples"
    task: Any  # the class of its task, which says the scores
    Facts: ClassVar[type[Part]]
    model: Answerer
    origin: Origin = Origin()

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any], model: Answerer, task: Any) -> Self:
        """From the facts of a manifest; RunError where they are not complete or not the model's."""
        try:
            # As a manifest has them: of a task in memory, lists are tuples.
            plain = json.loads(json.dumps(dict(facts)))
            found = cls(cls.Facts.model_validate(plain), model)  # type: ignore[call-arg]
            found.task = task
            misfit = model.misfit(*found.sizes) or found._other_head()
        except ValidationError as error:
            one = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in ("task", *one["loc"]))
            raise RunError(say("tasks.served.manifest", place=place, reason=one["msg"])) from None
        except (LookupError, TypeError, ValueError) as error:
            what = say("tasks.served.manifest", place="task", reason=str(error))
            raise RunError(what) from None
        if misfit:
            raise RunError(misfit)
        return found

    def _other_head(self) -> Text:
        """Why the head of a network is not of the task; or "": its outputs would be misread."""
        if not isinstance(self.model, Network):
            return ""
        likelihood = getattr(self.model.model.head, "likelihood", None)
        kind = getattr(likelihood, "answers", getattr(likelihood, "name", None))
        return (
            "" if kind == self.likelihood else say("tasks.served.other_head", task=self.task.name)
        )

    @property
    def likelihood(self) -> str | None:
        """The name of what the head of a network learns by; None: of classes."""
        return None

    @property
    @abstractmethod
    def sizes(self) -> tuple[int | None, int]:
        """How many inputs (None: not known) and outputs the model must have."""

    @abstractmethod
    def read(self, source: Source, labelled: bool = False) -> Any:
        """A file of the kind that the model was trained on, as its examples.

        Raises DataError or SettingError where it does not fit, or, `labelled`, where an example
        has no label.
        """

    @abstractmethod
    def given(self, data: Any) -> Given:
        """Examples as the model takes them."""

    @abstractmethod
    def truth(self, data: Any) -> np.ndarray:
        """Labels [N], or actual values [N,horizon,targets]."""

    @abstractmethod
    def targets(self, data: Any) -> Tensor:
        """What the loss wants of the examples, in order."""

    @abstractmethod
    def table(self, data: Any, found: np.ndarray) -> Answers:
        """Predictions as a table."""

    @abstractmethod
    def errors(self, answers: Answers, errors: Sequence[float]) -> dict[str, float]:
        """Of each column of a table the error of its values, from what a bundle knows."""

    def of(self, data: Any) -> np.ndarray:
        """Probabilities [N,classes] or values [N,horizon,targets] in the user's units.

        Raises RunError where the model gives what is not a number.
        """
        try:
            with np.errstate(all="ignore"):  # what is not finite is refused
                found = self.predictions(self.given(data))
        except (LookupError, TypeError, ValueError) as error:
            # Its parts are each of the right type, and do not fit together or these data.
            raise RunError(say("tasks.served.cannot_answer", reason=str(error))) from error
        if not np.isfinite(found).all():
            raise RunError(say("tasks.served.not_finite"))
        return found

    def predictions(self, given: Any) -> np.ndarray:
        """As `of`, of examples as the model takes them, finite or not."""
        found = self.model.predict(given)
        return self.units(found, given) if self.model.scaled else found

    def units(self, found: np.ndarray, given: Any) -> np.ndarray:
        """What a network gives, in the user's units."""
        return found

    def answer(self, source: Source | str | Path) -> Answers:
        """Predict for a file; raises as `read` and `of` do."""
        data = self.read(self.source(source))
        return self.table(data, self.of(data))

    def score(self, source: Source | str | Path) -> tuple[int, Scored]:
        """Number of examples (or windows) of a labelled file, and the scores on all of them.

        Raises as `read` and `of` do.
        """
        return self.scored(self.read(self.source(source), labelled=True))

    def scored(self, data: Any) -> tuple[int, Scored]:
        """As `score`, of labelled examples that were read."""
        truth = self.truth(data)
        return len(truth), self._scores(truth, self.of(data))

    def source(self, data: Source | str | Path) -> Source:
        """How a file is read: as the data of the training were.

        Raises RunError where that is not known.
        """
        if isinstance(data, Source):
            return data
        if self.origin.source is None:
            raise RunError(say("tasks.served.no_source"))
        return moved(self.origin.source, str(data))

    def save(self, folder: str | Path) -> Path:
        """Write it as a bundle, which `recurra.load` and `recurra predict` read.

        Raises RunError where it comes neither from a bundle nor from a training of its own.
        """
        if self.origin.save is None:
            raise RunError(say("tasks.served.not_savable"))
        return self.origin.save(Path(folder))

    def stream(self) -> "Stream":
        """The model for a stream, one step at a time, with the weights of now.

        Raises SettingError, which says why, where it cannot stream.
        """
        raise SettingError(say("tasks.served.stream_of_trees"))

    def batches(self, source: Source | str | Path) -> Iterator[Batch]:
        """A labelled file as batches with scaled targets, for a diagnosis of a network."""
        assert isinstance(self.model, Network), "batches are for networks"
        data = self.read(self.source(source), labelled=True)
        target = self.targets(data)
        for batch in self.given(data).batches(self.model.dtype):
            yield batch._replace(target=target[batch.index])

    def _scores(self, truth: np.ndarray, found: np.ndarray) -> Scored:
        task = self.task
        table = [scores.pick(task.scores, name, task.name) for name in task.shown]
        return [(score.info, score.value(truth, found)) for score in table]


def width(tokens: int | None, channels: Sequence[str]) -> int | None:
    """Inputs of a model: of tokens how many different ones, else channels."""
    return None if tokens is None else tokens or len(channels)


def likeliest(found: np.ndarray) -> np.ndarray:
    """The number of the likeliest class of each row of probabilities [N,classes]."""
    return np.asarray(found.argmax(axis=1))


def class_columns(
    first: str, classes: Sequence[str], found: np.ndarray, named: Named | None = None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Columns and rows of a table of classes with their probabilities: `named`, or numbered from
    one."""
    called = named or numbered(first, len(found))
    rows: list[tuple[object, ...]] = [
        (*name, classes[int(said)], *(round(float(v), 6) for v in p))
        for name, said, p in zip(called.rows, likeliest(found), found, strict=True)
    ]
    return (*called.columns, "class", *(f"p({c})" for c in classes)), rows


def numbered(first: str, count: int) -> Named:
    """Examples that have a number alone, from one."""
    return Named((first,), [(k + 1,) for k in range(count)])


def class_errors(answers: Answers, errors: Sequence[float]) -> dict[str, float]:
    """Of the columns with probabilities the error of a share."""
    return {n: errors[0] for n in answers.columns if n.startswith("p(")} if errors else {}


def tree_model(model: Answerer) -> TreeModel | None:
    """The network of an answerer where it is one for trees."""
    own = model.model if isinstance(model, Network) else None
    return own if isinstance(own, TreeModel) else None

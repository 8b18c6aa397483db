"""Classes of sequences."""

from collections.abc import Sequence
from typing import Annotated, final

import numpy as np
import torch
from pydantic import Field

from recurra.data.new_data import gather_new_sequences
from recurra.data.other_units import said_of
from recurra.data.prepare.plan import check
from recurra.data.prepare.running import Running
from recurra.data.sequences import Sequences
from recurra.errors import SettingError
from recurra.records import Source
from recurra.tasks.given import GivenSequences, sequences
from recurra.tasks.served.served import (
    Answerer,
    Answers,
    Names,
    Part,
    RecordedFacts,
    ScalerFacts,
    Served,
    Steps,
    class_columns,
    class_errors,
    width,
)
from recurra.tasks.served.stream import Stream, running_of, shaped, token
from recurra.tasks.served.table_facts import ExamplesFacts, examples
from recurra.words import say


@final
class ServedClasses(Served):
    """A classifier of sequences."""

    class Facts(Part):
        """What is kept in a manifest."""

        classes: Annotated[list[str], Field(min_length=2)]
        channels: Names
        tokens: int | None = None  # not said by older bundles
        divisor: Annotated[float, Field(gt=0)] | None = None  # of pixels
        recorded: RecordedFacts | None = None  # of recordings
        table: ExamplesFacts | None = None
        scaler: ScalerFacts
        prepare: Steps

    def __init__(self, facts: "ServedClasses.Facts", model: Answerer) -> None:
        self.classes, self.channels = tuple(facts.classes), tuple(facts.channels)
        self.tokens, self.divisor = facts.tokens, facts.divisor
        self.recorded = facts.recorded.recorded() if facts.recorded else None
        self.table_facts = examples(facts.table, self.channels, self.classes)
        self.model, self.scaler = model, facts.scaler.scaler(len(facts.channels))
        self.prepare = check(facts.prepare, self.channels)

    @property
    def sizes(self) -> tuple[int | None, int]:
        """Channels (or tokens) and classes."""
        return width(self.tokens, self.channels), len(self.classes)

    def read(self, source: Source, labelled: bool = False) -> Sequences:
        """Sequences, with labels where the file has them."""
        if self.table_facts is not None:
            from recurra.data.new_examples import gather_new_examples

            found = gather_new_examples(source, self.table_facts, self.classes, labelled)
            return said_of(found, self.scaler)
        data = gather_new_sequences(
            source, self.channels, self.classes, self.divisor, self.prepare, self.recorded
        )
        if labelled and (data.y < 0).any():
            number = int(np.flatnonzero(data.y < 0)[0]) + 1
            raise SettingError(
                say(
                    "tasks.served.no_label",
                    data=source.data,
                    example=number,
                    classes=self.classes,
                )
            )
        return said_of(data, self.scaler)

    def stream(self) -> Stream:
        """One step of a sequence after the other."""
        running = running_of(self.prepare, self.channels)
        return Stream(
            self.model,
            lambda values: self._row(values, running),
            lambda future: None,
            lambda found: found,
            running,
        )

    def _row(self, values: object, running: Running | None) -> np.ndarray:
        if self.tokens:
            return token(values, self.tokens)
        own = shaped(values, (len(self.channels),), "step")
        return self.scaler.apply(running.push(own) if running else own)

    def given(self, data: Sequences) -> GivenSequences:
        """Scaled."""
        return sequences(data, self.scaler)

    def truth(self, data: Sequences) -> np.ndarray:
        """Labels [N] as indices into the classes."""
        return data.y

    def targets(self, data: Sequences) -> torch.Tensor:
        """The labels."""
        return torch.from_numpy(data.y)

    def errors(self, answers: Answers, errors: Sequence[float]) -> dict[str, float]:
        """Of the probabilities."""
        return class_errors(answers, errors)

    def table(self, data: Sequences, found: np.ndarray) -> Answers:
        """Class, probabilities, and the label where there is any."""
        columns, rows = class_columns("example", self.classes, found, data.named)
        if (data.y >= 0).any():
            columns = (*columns, "label")
            named = [self.classes[y] if y >= 0 else "" for y in data.y]
            rows = [(*row, label) for row, label in zip(rows, named, strict=True)]
        return Answers(columns, rows, data.cleaned)

"""Values of sequences."""

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
from recurra.errors import DataError
from recurra.nn.heads import SquaredError
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
    numbered,
    width,
    wrong,
)
from recurra.tasks.served.stream import Stream, running_of, shaped, token
from recurra.tasks.served.table_facts import ExamplesFacts, examples
from recurra.words import say

Values = Annotated[list[float], Field(min_length=1)]


@final
class ServedValues(Served):
    """A network or a mean that says one value, or a few, of each sequence."""

    class Facts(Part):
        """What is kept in a manifest."""

        targets: Names
        channels: Names
        tokens: int | None = None  # not said by older bundles
        recorded: RecordedFacts | None = None  # of recordings
        table: ExamplesFacts | None = None
        scaler: ScalerFacts
        centre: Values
        spread: Values
        prepare: Steps

    def __init__(self, facts: "ServedValues.Facts", model: Answerer) -> None:
        self.names, self.channels = tuple(facts.targets), tuple(facts.channels)
        self.tokens = facts.tokens
        self.recorded = facts.recorded.recorded() if facts.recorded else None
        self.table_facts = examples(facts.table, self.channels)
        self.model, self.scaler = model, facts.scaler.scaler(len(facts.channels))
        self.prepare = check(facts.prepare, self.channels)
        self.centre, self.spread = np.array(facts.centre), np.array(facts.spread)
        if not len(self.centre) == len(self.spread) == len(self.names):
            raise wrong(say("tasks.served.other_targets"))
        if not (self.spread > 0).all():
            raise wrong(say("tasks.served.no_spread", name="spread"))

    @property
    def likelihood(self) -> str:
        """That of the task."""
        return (self.task.likelihood or SquaredError).name

    @property
    def sizes(self) -> tuple[int | None, int]:
        """Channels (or tokens) and targets."""
        return width(self.tokens, self.channels), len(self.names)

    def read(self, source: Source, labelled: bool = False) -> Sequences:
        """Sequences with their values; raises DataError where there are none, but for arrays and
        recordings, which may come without unless they are to be scored."""
        if self.table_facts is not None:
            from recurra.data.new_examples import gather_new_examples

            return said_of(
                gather_new_examples(source, self.table_facts, labelled=labelled), self.scaler
            )
        data = gather_new_sequences(
            source,
            self.channels,
            (),
            plan=self.prepare,
            recorded=self.recorded,
            targets=len(self.names),
        )
        lacking = labelled and np.isnan(data.y).any()
        if data.y.ndim != 2 or data.y.shape[1] != len(self.names) or lacking:
            raise DataError(say("tasks.served.no_values", names=self.names), file=source.data)
        return said_of(data, self.scaler)

    def stream(self) -> Stream:
        """One step of a sequence after the other."""
        running = running_of(self.prepare, self.channels)
        return Stream(
            self.model,
            lambda values: self._row(values, running),
            lambda future: None,
            lambda y: y * self.spread + self.centre,
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
        """Actual values [N,1,K]."""
        return data.y[:, None]

    def targets(self, data: Sequences) -> torch.Tensor:
        """Scaled values [N,1,K]."""
        scaled = (data.y - self.centre) / self.spread
        return torch.from_numpy(scaled[:, None]).to(self.model.dtype)  # type: ignore[attr-defined]

    def units(self, found: np.ndarray, given: GivenSequences) -> np.ndarray:
        """[N,1,K] with centre and spread put back."""
        return found * self.spread + self.centre

    def errors(self, answers: Answers, errors: Sequence[float]) -> dict[str, float]:
        """Of each target."""
        return dict(zip(self.names, errors, strict=False))

    def table(self, data: Sequences, found: np.ndarray) -> Answers:
        """What is said, beside what was where that is known."""
        called = data.named or numbered("example", len(data))
        known = ~np.isnan(data.y).any(axis=1)
        columns = (*called.columns, *self.names)
        rows: list[tuple[object, ...]] = [
            (*name, *said) for name, said in zip(called.rows, found[:, 0].tolist(), strict=True)
        ]
        if known.any():
            columns = (*columns, *(f"actual {name}" for name in self.names))
            actual = [
                own if k else [""] * len(own) for own, k in zip(data.y.tolist(), known, strict=True)
            ]
            rows = [(*row, *own) for row, own in zip(rows, actual, strict=True)]
        return Answers(columns, rows, data.cleaned)

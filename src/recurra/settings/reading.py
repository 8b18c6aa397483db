"""What data are read, and how: by one reader, with the settings that this reader has."""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

from recurra.settings.option import changed, departures, made, option, settings, values
from recurra.settings.readers import KINDS, Readers
from recurra.settings.readers.shared import OF_ALL
from recurra.settings.tasks import TASKS
from recurra.words import say

Reader = TypeVar("Reader")


@dataclass(frozen=True)
class Reading:
    """What is asked of the reading of data, whichever reader they need."""

    heading: ClassVar = OF_ALL

    task: str = option("auto", say("options.reading.task", names=tuple(TASKS)))
    readers: Readers = field(default_factory=Readers)


@dataclass(frozen=True)
class Source:
    """Where the data come from, and which reader reads them with which settings.

    What was asked for is in `settings` by reader until the data are looked at: `recurra.data.read`
    finds the reader and keeps what is asked of it.
    """

    data: str = ""  # a path, or the name of a data set that comes with the installation
    task: str = "auto"
    seed: int = 0  # of a probe's examples, or of the parts of a table of examples
    reader: str = ""  # a field of `Readers`; "": not looked at yet
    settings: Any = field(default_factory=Readers)  # the record of that reader

    @classmethod
    def of(cls, data: object, task: str = "auto", seed: int = 0, **asked: Any) -> "Source":
        """These data with settings of their reader by name.

        Raises TypeError for a name that no reader has.

        >>> Source.of("digits", order="column").how(KINDS["images"]).order
        'column'
        """
        strange = set(asked) - {name for name, _ in settings(Readers)}
        if strange:
            raise TypeError(f"Source.of: {min(strange)}")
        return cls(str(data), task, seed, "", made(Readers, asked))

    def how(self, kind: type[Reader]) -> Reader:
        """The settings of one kind of reader, as far as this source has them.

        >>> from recurra.settings.readers import TableSettings
        >>> Source.of("sales.csv", horizon=3).how(TableSettings).horizon
        3
        """
        now = self.settings
        return now if isinstance(now, kind) else made(kind, values(now))

    def with_settings(self, **given: Any) -> "Source":
        """The same with other values of those settings that it has."""
        return replace(self, settings=changed(self.settings, **given))

    def asked(self) -> dict[str, Any]:
        """What is not at its default, by name; the task first."""
        task = {} if self.task == "auto" else {"task": self.task}
        return {**task, **departures(self.settings)}

    @staticmethod
    def upgraded(plain: dict[str, Any]) -> dict[str, Any]:
        """From plain values; until each reader had settings of its own they lay side by side."""
        if "reader" not in plain:
            own: dict[str, Any] = {
                name: plain[name] for name in ("data", "task", "seed") if name in plain
            }
            return {**own, "settings": made(Readers, plain)}
        held = plain.get("settings", {})
        if not plain["reader"]:
            held = {name: value for part in held.values() for name, value in part.items()}
        return {**plain, "settings": made(KINDS.get(plain["reader"], Readers), held)}


def placed(reading: Reading, data: object, seed: int = 0) -> Source:
    """The reading of these data; the seed is that of a probe's examples, or draws the parts of a
    table whose columns are learned from the training part.

    >>> asked = made(Reading, {"task": "classification", "order": "column"})
    >>> found = placed(asked, "digits", seed=3)
    >>> found.task, found.seed, found.asked()
    ('classification', 0, {'task': 'classification', 'order': 'column'})
    """
    name = "" if data is None else str(data)
    how = reading.readers.tables
    valued = bool(how.target) and reading.task not in ("auto", "forecasting")
    drawn = name.startswith("probe:") or how.label is not None or valued
    return Source(name, reading.task, seed if drawn else 0, settings=reading.readers)

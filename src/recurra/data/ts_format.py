"""The .ts format of the UCR/UEA archive: a header of @ lines, then one example a line.

Channels are separated by colons, steps by commas, the class stands last; ? is a missing value.
With @timeStamps a step is (time,value). With @targetLabel the last field is a number, to be
predicted. Lines that begin with # or % are comments, tabs are blanks.
"""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recurra.data.unpack import read_bytes
from recurra.errors import DataError, reason
from recurra.words import Text, say

_BETWEEN_CHANNELS = re.compile(r":(?![^(]*\))")
_STEP = re.compile(r"\s*\(([^()]*)\)\s*(?:,|$)")
LARGEST = 3e38  # what float32 holds
_FLAGS = ("timestamps", "missing", "univariate", "equallength")


@dataclass(frozen=True)
class Header:
    """What the @ lines say; names are in lower case. `data` is the line after @data."""

    path: Path
    tags: dict[str, str]
    lines: dict[str, int]
    data: int

    def flag(self, name: str) -> bool | None:
        """true or false; None where the header does not say."""
        value = self.tags.get(name)
        if value is not None and value.lower() not in ("true", "false"):
            raise self.error(say("data.ts_format.true_or_false", tag=name, value=value), name)
        return None if value is None else value.lower() == "true"

    def count(self, name: str) -> int | None:
        """A whole number of at least one; None where the header does not say."""
        value = self.tags.get(name)
        if value is not None and not (value.isdigit() and int(value) > 0):
            raise self.error(say("data.ts_format.above_zero", tag=name, value=value), name)
        return None if value is None else int(value)

    def error(self, what: Text, tag: str) -> DataError:
        """An error at a tag's line."""
        line = self.lines.get(tag)
        return DataError(say("data.ts_format.header", what=what), file=self.path, line=line)


@dataclass(frozen=True)
class Examples:
    """A file's content: x [T, channels] float64 with NaN for missing; labels as written.

    times: [T] of each example where the file has time stamps, else None; lines: of each example;
    targets: [N] where the labels are numbers to be predicted, else None; names: of the channels,
    where they have any.
    """

    name: str
    classes: tuple[str, ...]
    x: list[np.ndarray]
    labels: list[str]
    times: list[np.ndarray] | None
    lines: list[int]
    targets: np.ndarray | None = None
    names: tuple[str, ...] = ()


def read_ts(path: Path, labelled: bool = True) -> Examples:
    """Read a .ts file whole; raises DataError with the line of the first thing that is wrong.

    `labelled=False` takes files without classes too (prediction time).
    """
    lines = _text(path).split("\n")
    header = _header(path, lines)
    valued = _valued(header)
    classes = () if valued else _classes(header, labelled)
    reader = _Reader(header, classes, blind=not labelled, valued=valued)
    x, labels, times, numbers = [], [], [], []
    for number, line in enumerate(lines[header.data :], header.data + 1):
        if line.strip() and not line.lstrip().startswith(("#", "%")):
            values, when, label = reader.example(line.strip(), number)
            x.append(values)
            times.append(when)
            labels.append(label)
            numbers.append(number)
    if not x:
        raise DataError(say("data.ts_format.no_examples"), file=path, line=header.data)
    name = header.tags.get("problemname") or path.name.split(".")[0]
    targets = np.array([reader.target(t, k) for t, k in zip(labels, numbers, strict=True)])
    return Examples(
        name, classes, x, labels, times if reader.timed else None, numbers,
        targets if valued else None,
    )  # fmt: skip


class _Reader:
    """Reads one line after the other against what the header promised."""

    def __init__(self, header: Header, classes: tuple[str, ...], blind: bool, valued: bool) -> None:
        self.path, self.classes = header.path, {*classes, "?"} if blind else set(classes)
        self.labelled, self.valued = bool(classes) or valued, valued
        self.timed = bool(header.flag("timestamps"))
        self.channels = header.count("dimensions") or header.count("dimension")
        if header.flag("univariate"):
            if self.channels not in (None, 1):
                what = say("data.ts_format.not_univariate", dimensions=self.channels)
                raise header.error(what, "univariate")
            self.channels = 1
        self.length = header.count("serieslength") if header.flag("equallength") else None

    def example(self, line: str, number: int) -> tuple[np.ndarray, np.ndarray, str]:
        """Values [T, channels], times [T] and the label of a line."""
        fields = _BETWEEN_CHANNELS.split(line)
        label = fields.pop().strip() if self.labelled else ""
        if self.labelled and not self.valued and label not in self.classes:
            what = say("data.ts_format.unknown_class", label=label[:40])
            raise DataError(what, file=self.path, line=number)
        if self.channels is None:
            self.channels = len(fields)
        if len(fields) != self.channels:
            raise DataError(
                say("data.ts_format.channels", found=len(fields), expected=self.channels),
                file=self.path,
                line=number,
                remedy=say("data.ts_format.how_channels"),
            )
        read = [self._channel(text, number, k + 1) for k, text in enumerate(fields)]
        self._check_lengths([len(values) for values, _ in read], number)
        if any((when != read[0][1]).any() for _, when in read):
            raise DataError(say("data.ts_format.other_times"), file=self.path, line=number)
        return np.stack([values for values, _ in read], axis=1), read[0][1], label

    def target(self, text: str, number: int) -> float:
        """The number to be predicted of an example; NaN where it is not known, or none is asked."""
        if not self.valued or text in ("?", "", "NaN"):
            return np.nan
        value = self._number(text, number, None)
        if not abs(value) <= LARGEST:
            what = say("data.numeric.too_large", value=value, largest=LARGEST)
            raise self._error(what, number, None)
        return value

    def _channel(self, text: str, number: int, channel: int) -> tuple[np.ndarray, np.ndarray]:
        steps = text.split(",")
        if not self.timed:
            return self._numbers(steps, number, channel), np.arange(len(steps))
        pairs = [step.rpartition(",") for step in self._steps(text, number, channel)]
        values = self._numbers([p[2] for p in pairs], number, channel)
        try:
            times = _times([p[0].strip() for p in pairs])
        except ValueError as error:
            what = say("data.ts_format.bad_time", reason=reason(error))
            raise self._error(what, number, channel) from None
        wrong = np.flatnonzero(~np.isfinite(times))
        if len(wrong):
            what = say("data.ts_format.no_time", step=int(wrong[0]) + 1)
            raise self._error(what, number, channel)
        back = np.flatnonzero(np.diff(times) <= 0)
        if len(back):
            what = say("data.ts_format.time_stands", step=int(back[0]) + 2)
            raise self._error(what, number, channel)
        return values, times

    def _steps(self, text: str, number: int, channel: int) -> list[str]:
        """What stands in the brackets of (time,value),(time,value) ..., and nothing between."""
        found: list[str] = []
        place = 0
        while place < len(text):
            step = _STEP.match(text, place)
            if step is None:
                what = say(
                    "data.ts_format.broken_step", step=len(found) + 1, text=text[place:][:20]
                )
                raise self._error(what, number, channel)
            found.append(step[1])
            place = step.end()
        return found

    def _numbers(self, steps: list[str], number: int, channel: int) -> np.ndarray:
        if not any(step.strip() for step in steps):
            raise self._error(say("data.ts_format.no_length"), number, channel)
        try:
            values = np.array(steps, np.float64)
        except ValueError:
            values = np.array([self._number(s, number, channel) for s in steps])
        if np.isinf(values).any():
            at = int(np.flatnonzero(np.isinf(values))[0])
            what = say("data.numeric.infinite", value=repr(steps[at].strip()))
            raise self._error(what, number, channel)
        large = np.flatnonzero(np.abs(values) > LARGEST)
        if len(large):
            value = float(values[large[0]])
            what = say("data.numeric.too_large", value=value, largest=LARGEST)
            raise self._error(what, number, channel)
        return values

    def _number(self, text: str, number: int, channel: int | None) -> float:
        if text.strip() in ("?", ""):
            return np.nan
        try:
            return float(text)
        except ValueError:
            what = say("data.numeric.not_a_number", value=text.strip())
            raise self._error(what, number, channel) from None

    def _check_lengths(self, lengths: list[int], number: int) -> None:
        expected = self.length or lengths[0]
        for channel, length in enumerate(lengths, 1):
            if length != expected:
                what = say("data.ts_format.steps", found=length, expected=expected)
                raise self._error(what, number, channel)

    def _error(self, what: Text, number: int, channel: int | None) -> DataError:
        column = None if channel is None else f"channel {channel}"
        return DataError(what, file=self.path, line=number, column=column)


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        what = say("data.ts_format.no_text", byte=error.start + 1)
        raise DataError(what, file=path) from None


def _header(path: Path, lines: list[str]) -> Header:
    tags: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith(("#", "%")):
            continue
        if not line.startswith("@"):
            raise DataError(
                say(
                    "data.ts_format.header", what=say("data.ts_format.before_data", line=line[:40])
                ),
                file=path,
                line=number,
                remedy=say("data.ts_format.how_header"),
            )
        tag, value = (*line[1:].split(None, 1), "", "")[:2]
        if tag.lower() == "data":
            return Header(path, tags, numbers, number)
        if not value.strip():
            what = say("data.ts_format.header", what=say("data.ts_format.no_value", tag=tag))
            raise DataError(what, file=path, line=number)
        tags[tag.lower()], numbers[tag.lower()] = value.strip(), number
    what = say("data.ts_format.header", what=say("data.ts_format.no_data"))
    raise DataError(what, file=path, line=len(lines))


def _valued(header: Header) -> bool:
    """Whether the last field is a number to be predicted."""
    words = header.tags.get("targetlabel", "false").split()
    if words[0].lower() not in ("true", "false"):
        what = say("data.ts_format.true_or_false", tag="targetLabel", value=words[0])
        raise header.error(what, "targetlabel")
    return words[0].lower() == "true"


def _classes(header: Header, labelled: bool) -> tuple[str, ...]:
    words = header.tags.get("classlabel", "").split()
    if words and words[0].lower() == "true":
        names = tuple(words[1:])
        if not names or len(set(names)) < len(names):
            raise header.error(say("data.ts_format.classes_once"), "classlabel")
        return names
    if words and words[0].lower() != "false":
        raise header.error(say("data.ts_format.classes_true_or_false"), "classlabel")
    if labelled:
        what = say("data.ts_format.no_classes")
        raise DataError(what, file=header.path, line=header.lines.get("classlabel"))
    return ()


def _times(texts: list[str]) -> np.ndarray:
    """Numbers as they are, dates as seconds."""
    try:
        return np.array(texts, np.float64)
    except ValueError:
        dates = [t.replace("/", "-").replace(" ", "T") for t in texts]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of zones: stamps are turned to UTC
            whole = np.array(dates, "datetime64[ms]")
        return np.where(np.isnat(whole), np.nan, whole.astype(np.int64) / 1000.0)

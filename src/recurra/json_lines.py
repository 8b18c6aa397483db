"""Frozen dataclasses as JSON, one a line or one a file, written all or nothing."""

import dataclasses
import json
import math
import os
import tempfile
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from recurra import words

Record = TypeVar("Record")


def to_json(record: Any) -> str:
    """One line of JSON; NaN and infinity are written as strings, so that any reader takes it.

    >>> from recurra.records import Interval
    >>> to_json(Interval(1.0, float("-inf"), 2.0))
    '{"value":1.0,"low":"-inf","high":2.0,"level":0.95}'
    """
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(kind: type[Record], text: str) -> Record:
    """The record that `to_json` wrote.

    >>> from recurra.records import Interval
    >>> from_json(Interval, to_json(Interval(1.0, 0.0, 2.0)))
    Interval(value=1.0, low=0.0, high=2.0, level=0.95)
    """
    return from_plain(kind, json.loads(text))


def from_plain(kind: type[Record], value: Any) -> Record:
    """The record of a part of a JSON text that is parsed already.

    >>> from recurra.records import Interval
    >>> from_plain(Interval, {"value": 1, "low": "-inf", "high": 2})
    Interval(value=1.0, low=-inf, high=2.0, level=0.95)
    """
    return typing.cast(Record, _typed(kind, value))


def read_lines(kind: type[Record], path: Path) -> Iterator[Record]:
    """The records of a .jsonl file; a last line cut short by a crash is left out."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield from_json(kind, line)


def write_lines(path: Path, records: Iterable[Any]) -> None:
    """Write a .jsonl file anew, all or nothing."""
    write_whole(path, "".join(to_json(record) + "\n" for record in records))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _plain(value: Any) -> Any:
    if isinstance(value, words.Words):
        return words.to_plain(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _typed(kind: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is words.Words or words.Words in arguments:
        return None if value is None else words.from_plain(value)
    if origin is typing.Union or origin is types.UnionType:
        if value is None:
            return None
        return _typed(next(a for a in arguments if a is not type(None)), value)
    if dataclasses.is_dataclass(kind):
        if hasattr(kind, "upgraded"):  # records of earlier versions lie on disk
            value = kind.upgraded(value)
        hints = typing.get_type_hints(kind)
        known = {k: _typed(hints[k], v) for k, v in value.items() if k in hints}
        return typing.cast(Any, kind)(**known)
    if origin is tuple:
        each = arguments[:1] * len(value) if arguments[-1:] == (Ellipsis,) else arguments
        return tuple(_typed(a, v) for a, v in zip(each, value, strict=True))
    if origin is dict:
        return {k: _typed(arguments[1], v) for k, v in value.items()}
    return float(value) if kind is float else value

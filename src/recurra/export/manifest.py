"""The manifest of a bundle: checked field by field, with a checksum over everything.

The checksum is the sha256 of the manifest as canonical JSON (keys sorted, no spaces, without the
checksum itself), and the manifest holds the sha256 of every other file: what is not as it was
saved is found before any of it is used. A file that the manifest does not name is not looked at.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
)

from recurra.errors import RecurraError, RunError, reason
from recurra.records import Objective, Source
from recurra.settings.pooling import POOLING
from recurra.tasks.kinds import LIKELIHOODS
from recurra.words import Text, say

FORMAT = 2
FORMATS = (1, 2)  # 1: one checksum, of the weights alone
FILE = "manifest.json"
WEIGHTS = "model.safetensors"
CELL = "cell.py"
Count = Annotated[int, Field(ge=1, lt=2**31)]
Number = Annotated[int, Field(ge=0, lt=2**31)]
Share = Annotated[float, Field(ge=0, le=1)]
CLASSES = "classification"
VALUES: Any = Literal["forecasting", "gaussian", *LIKELIHOODS]  # kinds of heads of values


class BundleError(RunError):
    """A bundle is not as it was saved; it is named."""


def _record(kind: type) -> Callable[[Any], Any]:
    """The check of an entry that holds a record of settings: lists stand for its tuples."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def check(value: Any) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            raise ValueError(first(error)) from None

    return check


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class ChainBody(_Part):
    """The arguments of a `Recurrent`, or of a `Columned`."""

    input_size: Count | dict[str, Count] | None = None
    columns: dict[str, Annotated[list[Number], Field(min_length=1)]] | None = None
    width: Count | None = None
    hidden_size: Count | dict[str, Count]
    num_layers: Count
    bias: bool
    bidirectional: bool
    zoneout: Share | dict[str, Share]
    init: str
    forget_bias: float | None
    longest: Count | None
    residual: bool = False
    projection: Number = 0
    shared: bool = False


class TreeBody(_Part):
    """The arguments of a `Recursive`."""

    input_size: Count
    hidden_size: Count | dict[str, Count]
    bias: bool
    init: str
    forget_bias: float | None


class ModuleBody(_Part):
    """The arguments of a body of `recurra.nn.bodies`, or of a user's own module."""

    kind: str
    input_size: Count
    units: Number
    window: Count
    options: dict[str, bool | Annotated[int, Field(lt=2**31)] | float | str | None]


class ClassHead(_Part):
    """The arguments of a `ClassificationHead`."""

    kind: Literal["classification"]
    features: Count
    classes: Annotated[int, Field(ge=2, lt=2**31)]
    output: Literal["softmax", "logistic"]
    loss: Literal["cross_entropy", "squared_error"]

    @property
    def least(self) -> int:
        """Numbers that it learns at least."""
        return self.features * self.classes


class ValueHead(_Part):
    """The arguments of a `ForecastHead`; its kind says the likelihood."""

    kind: Annotated[str, BeforeValidator(_record(VALUES))]
    features: Count
    horizon: Count
    targets: Count
    known: Number

    @property
    def least(self) -> int:
        """Numbers that it learns at least."""
        return self.features * self.horizon * self.targets


def _shape(head: Any) -> str:
    return CLASSES if isinstance(head, Mapping) and head.get("kind") == CLASSES else "values"


Head = Annotated[
    Annotated[ClassHead, Tag(CLASSES)] | Annotated[ValueHead, Tag("values")], Discriminator(_shape)
]


class Front(_Part):
    """The arguments of an `Embedding`."""

    tokens: Count
    size: Count

    @property
    def least(self) -> int:
        """Numbers that it learns."""
        return self.tokens * self.size


class Pooled(_Part):
    """The arguments of a pooling (`recurra.nn.pooling`)."""

    kind: Literal[tuple(POOLING)]  # type: ignore[valid-type]
    features: Count

    @property
    def least(self) -> int:
        """Numbers that it may learn at least: of attention one a feature."""
        return 0 if self.kind in ("last", "mean", "max") else self.features


def _source(value: Any) -> Any:
    """The check of the entry that says how data are read, as today's or as before."""
    try:
        found = TypeAdapter(Source).validate_python(Source.upgraded(value))
        kind: TypeAdapter[Any] = TypeAdapter(type(found.settings))
        kind.validate_python(asdict(found.settings))
    except ValidationError as error:
        raise ValueError(first(error)) from None
    except (RecurraError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(str(error)) from None
    return found


class _Told(BaseModel):
    """What any bundle may say of where its model comes from; further entries are the caller's."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)

    format: Literal[1, 2]
    name: str = ""
    seed: int = 0
    score: str = ""
    errors: Annotated[list[Annotated[float, Field(ge=0)]], Field(default_factory=list)]
    source: Annotated[Any, BeforeValidator(_source)] = None
    objective: Annotated[Any, BeforeValidator(_record(Objective))] = None
    task: Annotated[dict[str, Any], Field(default_factory=dict)]


class NetworkManifest(_Told):
    """The manifest of a network."""

    kind: Literal["network"] = "network"
    cell: str
    body: ChainBody | TreeBody | ModuleBody
    head: Head
    front: Front | None = None
    pooling: Pooled | None = None
    leaf: Head | None = None
    dtype: Literal["float32", "float64"]
    fingerprint: str


class BaselineManifest(_Told):
    """The manifest of a simple baseline."""

    kind: Literal["baseline"]
    model: str
    settings: dict[str, Any]


def sealed(manifest: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The manifest with the sha256 of every file of the folder, and the checksum over all.

    Raises TypeError or ValueError where it is no plain JSON.
    """
    files = {f.name: digest(f) for f in sorted(folder.iterdir()) if f.name != FILE}
    # As a reader will find it: tuples are lists, keys are texts.
    whole = json.loads(json.dumps({**manifest, "files": files}, allow_nan=False))
    return {**whole, "checksum": checksum(whole)}


def checksum(manifest: Mapping[str, Any]) -> str:
    """sha256 of the canonical text of a manifest, its own checksum left out.

    >>> checksum({"a": 1, "b": 2}) == checksum({"b": 2, "checksum": "?", "a": 1})
    True
    """
    plain = {k: v for k, v in manifest.items() if k != "checksum"}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def digest(file: Path) -> str:
    """sha256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read(folder: Path) -> tuple[dict[str, Any], tuple[Text, ...]]:
    """The manifest of a folder, and messages: what could not be checked.

    Raises RunError where there is none, where anything is not as it was saved, or where it was
    saved by a newer version.
    """
    found = _parsed(folder)
    if found.get("format") not in FORMATS or isinstance(found.get("format"), bool):
        raise BundleError(
            say(
                "export.other_format",
                folder=folder,
                format=repr(found.get("format")),
                known=tuple(map(str, FORMATS)),
            ),
            remedy=say("export.other_version"),
        )
    if found["format"] == 1:
        return found, (say("export.older", folder=folder),)
    _check_sums(folder, found)
    return found, ()


def checked(kind: type[_Told], folder: Path, manifest: Mapping[str, Any]) -> Any:
    """The manifest as a record of its kind; RunError says which entry is wrong."""
    try:
        return kind.model_validate(dict(manifest))
    except ValidationError as error:
        raise BundleError(
            say("export.wrong_entry", file=folder / FILE, what=first(error))
        ) from None


def first(error: ValidationError) -> str:
    """The first thing that a schema finds wrong: which entry, and what is expected of it."""
    one = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in one["loc"]) or "it"
    return f"{place}: {one['msg'][:1].lower()}{one['msg'][1:]}"


def _parsed(folder: Path) -> dict[str, Any]:
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        found = json.loads(text, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # halves of letters cannot be written
    except (OSError, ValueError, RecursionError) as error:
        raise no_bundle(folder, _why(error)) from None
    if not isinstance(found, dict):
        raise no_bundle(folder, say("export.no_object", file=FILE))
    return found


def no_bundle(folder: Path, why: Text) -> BundleError:
    """The error for a folder that holds no model."""
    return BundleError(say("export.no_bundle", folder=folder, why=why))


def spoiled(folder: Path, file: str) -> BundleError:
    """The error for a file that is not what was saved."""
    return BundleError(
        say("export.spoiled", folder=folder, file=file), remedy=say("export.copy_again")
    )


def _why(error: Exception) -> Text:
    if isinstance(error, OSError):
        return say("export.not_readable", file=FILE)
    return say("errors.placed", place=FILE, what=reason(error), remedy="")


def _no_number(text: str) -> NoReturn:
    raise ValueError(say("export.no_number", written=text))


def _check_sums(folder: Path, manifest: Mapping[str, Any]) -> None:
    try:
        name = _spoiled(folder, manifest)
    except (OSError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise no_bundle(folder, reason(error)) from None
    if name is not None:
        raise spoiled(folder, name)


def _spoiled(folder: Path, manifest: Mapping[str, Any]) -> str | None:
    """The first file that is not what was saved."""
    if manifest.get("checksum") != checksum(manifest):
        return FILE
    return next((n for n, known in manifest["files"].items() if digest(folder / n) != known), None)

"""One or two .ts files (train and test) as labelled sequences, missing values filled."""

from pathlib import Path

import numpy as np

from recurra.data import gaps as marks
from recurra.data.limit import first_of_each_class
from recurra.data.part_names import part_of
from recurra.data.prepare import plan as preparing
from recurra.data.prepare import sequences as of_sequences
from recurra.data.sequences import TEST, TRAIN, Sequences, check_classes
from recurra.data.ts_format import Examples, read_ts
from recurra.data.unpack import bare, missing
from recurra.errors import DataError, SettingError
from recurra.settings.readers import LabelledSettings
from recurra.words import Text, say

MASK_SHARE = 0.05  # a channel with more missing steps gets a channel that marks them
SINCE = "time since last step"  # name of a channel
VALUE = "target"  # name of what @targetLabel predicts


def is_ts(path: Path) -> bool:
    """Whether the name is one of a .ts file.

    >>> is_ts(Path("A_TRAIN.ts.gz")), is_ts(Path("a.csv"))
    (True, False)
    """
    return bare(path.name).endswith(".ts")


def read_labelled(data: str, how: LabelledSettings) -> Sequences:
    """The training file and, where there is one, the test file beside it."""
    paths = find_ts(Path(data))
    files = [read_ts(path) for path in paths]
    for path, file in zip(paths[1:], files[1:], strict=True):
        _check_alike(files[0], file, paths[0], path)
    part = np.concatenate(
        [
            np.full(len(f.x), _part(p, Path(data)), np.int8)
            for p, f in zip(paths, files, strict=True)
        ]
    )
    if files[0].targets is not None:
        return _values(files, paths, part, how)
    labels = np.array([label for f in files for label in f.labels])
    classes = tuple(c for c in files[0].classes if (labels == c).any())
    y = np.array([classes.index(label) for label in labels], np.int64)
    fixed = part if len(files) > 1 else None
    keep, limited = first_of_each_class(y, fixed, how.limit)
    plan = preparing.planned(how.prepare, _names(files[0]))
    channels, x, cleaned = prepared(files, paths[0], wish=how.missing, plan=plan)
    return check_classes(
        Sequences(
            name=files[0].name,
            x=[x[i] for i in keep],
            y=y[keep],
            classes=classes,
            channels=channels,
            part=None if fixed is None else fixed[keep],
            inferred=(*_inferred(x, paths, channels), *_said(plan, how)),
            cleaned=(*limited, *cleaned, *_unused(files[0].classes, classes)),
            files=tuple(str(p) for p in paths),
            prepare=plan,
        )
    )


def _values(
    files: list[Examples], paths: list[Path], part: np.ndarray, how: LabelledSettings
) -> Sequences:
    """Sequences with a number each, to be predicted."""
    y = np.concatenate([f.targets for f in files if f.targets is not None])[:, None]
    fixed = part if len(files) > 1 else None
    _check_values(files, paths)
    keep, limited = first_of_each_class(np.zeros(len(y), np.int64), fixed, how.limit)
    plan = preparing.planned(how.prepare, _names(files[0]))
    channels, x, cleaned = prepared(files, paths[0], wish=how.missing, plan=plan)
    return Sequences(
        name=files[0].name,
        x=[x[i] for i in keep],
        y=y[keep],
        classes=(),
        channels=channels,
        part=None if fixed is None else fixed[keep],
        inferred=(
            say("data.labelled_series.values"),
            *_inferred(x, paths, channels)[1:],
            *_said(plan, how),
        ),
        cleaned=(*limited, *cleaned),
        files=tuple(str(p) for p in paths),
        targets=(VALUE,),
        prepare=plan,
    )


def _names(file: Examples) -> tuple[str, ...]:
    return file.names or tuple(f"dim{k + 1}" for k in range(file.x[0].shape[1]))


def _said(plan: preparing.Plan, how: LabelledSettings) -> tuple[Text, ...]:
    return (*preparing.sentences(plan), *preparing.reordered(how.prepare))


def _check_values(files: list[Examples], paths: list[Path]) -> None:
    for file, path in zip(files, paths, strict=True):
        if file.targets is None:
            raise DataError(say("data.labelled_series.no_target"), file=path)
        absent = np.flatnonzero(np.isnan(file.targets))
        if len(absent):
            line = file.lines[int(absent[0])]
            raise DataError(say("data.labelled_series.no_target"), file=path, line=line)


def find_ts(path: Path) -> list[Path]:
    """A file and its test partner, or the pair (or single file) in a folder; training first."""
    if not path.exists():
        raise missing(path)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if is_ts(p))
        found = [p for p in found if p.suffix != ".gz" or p.with_suffix("") not in found]
    elif part_of(path.name) == TEST or "train" not in path.name.lower():
        return [path]
    else:
        found = [path, *_test_beside(path)]
    found.sort(key=lambda p: _part(p, path))
    parts = [_part(p, path) for p in found]
    if len(found) > 2 or len(set(parts)) < len(found):
        raise DataError(
            say(
                "data.labelled_series.no_pair",
                count=len(found),
                names=[p.name for p in found[:4]],
            ),
            file=path,
            remedy=say("data.labelled_series.give_training"),
        )
    return found


def prepared(
    files: list[Examples],
    file: Path,
    channels: tuple[str, ...] | None = None,
    wish: str = "auto",
    plan: preparing.Plan | None = None,
) -> tuple[tuple[str, ...], list[np.ndarray], tuple[Text, ...]]:
    """Channel names, x [T, channels] float64 without missing values, and what was done.

    Facts (the masks, the mean for a channel that a sequence lacks) come from the first file.
    `channels`: the names at training time, so that new data get the same masks and gaps; `wish`:
    channels for missing values, as `LabelledSettings.missing` names them; what `plan` says of a
    channel comes before it, and is done here but for changes and scaling.
    """
    names, plan = list(_names(files[0])), plan or {}
    gaps = _time_gaps(files)
    if gaps and preparing.resampling(plan):
        raise SettingError(say("data.prepare.uneven_steps"))
    x = of_sequences.resampled([one for f in files for one in f.x], names, plan)
    absent = np.concatenate([np.isnan(one) for one in files[0].x]).mean(axis=0)
    if absent.min() == 1.0:
        raise DataError(say("data.table.all_missing"), file=file)
    often = [n for n, share in zip(names, absent, strict=True) if share > MASK_SHARE]
    told = [n for n in names if preparing.missing(plan, n)]
    masked = [n for n in often if n not in told] if wish == "auto" else []
    masked = [n for n in names if n in masked or n in of_sequences.marked(names, plan)]
    seen, since = marks.wanted(wish, tuple(n for n in names if n not in told))
    timed, uneven = gaps is not None, gaps is not None
    if channels is not None:
        masked = [n for n in names if f"{n} missing" in channels]
        seen = tuple(n for n in names if n + marks.SEEN in channels)
        since = tuple(n for n in names if n + marks.GAP in channels)
        timed = SINCE in channels
        gaps = gaps or [np.zeros(len(one)) for one in x]
    filled = _filled(of_sequences.filled(x, names, plan), len(files[0].x) if len(files) > 1 else 0)
    filled = of_sequences.filtered(filled, names, plan)
    for k, name in enumerate(names if plan else ()):
        preparing.check_values(plan, name, np.concatenate([one[:, k] for one in filled]), str(file))
    columns, of_seen, of_gap = ([names.index(n) for n in some] for some in (masked, seen, since))
    out = []
    for i, one in enumerate(x):
        times = np.cumsum(gaps[i]) if gaps and timed and uneven else None
        extra = [np.isnan(one[:, columns]), marks.seen(one[:, of_seen])]
        extra += [marks.since(one[:, of_gap], times)]
        extra += [gaps[i][:, None]] if timed and gaps else []
        out.append(np.concatenate([filled[i], *extra], axis=1))
    every = (
        *names,
        *(f"{n} missing" for n in masked),
        *(n + marks.SEEN for n in seen),
        *(n + marks.GAP for n in since),
        *([SINCE] * timed),
    )
    said = (*_cleaned(x, masked, timed), *marks.sentence(seen, since))
    return every, out, said


def _filled(x: list[np.ndarray], train: int) -> list[np.ndarray]:
    """Forward fill in each sequence; its beginning from its first value.

    A channel that a sequence lacks altogether gets the mean over the first `train` sequences,
    zero where the source does not say which are for training.
    """
    if not any(np.isnan(one).any() for one in x):
        return x
    known = np.concatenate(x[:train]) if train else np.zeros((1, x[0].shape[1]))
    mean = np.nan_to_num(np.nansum(known, 0) / np.maximum((~np.isnan(known)).sum(0), 1))
    return [_forward(one, mean) for one in x]


def _forward(one: np.ndarray, mean: np.ndarray) -> np.ndarray:
    present = ~np.isnan(one)
    last = np.maximum.accumulate(np.where(present, np.arange(len(one))[:, None], -1), axis=0)
    first = np.argmax(present, axis=0)
    out = np.take_along_axis(one, np.where(last >= 0, last, first), axis=0)
    return np.where(present.any(axis=0), out, mean)


def _time_gaps(files: list[Examples]) -> list[np.ndarray] | None:
    """Time since the last step where steps are uneven, else None."""
    times = [t for f in files for t in f.times or ()]
    gaps = [np.diff(t, prepend=t[:1]) for t in times]
    between = np.concatenate([g[1:] for g in gaps]) if gaps else np.zeros(0)
    if not len(between) or np.allclose(between, between[0], rtol=1e-6, atol=0.0):
        return None
    return gaps


def _cleaned(x: list[np.ndarray], masked: list[str], timed: bool) -> tuple[Text, ...]:
    absent = sum(int(np.isnan(one).sum()) for one in x)
    said: list[Text] = []
    if absent:
        share = absent / sum(one.size for one in x)
        said.append(say("data.labelled_series.filled", count=absent, share=share))
    if masked:
        said.append(say("data.labelled_series.masks", names=masked))
    if timed:
        said.append(say("data.labelled_series.uneven"))
    return tuple(said)


def _inferred(
    x: list[np.ndarray], paths: list[Path], channels: tuple[str, ...]
) -> tuple[Text, ...]:
    lengths = [len(one) for one in x]
    return (
        say("data.labelled_series.task"),
        say(
            "data.labelled_series.series",
            count=len(x),
            channels=len(channels),
            shortest=min(lengths),
            longest=max(lengths),
        ),
        say("data.part_names.test_is", names=[paths[1].name])
        if len(paths) > 1
        else say("data.part_names.split_off", files=len(paths)),
    )


def _unused(named: tuple[str, ...], classes: tuple[str, ...]) -> tuple[Text, ...]:
    absent = [c for c in named if c not in classes]
    return (say("data.labelled_series.no_examples", classes=absent),) if absent else ()


def _check_alike(first: Examples, other: Examples, path: Path, other_path: Path) -> None:
    if first.x[0].shape[1] != other.x[0].shape[1]:
        what = say(
            "data.labelled_series.channels",
            count=other.x[0].shape[1],
            other=first.x[0].shape[1],
            file=path.name,
        )
        raise DataError(what, file=other_path)
    known = set(first.labels)
    for label, line in zip(other.labels, other.lines, strict=True):
        if label not in known:
            what = say("data.labelled_series.new_class", label=label, file=path.name)
            raise DataError(what, file=other_path, line=line)


def _part(path: Path, root: Path) -> int:
    """By the file's name; where that says nothing, by its folder's."""
    own = path.name if part_of(path.name) != TRAIN or "train" in path.name.lower() else ""
    return part_of(own or (path.parent.name if path.parent != root else ""))


def _test_beside(path: Path) -> list[Path]:
    wanted = bare(path.name).replace("train", "test")
    return [p for p in sorted(path.parent.iterdir()) if bare(p.name) == wanted][:1]

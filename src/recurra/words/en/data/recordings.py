"""Folders of recordings and their labels."""

from collections.abc import Mapping, Sequence
from typing import Literal

from recurra.words.en.phrases import be, counted, listed, several

KINDS = {"wav": "WAV files", "array": "NumPy files", "table": "tables"}


def task(of: Literal["values", "classes"]) -> str:
    if of == "values":
        return "Recordings with a number each: a regression task."
    return "Recordings with class labels: a classification task."


def bad_pattern(pattern: str, reason: str) -> str:
    return f"{pattern!r} is no regular expression ({reason})"


def no_field(option: str, pattern: str) -> str:
    return f"--{option} {pattern!r} does not say which part of a name counts"


def how_pattern() -> str:
    return "Write '{label}_*.wav', '*/{label}/*', or a regular expression with one group"


def other_sound(count: int, names: Sequence[str]) -> str:
    return f"{_files(count, names)} {be(count)} of a format of sound that is not read"


def to_wav() -> str:
    return "Convert to WAV, for instance: ffmpeg -i a.mp3 a.wav"


def none_here() -> str:
    return "no recording in this folder"


def other_files(count: int, names: Sequence[str]) -> str:
    return f"Not read: {_files(count, names)}."


def broken_wav(reason: str) -> str:
    return f"the WAV file cannot be read ({reason})"


def no_samples() -> str:
    return "the WAV file holds no samples"


def no_rate() -> str:
    return "the header says 0 samples a second"


def not_finite(step: int) -> str:
    return f"sample {step:,} is no number, infinite or far too large"


def other_format(name: str) -> str:
    return f"this is {name}, not WAV"


def no_wav(start: str) -> str:
    return f"no WAV file: it begins with {start}" if start else "no WAV file: it is empty"


def compressed(name: str) -> str:
    return f"the sound is compressed ({name}); PCM and floats are read"


def short_wav(promised: int, found: int) -> str:
    return f"the WAV file is cut short: {found:,} of {promised:,} bytes of samples"


def dimensions(count: int) -> str:
    return (
        f"an array of {counted(count, 'dimension')}; a recording has [steps] or [steps, channels]"
    )


def no_steps() -> str:
    return "the recording has no steps"


def no_numbers() -> str:
    return "no column of numbers"


def from_folders(count: int) -> str:
    return f"Labels are the names of {counted(count, 'folder')}."


def from_names(fields: Sequence[str]) -> str:
    return f"From the names of the files: {listed(fields)}."


def from_table(table: str, name: str) -> str:
    return f"Labels are column {name!r} of {table}."


def parts_of_folders(names: Sequence[str]) -> str:
    return f"Folders name the parts ({', '.join(names)} beside train)."


def parts_of_column(name: str, table: str) -> str:
    return f"Column {name!r} of {table} names the parts."


def no_row(count: int, names: Sequence[str], table: str) -> str:
    return f"{table} has no row for {_files(count, names)}."


def no_match(count: int, names: Sequence[str]) -> str:
    return f"the pattern does not fit {_files(count, names)}"


def outside(count: int, names: Sequence[str]) -> str:
    return f"In no folder that could name a label: {_files(count, names)}."


def left_out(count: int, names: Sequence[str]) -> str:
    return f"Left out, as they have no label: {_files(count, names)}."


def several_levels(names: Sequence[str]) -> str:
    return f"folders lie in folders, and more than one level could be the label: {', '.join(names)}"


def which_level() -> str:
    return (
        "Say which: --label-pattern '{label}/*/*' or '*/{label}/*', counted from the file upwards"
    )


def several_tables(names: Sequence[str]) -> str:
    return f"several tables name the recordings: {', '.join(names)}"


def which_table() -> str:
    return "Say which: --labels FILE"


def table_beside(names: Sequence[str]) -> str:
    return f"{', '.join(names)} names recordings too; its labels are not used (--labels would)."


def names_no_file(columns: Sequence[str], values: Sequence[str], files: Sequence[str]) -> str:
    return (
        f"no column ({', '.join(columns)}) names the recordings: it has {several(values)}, the "
        f"folder {several(files)}"
    )


def no_label_column() -> str:
    return "there is no column of labels beside the names of files"


def which_label(names: Sequence[str]) -> str:
    return f"several columns could be the label: {', '.join(names)}"


def say_label() -> str:
    return "Say which: --label COL"


def two_labels(file: str, one: str, other: str) -> str:
    return f"{file} has two labels, {one!r} and {other!r}"


def unknown_names(count: int, names: Sequence[str], table: str) -> str:
    return f"{counted(count, 'row')} of {table} {be(count)} of no recording: {_some(count, names)}."


def doubled(count: int, names: Sequence[str], table: str) -> str:
    return f"{counted(count, 'row')} of {table} repeat another one: {_some(count, names)}."


def empty_label(count: int, names: Sequence[str], table: str) -> str:
    return f"{table} leaves the label empty of {_files(count, names)}."


def one_number(names: Sequence[str]) -> str:
    return (
        f"--target {', '.join(names)} asks for one number of each recording: --task regression; "
        "classes are --label COL"
    )


def no_such_field(name: str, known: Sequence[str]) -> str:
    has = f"there are {listed(known)}" if known else "there is none beside the label"
    return f"--split-by {name}: no such column or field; {has}"


def how_split() -> str:
    return "A pattern does as well: --split-by '*_{person}_*'"


def no_group(name: str, count: int, names: Sequence[str]) -> str:
    return f"--split-by {name} says nothing of {_files(count, names)}"


def no_labels(count: int, names: Sequence[str], label: str) -> str:
    what = f"no {label!r}" if label else "no labels"
    return f"{counted(count, 'recording')} ({_some(count, names)}), but {what}"


def how_labels() -> str:
    return (
        "Put them into a folder for each label, or give a table (--labels FILE) or a pattern of "
        "their names (--label-pattern '{label}_*')"
    )


def no_numbers_as_labels(count: int, names: Sequence[str]) -> str:
    return f"{counted(count, 'label')} {be(count)} no number: {_some(count, names)}"


def classify() -> str:
    return "--task classification takes names"


def labels_are_numbers(count: int) -> str:
    return (
        f"Labels are numbers ({count:,} different), taken for names of classes: --task regression "
        "predicts a number."
    )


def log_mel(bands: int, rate: int, length: float, step: float) -> str:
    return (
        f"Sound at {rate:,} Hz as the logarithm of the energy in {bands} mel bands: frames of "
        f"{length:g} ms, one every {step:g} ms (--audio raw: samples)."
    )


def raw(rate: int) -> str:
    return f"Sound as samples, {rate:,} a second."


def long(steps: int) -> str:
    return f"Up to {counted(steps, 'step')}: --audio log-mel makes about 100 a second of them."


def padded(count: int, length: float) -> str:
    return (
        f"{counted(count, 'recording')} shorter than a frame of {length:g} ms, with silence after."
    )


def resampled(rate: int, others: Mapping[str, int]) -> str:
    of = ", ".join(f"{counted(n, 'recording')} at {name}" for name, n in others.items())
    return f"Resampled to {rate:,} Hz: {of}."


def low_rate(count: int, rate: int) -> str:
    return (
        f"{counted(count, 'recording')} of a lower rate than {rate:,} Hz: nothing is in the upper "
        "frequencies."
    )


def mixed(count: int) -> str:
    return (
        f"The channels of {counted(count, 'recording')} were mixed to one (--audio-channels keep)."
    )


def silent(count: int, names: Sequence[str]) -> str:
    return f"Silent throughout: {_files(count, names)}."


def other_channels(found: int, expected: int) -> str:
    return f"{counted(found, 'channel')} of sound, {expected} are expected"


def mix() -> str:
    return "Leave --audio-channels at mix"


def lacks(names: Sequence[str], has: Sequence[str]) -> str:
    return (
        f"no column {listed(map(repr, names))}, which other recordings have "
        f"(there are {listed(has)})"
    )


def time(names: Sequence[str], used: bool, step: float) -> str:
    if used:
        return f"Time is in {listed(names)}."
    return f"Time is in {listed(names)}, in even steps of {step:.6g}: it is no input."


def no_time() -> str:
    return "no column of time, which the model needs: its training had uneven steps"


def other_step(step: float, trained: float) -> str:
    return f"Steps of {step:.6g}, in the training {trained:.6g}: the model sees another speed."


def in_order(count: int, names: Sequence[str]) -> str:
    return f"Rows were put in order of time: {_files(count, names)}."


def more_columns(counts: Mapping[str, int]) -> str:
    of = ", ".join(f"{name!r} ({counted(n, 'recording')})" for name, n in counts.items())
    return f"Columns that are no inputs, as not all recordings have them: {of}."


def texts(names: Sequence[str]) -> str:
    return f"Columns of text are no inputs: {listed(names)}."


def units(column: str, count: int, names: Sequence[str], own: float, usual: float) -> str:
    return (
        f"Column {column!r} is about {own:.3g} in {_files(count, names)} and {usual:.3g} in the "
        "others: another unit?"
    )


def other_kind(found: str, taken: str) -> str:
    return f"a folder of {KINDS.get(found, found)}, the model takes {KINDS.get(taken, taken)}"


def _files(count: int, names: Sequence[str]) -> str:
    return f"{counted(count, 'file')} ({_some(count, names)})"


def _some(count: int, names: Sequence[str]) -> str:
    more = count - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more > 0 else "")

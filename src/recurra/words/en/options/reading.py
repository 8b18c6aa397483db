"""What data are read, and how."""

from recurra.words.en.phrases import listed
from recurra.words.gathered import gathered


def heading() -> str:
    return "Reading the data"


def of_images() -> str:
    return "Of images"


def of_tables() -> str:
    return "Of tables"


def of_examples() -> str:
    return "Of tables: classes and values"


EACHES = {
    "auto": "as the answers lie",
    "group": "all its rows",
    "step": "each row with its past",
    "window": "pieces of a recording",
}
LABELS_BY = {
    "auto": "of windows the most frequent, of groups the only one",
    "majority": "the most frequent",
    "any": "the rarest that occurs",
    "last": "that of the last row",
}


def of_probes() -> str:
    return "Of probes (probe:NAME)"


def of_trees() -> str:
    return "Of trees"


def task(names: tuple[str, ...]) -> str:
    about = gathered("recurra.words.en.tasks", "ABOUT")
    every = listed((f"{n} ({about[n]})" if n in about else n for n in names if n != "nodes"), "or")
    return f"{every}; of trees nodes: the labels of all nodes teach."


def order() -> str:
    return "Images as sequences: row, column, pixel or permuted (pixels)."


def order_called() -> str:
    return "Order of an image's pixels"


def limit() -> str:
    return "Use at most this many training examples."


def limit_called() -> str:
    return "At most this many training examples"


def target() -> str:
    return "Columns to forecast, with commas; a name with a comma in it stands in quotes."


def time() -> str:
    return "Column of the time, or several that make it up."


def time_called() -> str:
    return "Time"


def horizon() -> str:
    return "Steps to forecast."


def lookback() -> str:
    return "Steps that a forecast sees."


def lookback_usual() -> str:
    return "from the season"


def known() -> str:
    return "Columns known in the future."


def known_called() -> str:
    return "Known in the future"


def group() -> str:
    return "Column that names the series."


def group_called() -> str:
    return "Grouped by"


def transform() -> str:
    return (
        "Forecast and score none, diff or logreturn of the target (--prepare diff scores levels)."
    )


def transform_called() -> str:
    return "Transform of the target"


def encoding() -> str:
    return "Encoding of a CSV file (default: told by its letters)."


def encoding_called() -> str:
    return "Encoding"


def length() -> str:
    return "Steps, or a range such as 21-30."


def length_called() -> str:
    return "Steps of a sequence"


def depth() -> str:
    return "How far from the end or the root the keyword stands."


def depth_called() -> str:
    return "Depth of the keyword"


def trees() -> str:
    return "On random binary trees, split or catalan."


def trees_called() -> str:
    return "Distribution of the trees"


def examples() -> str:
    return "How many, all parts together."


def examples_called() -> str:
    return "Examples made"


def merge() -> str:
    return 'Labels as classes, "negative=0,1 positive=3,4".'


def merge_called() -> str:
    return "Labels as classes"


def missing() -> str:
    return (
        "Channels for missing values: auto, none, mask (seen or not), gap (time since seen) "
        "or mask+gap; of a column --prepare comes first."
    )


def missing_called() -> str:
    return "Channels for missing values"


def label() -> str:
    return "Column of the classes; for numbers --target with --task regression."


def label_called() -> str:
    return "Column of the classes"


def each() -> str:
    return "What an example is"


def each_called() -> str:
    return "An example is a"


def each_choice(name: str) -> str:
    return EACHES.get(name, name)


def window() -> str:
    return "Rows of a window; of steps, and groups, at most."


def window_called() -> str:
    return "Rows of a window"


def stride() -> str:
    return "Rows from one window to the next."


def stride_called() -> str:
    return "Rows from one window to the next"


def stride_usual() -> str:
    return "half a window; of steps 1"


def label_by() -> str:
    return "Which label counts where several occur"


def label_by_called() -> str:
    return "Label that counts"


def label_by_choice(name: str) -> str:
    return LABELS_BY.get(name, name)


def split_by() -> str:
    return (
        "Column of what must be in one part only, a person say (default: --group); of recordings "
        "also a pattern of their names, '*_{person}_*'."
    )


def split_by_called() -> str:
    return "In one part only, by"


def prepare(names: tuple[str, ...]) -> str:
    return (
        'Steps of columns, "temp:robust,lowpass(0.1); *:standard", learned from the training part, '
        f"undone in forecasts: {listed(names)} (docs/prepare.md)."
    )


def prepare_called() -> str:
    return "Preparation"


def of_recordings() -> str:
    return "Of recordings (a folder, a file each)"


def labels() -> str:
    return "Table with the names of recordings and their labels."


def labels_called() -> str:
    return "Table of labels"


def label_pattern() -> str:
    return (
        "Label within the names of files: '{label}_*.wav', '*/{label}/*', or a regular expression "
        "with a group."
    )


def label_pattern_called() -> str:
    return "Label within names"


def audio() -> str:
    return "Sound as"


def audio_called() -> str:
    return "Sound"


def audio_log_mel() -> str:
    return "frames of energies in mel bands"


def audio_raw() -> str:
    return "samples"


def rate() -> str:
    return "Samples a second; sound of another rate is resampled."


def rate_called() -> str:
    return "Samples a second"


def rate_usual() -> str:
    return "the lowest among the recordings"


def mel_bands() -> str:
    return "Mel bands of a frame."


def mel_bands_called() -> str:
    return "Mel bands"


def frame_length() -> str:
    return "Milliseconds of a frame."


def frame_length_called() -> str:
    return "Milliseconds of a frame"


def frame_step() -> str:
    return "Milliseconds from one frame to the next."


def frame_step_called() -> str:
    return "Milliseconds between frames"


def audio_channels() -> str:
    return "Channels of sound"


def audio_channels_called() -> str:
    return "Channels of sound"


def audio_channels_mix() -> str:
    return "their mean"


def audio_channels_keep() -> str:
    return "each"

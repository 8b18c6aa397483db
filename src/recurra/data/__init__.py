"""From a path to examples: read, clean, split, window, scale; all facts from the training part."""

from recurra.data.facts import Facts
from recurra.data.fingerprint import fingerprint
from recurra.data.read import gather
from recurra.data.sequences import Sequences
from recurra.data.series import Boundaries, Group, Series
from recurra.data.split import Parts, split_classes, split_time

__all__ = [
    "Boundaries",
    "Facts",
    "Group",
    "Parts",
    "Sequences",
    "Series",
    "fingerprint",
    "gather",
    "split_classes",
    "split_time",
]

"""From a path to examples: read, clean, split, window, scale; all facts from the training part.

New data for a trained model are read by `gather_new_series` and `gather_new_sequences` of
`recurra.data.new_data`, which loads the table reader.
"""

from recurra.data.facts import Facts
from recurra.data.fingerprint import fingerprint
from recurra.data.leakage import Finding, audit_sequences, audit_series
from recurra.data.read import gather
from recurra.data.scale import Scaler, fit_sequences, fit_series
from recurra.data.sequences import Sequences
from recurra.data.series import Boundaries, Group, Series
from recurra.data.split import Parts, split_classes, split_time, split_trees, split_values
from recurra.data.trees import Tree, Trees, fit_words
from recurra.data.window import Cut, Windows, choose_lookback

__all__ = [
    "Boundaries",
    "Cut",
    "Facts",
    "Finding",
    "Group",
    "Parts",
    "Scaler",
    "Sequences",
    "Series",
    "Tree",
    "Trees",
    "Windows",
    "audit_sequences",
    "audit_series",
    "choose_lookback",
    "fingerprint",
    "fit_sequences",
    "fit_series",
    "fit_words",
    "gather",
    "split_classes",
    "split_time",
    "split_trees",
    "split_values",
]

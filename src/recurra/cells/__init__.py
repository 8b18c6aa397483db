"""The gallery: one file is one cell or one close family."""

from recurra.cells.elman import elman
from recurra.cells.find import find
from recurra.cells.gru import gru, gru_original
from recurra.cells.lstm import lstm, lstm1997
from recurra.cells.peephole import peephole
from recurra.cells.scrn import scrn
from recurra.cells.slim import lstm1, lstm2, lstm3
from recurra.cells.trees import childsum, nary, rlstm, rnn_tree

__all__ = ["ALL", "DEFAULT", "NAMES", "TREES", "TREE_NAMES", "find"]

ALL = (elman, gru, gru_original, lstm, lstm1997, peephole, lstm1, lstm2, lstm3, scrn)
NAMES = tuple(c.name for c in ALL)
DEFAULT = ("elman", "gru", "lstm", "peephole", "lstm1", "lstm2", "lstm3", "scrn")

TREES = (rnn_tree, rlstm, nary, childsum)  # cells for trees
TREE_NAMES = tuple(c.name for c in TREES)

"""The gallery: one file is one cell or one close family."""

from recurra.cells.breuel import linnplstm, nplstm, relu2nplstm, relunplstm, relutanhnplstm
from recurra.cells.cfn import cfn
from recurra.cells.elman import elman
from recurra.cells.fast import fastgrnn, fastrnn
from recurra.cells.find import Named, find, named
from recurra.cells.gru import gru, gru_original
from recurra.cells.indrnn import indrnn
from recurra.cells.janet import janet
from recurra.cells.layernorm import layernorm_lstm
from recurra.cells.lru import lru
from recurra.cells.lstm import lstm, lstm1997
from recurra.cells.mgu import mgu
from recurra.cells.minimal import mingru, minlstm
from recurra.cells.mut import mut1, mut2, mut3
from recurra.cells.odyssey import cifg, fgr, nfg, niaf, nig, noaf, nog, np
from recurra.cells.peephole import peephole
from recurra.cells.pickled import reduced as _reduced  # noqa: F401  # cells can be pickled
from recurra.cells.rglru import rglru
from recurra.cells.scrn import scrn
from recurra.cells.slim import lstm1, lstm2, lstm3
from recurra.cells.slim_constants import lstm6, lstm_c6
from recurra.cells.slim_vectors import lstm4, lstm4a, lstm5, lstm5a, lstm10, lstm11
from recurra.cells.slstm import slstm
from recurra.cells.trees import childsum, nary, rlstm, rnn_tree

__all__ = ["ALL", "DEFAULT", "NAMES", "TREES", "TREE_NAMES", "Named", "find", "named"]

ALL = (
    *(elman, gru, gru_original),
    *(lstm, lstm1997, peephole),
    *(nplstm, linnplstm, relutanhnplstm, relunplstm, relu2nplstm),
    *(lstm1, lstm2, lstm3, lstm4, lstm5, lstm4a, lstm5a, lstm6, lstm10, lstm11, lstm_c6),
    *(nig, nfg, nog, niaf, noaf, np, cifg, fgr),
    *(mgu, mut1, mut2, mut3, indrnn, janet, cfn, fastrnn, fastgrnn),
    *(layernorm_lstm, slstm, mingru, minlstm, rglru, lru),
    scrn,
)
NAMES = tuple(c.name for c in ALL)
DEFAULT = ("elman", "gru", "lstm", "peephole", "lstm1", "lstm2", "lstm3", "scrn")

TREES = (rnn_tree, rlstm, nary, childsum)  # cells for trees
TREE_NAMES = tuple(c.name for c in TREES)

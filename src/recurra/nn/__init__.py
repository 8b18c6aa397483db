"""Networks as `torch.nn.Module`s."""

from recurra.nn.namesakes import GRU, LSTM, RNN
from recurra.nn.recurrent import Recurrent

__all__ = ["GRU", "LSTM", "RNN", "Recurrent"]

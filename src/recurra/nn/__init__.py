"""Networks as `torch.nn.Module`s."""

from recurra.nn.namesakes import GRU, LSTM, RNN
from recurra.nn.recurrent import Recurrent
from recurra.nn.state_gradients import state_gradients

__all__ = ["GRU", "LSTM", "RNN", "Recurrent", "state_gradients"]

"""Networks as `torch.nn.Module`s."""

from recurra.compiler.forest import Forest
from recurra.nn.namesakes import GRU, LSTM, RNN
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Nodes, Recursive
from recurra.nn.state_gradients import state_gradients

__all__ = ["GRU", "LSTM", "RNN", "Forest", "Nodes", "Recurrent", "Recursive", "state_gradients"]

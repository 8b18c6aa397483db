"""The five LSTMs without peepholes of Breuel's benchmark, by the names of its code.

Read in the authors' code, tmbdev/clstm, clstm.cc of 13 August 2015: gates F, cell input G and cell
output H of `state = G(...) * F(...) + F(...) * state; h = H(state) * F(...)`.
"""

from recurra.cells.lstm import lstm

_CITE = "Breuel 2015, Benchmarking of LSTM networks, arXiv 1508.02774"

nplstm = lstm.named(
    "nplstm",
    "Breuel's LSTM without peepholes: logistic gates, tanh in, tanh out; equal to `lstm`.",
    cite=_CITE,
)
linnplstm = lstm.named(
    "linnplstm",
    "Breuel's LSTM with tanh in and a linear output: the memory is not squashed.",
    cite=_CITE,
    cell_output="linear",
)
relutanhnplstm = lstm.named(
    "relutanhnplstm", "Breuel's LSTM with relu in and tanh out.", cite=_CITE, cell_input="relu"
)
relunplstm = lstm.named(
    "relunplstm",
    "Breuel's LSTM with relu in and a linear output.",
    cite=_CITE,
    cell_input="relu",
    cell_output="linear",
)
relu2nplstm = lstm.named(
    "relu2nplstm",
    "Breuel's LSTM with relu in and relu out.",
    cite=_CITE,
    cell_input="relu",
    cell_output="relu",
)

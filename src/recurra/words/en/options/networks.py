"""Which networks are compared."""

MATCHES = {"hidden": "the hidden size", "params": "the LSTM's number of parameters"}
BACKENDS = {"auto": "compiled where it can be", "numba": "compiled", "reference": "torch"}


def heading() -> str:
    return "Networks"


def cells() -> str:
    return "Names, with options as in gru(layers=2), or FILE.py:NAME for your own, with commas."


def cells_usual() -> str:
    return "elman, gru, lstm, lstm1, lstm2, lstm3, peephole and scrn; of trees those for trees"


def hidden_size() -> str:
    return "Units."


def hidden_size_why() -> str:
    return "that many train in minutes"


def match() -> str:
    return "What all cells have in common."


def match_choice(name: str) -> str:
    return MATCHES.get(name, name)


def match_why() -> str:
    return "the size of the state limits what a network can remember"


def backend() -> str:
    return "What computes."


def backend_choice(name: str) -> str:
    return BACKENDS.get(name, name)


def dtype() -> str:
    return "Numbers."


def dtype_why() -> str:
    return "it takes half the memory, and training needs no more digits"

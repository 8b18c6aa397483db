"""Bodies and data for tests that should not depend on the compiler or on files."""

import numpy as np
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from recurra.data import Sequences

ROWS = 400


class TorchBody(nn.Module):
    """torch's LSTM behind the call of recurra.nn.Recurrent."""

    def __init__(self, input_size, hidden_size, **options):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, **options)
        self.bidirectional = self.lstm.bidirectional
        self.output_size = hidden_size * (1 + self.bidirectional)

    def forward(self, x, lengths=None):
        if lengths is None:
            return self.lstm(x)
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        output, states = self.lstm(packed)
        return pad_packed_sequence(output, total_length=x.shape[0])[0], states

    def reset_parameters(self, generator=None):
        for parameter in self.lstm.parameters():
            nn.init.uniform_(parameter, -0.1, 0.1, generator=generator)


def ragged_sequences(count, low, high, classes=3, seed=0):
    """Sequences of 2 channels whose class is seen in the mean of the first channel."""
    rng = np.random.default_rng(seed)
    y = np.arange(count) % classes
    lengths = rng.integers(low, high + 1, count)
    x = [rng.normal([label, 0.0], 1.0, (n, 2)) for n, label in zip(lengths, y, strict=True)]
    x = [one.astype(np.float32) for one in x]
    return Sequences(
        "ragged", x, y.astype(np.int64), tuple(f"c{k}" for k in range(classes)), ("a", "b")
    )


def hourly(rows=ROWS, seed=0):
    """A daily wave with noise [rows], and a column that goes ahead of it by two hours."""
    rng = np.random.default_rng(seed)
    wave = 10 + 5 * np.sin(2 * np.pi * np.arange(rows + 2) / 24) + rng.normal(0, 0.5, rows + 2)
    return wave[:-2], wave[2:] + rng.normal(0, 0.3, rows)

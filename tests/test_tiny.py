"""The project in ten seconds: equations -> graph -> network -> training -> what it costs."""

import torch

from recurra import cells
from recurra.compiler.measure import formula, parameters
from recurra.nn import Recurrent

MINE = """
from recurra.ir import cell, sigmoid, tanh

@cell(states="h")
def leaky(x, h, W, U, b, a):
    keep = sigmoid(a.keep)
    return keep * h + (1 - keep) * tanh(W @ x + U @ h + b)
"""


def test_from_equations_to_a_trained_network(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(MINE)

    # a cell is its equations: what a parameter is follows from its use
    cell = cells.find(f"{path}:leaky")
    graph = cell.graph()
    assert {p.name: p.role for p in graph.params} == {
        "W": "matrix",
        "U": "matrix",
        "b": "bias",
        "a.keep": "bias",
    }
    assert graph.named("keep").op == "sigmoid"

    # what it costs follows from them too
    assert formula(cell) == "mn + n² + 2n"
    assert parameters(cell, 1, 16) == 16 + 256 + 32

    # a network of it is called like torch.nn.LSTM, and learns: the running mean of its input
    torch.manual_seed(0)
    network, head = Recurrent(cell, 1, 16), torch.nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*network.parameters(), *head.parameters()], lr=0.02)
    x = torch.randn(20, 32, 1)
    target = x.mean(0)
    losses = []
    for _ in range(60):
        output, _ = network(x)
        loss = ((head(output[-1]) - target) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 * losses[0]

    # streaming: step by step gives what the whole sequence gives
    with torch.no_grad():
        whole, _ = network(x)
        state = None
        for t in range(20):
            step, state = network(x[t : t + 1], state)
    torch.testing.assert_close(step[0], whole[-1])

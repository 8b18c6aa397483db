"""Networks on trees whose diagnoses are known in closed form."""

import torch

from recurra.compiler.forest import Forest
from recurra.diagnose.subject import Subject, subject
from recurra.ir import cell, relu, sigmoid, total, vector
from recurra.nn import Recursive
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead
from recurra.nn.tree_model import TreeModel

DOUBLE = torch.float64


@cell(states="h", children=2)
def halves(left, right, W):
    """Linear: with W = w times the identity a leaf at depth d counts w^d times."""
    return W.l @ left.rep + W.r @ right.rep


@cell(states="h", children="any")
def leaky(x, children, W, *, keep=0.5):
    """Every child is kept to the same share."""
    return W @ x + keep * total(k.h for k in children)


@cell(states="h", children=2)
def gated(x, left, right, W, f):
    """Both children pass gates of a bias alone."""
    return W @ x + sigmoid(vector(f.l)) * left.h + sigmoid(vector(f.r)) * right.h


@cell(states="h", children="any")
def rectified(x, children, W, b):
    """Units with a large negative bias never fire."""
    return relu(W @ x + b + 0.5 * total(k.h for k in children))


def chain(depth):
    """A tree that leans to the left: two leaves at `depth`, then one at each depth above."""
    if not depth:
        return [-1], [0]
    parent, token = [2, 2], [0, 1]
    for step in range(1, depth):
        inner = len(parent)
        parent += [inner + 2, inner + 2]
        token += [-1, step + 1]
    return [*parent, -1], [*token, -1]


def full(depth):
    """All leaves at one depth."""
    if not depth:
        return [-1], [0]
    parent, token = full(depth - 1)
    size, root = len(parent), 2 * len(parent)
    left = [p if p >= 0 else root for p in parent]
    return [*left, *(p + size if p < root else root for p in left), -1], [*token, *token, -1]


def built(made, units=3, width=3, **options):
    generator = torch.Generator().manual_seed(0)
    return Recursive(
        made, width, units, backend="reference", dtype=DOUBLE, generator=generator, **options
    )


def network(w):
    """`halves` with W = w times the identity everywhere."""
    body = built(halves)
    with torch.no_grad():
        for parameter in body.parameters():
            parameter.copy_((w * torch.eye(3, dtype=DOUBLE)).repeat(parameter.shape[0] // 3, 1))
    return body


def modelled(body, classes=2):
    def head(width):
        made = ClassificationHead(width, classes, generator=torch.Generator().manual_seed(1))
        return made.double()

    leaf = head(body.input_size) if body.cell.graph().at_leaves else None
    return TreeModel(body, head(body.output_size), None, leaf).eval()


def batched(trees, width=3, classes=2, seed=0):
    forest = Forest.of(trees)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(len(forest.tokens), width, generator=generator, dtype=DOUBLE)
    return Batch(x, target=torch.arange(len(forest)) % classes, trees=forest)


def examined(body, trees, **options) -> Subject:
    return subject(modelled(body), [batched(trees, width=body.input_size)], **options)

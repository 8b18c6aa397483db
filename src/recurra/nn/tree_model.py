"""A recursive body and a head that answers at the root of each tree; before them words' vectors."""

from typing import cast, final

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.nn.recursive import Recursive
from recurra.words import say


@final
class TreeModel(Model):
    """The class of each root, and in training, where a batch has `nodes`, of every labelled node.

    `front` turns words into vectors [R,I]; `head` is called with the output of nodes. Where leaves
    are inputs alone (the body computes nothing there), `leaf` is the head of their vectors, as in
    Le & Zuidema's code; else None.

    >>> from recurra.nn import Forest
    >>> from recurra.nn.embedding import Embedding
    >>> from recurra.nn.heads import ClassificationHead
    >>> model = TreeModel(Recursive("nary", 3, 4), ClassificationHead(4, 2), Embedding(9, 3), None)
    >>> trees = Forest.of([([2, 2, -1], [5, 7, -1])])
    >>> tuple(model(Batch(torch.zeros(2, 1, dtype=torch.int64), trees=trees)).shape)
    (1, 2)
    """

    def __init__(
        self, body: Recursive, head: nn.Module, front: nn.Module | None, leaf: nn.Module | None
    ) -> None:
        super().__init__(body, head, front)
        self.leaf = leaf

    def embedded(self, batch: Batch) -> Batch:
        """The same batch with a vector [R,I] for each node that has a word."""
        if batch.trees is None:
            raise SettingError(say("nn.batch_without_trees"))
        if self.front is None or batch.x.is_floating_point():
            return batch
        return batch._replace(x=self.front(torch.from_numpy(batch.trees.tokens)))

    def forward(self, batch: Batch) -> Tensor:
        """Scores [B,C] at the roots."""
        found = self.embedded(batch)
        assert found.trees is not None
        return self._scores(found, torch.from_numpy(found.trees.roots))

    def loss(self, batch: Batch) -> Tensor:
        """Mean over the roots, or over all labelled nodes where the batch has their labels."""
        if batch.nodes is None:
            return super().loss(batch)
        labelled = torch.nonzero(batch.nodes >= 0).flatten()
        scores = self.at_nodes(batch, labelled)
        return cast(Tensor, self.head.loss(scores, batch.nodes[labelled]))  # type: ignore[operator]

    def at_nodes(self, batch: Batch, nodes: Tensor) -> Tensor:
        """Scores [K,C] at these nodes [K] of the batch's trees."""
        return self._scores(self.embedded(batch), nodes)

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw all parameters anew: the same generator state, the same model."""
        super().reset_parameters(generator)
        if self.leaf is not None:
            self.leaf.reset_parameters(generator)  # type: ignore[operator]

    def _scores(self, batch: Batch, nodes: Tensor) -> Tensor:
        """[len(nodes),C]"""
        forest = batch.trees
        assert forest is not None
        scores = self.head(self.body(forest, batch.x).output[nodes])
        if self.leaf is None:
            return cast(Tensor, scores)
        childless = torch.from_numpy(forest.children == 0)
        if not bool(childless[nodes].any()):
            return cast(Tensor, scores)
        vectors = batch.x.new_zeros(len(childless), batch.x.shape[1])
        vectors = vectors.index_copy(0, torch.nonzero(childless).flatten(), batch.x)
        return torch.where(childless[nodes, None], self.leaf(vectors[nodes]), scores)

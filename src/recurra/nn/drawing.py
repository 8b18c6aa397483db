"""What a network draws for a run in training, and what it adds to its states to watch them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch
from torch import Tensor, nn

from recurra.compiler.variant import Variant
from recurra.errors import SettingError
from recurra.nn.initialise import of_states
from recurra.nn.layer import Layer, reversed_in_time
from recurra.nn.noise import Noise
from recurra.words import say


class Drawing(nn.Module):
    """A network whose layers are given masks, and zeros in whose place gradients are watched."""

    num_layers: int
    dropout: float  # between layers
    generator: torch.Generator | None
    _noise: Noise
    _layers: list[Layer]
    _held: dict[str, list[Tensor]] | None  # masks that are to be used again
    # the zeros added to the states in the last call, see `state_gradients`; None: not wanted
    watched: dict[str, Tensor] | None

    @contextmanager
    def same_masks(self, held: dict[str, list[Tensor]] | None = None) -> Iterator[None]:
        """One draw of recurrent dropout for all calls inside: segments of the same sequences, each
        starting from the states that the one before ended in.

        `held`: masks that were drawn before, by layer, or an empty place for those that are drawn
        inside.

        >>> from recurra.nn import Recurrent
        >>> network = Recurrent("lstm", 3, 5, recurrent_dropout=0.5)
        >>> segments, states = torch.zeros(2, 7, 4, 3), None
        >>> with network.same_masks():
        ...     for x in segments:
        ...         output, states = network(x, states)
        """
        before, self._held = self._held, {} if held is None else held
        try:
            yield
        finally:
            self._held = before

    def recurrent_matrices(self) -> list[Tensor]:
        """The parameters whose columns are units of a state: what weight drop draws for."""
        return [
            getattr(self, group.name + layer.suffix)
            for layer in self._layers
            for group in layer.graph.groups
            if group.columns in of_states(layer.graph)
        ]

    def _variant(self) -> Variant:
        """What is wanted of the equations now."""
        variant = self._noise.variant(self.training)
        if self.watched is None or not torch.is_grad_enabled():
            return variant
        self.watched.clear()
        return replace(variant, watched=True)

    def _masks(self, layer: Layer, variant: Variant, x: Tensor) -> list[Tensor]:
        """What is drawn for a layer, in the order of the graph's inputs."""
        graph = variant.of(layer.graph)
        held = self._held if self._held is not None else {}
        masks = held.get(layer.suffix)
        if masks is None:
            masks = self._noise.sequence_masks(graph, layer.sizes, x, self.generator)
            held[layer.suffix] = masks
        elif masks and masks[0].shape[0] != x.shape[1]:
            had, have = masks[0].shape[0], x.shape[1]
            raise SettingError(say("nn.other_sequences_than_masks", masks=had, sequences=have))
        return [*masks, *self._noise.step_masks(graph, layer.sizes, x, self.generator)]

    def _probes(
        self, layer: Layer, x: Tensor, lengths: Tensor | None, reverse: bool
    ) -> list[Tensor]:
        """Zeros to be added to each state at each step."""
        found = []
        assert self.watched is not None
        for name, units in layer.units.items():
            probe = x.new_zeros(*x.shape[:2], units).requires_grad_()
            self.watched[name + layer.suffix] = probe
            found.append(reversed_in_time(probe, lengths) if reverse else probe)
        return found

    def _check_dropout(self) -> None:
        if not 0 <= self.dropout < 1:
            raise SettingError(say("nn.no_probability", setting="dropout", value=self.dropout))
        if self.dropout and self.num_layers == 1:
            raise SettingError(say("nn.dropout_in_one_layer"))

    def _dropped(self, x: Tensor) -> Tensor:
        if not (self.training and self.dropout):
            return x
        kept = torch.empty_like(x).bernoulli_(1 - self.dropout, generator=self.generator)
        return x * kept / (1 - self.dropout) if self.dropout < 1 else x * kept

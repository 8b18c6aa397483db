"""A network of any cell, called like `torch.nn.LSTM`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from recurra import cells
from recurra.compiler import checkpoint as checkpoints
from recurra.compiler.backend import Backend, Steps
from recurra.compiler.backends.reference import Reference
from recurra.compiler.checkpoint import Checkpoint
from recurra.compiler.choose import Choice, choose
from recurra.compiler.variant import PLAIN, Variant
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.nn.calls import (
    check_input,
    check_types,
    check_widths,
    functorch_active,
    given_inputs,
    given_lengths,
    given_states,
    packed_like,
    whole,
    widths,
)
from recurra.nn.initialise import initialise
from recurra.nn.layer import Layer
from recurra.nn.noise import noise
from recurra.nn.quick import Quick, Single
from recurra.nn.stacking import Stacked, build
from recurra.nn.stepper import Stepper
from recurra.words import say

States = Tensor | tuple[Tensor, ...]
SHOWN = {
    "num_layers": 1, "bias": True, "batch_first": False, "dropout": 0.0, "checkpoint": None,
    "residual": False, "projection": 0, "shared": False,
}  # fmt: skip
DERIVED = ("_noise", "_held", "_layers", "_choices", "watched", "_quick")


class Recurrent(Stacked):
    """Layers of a recurrent cell over a sequence.

    Takes and returns what `torch.nn.LSTM` does. Letters of shapes: T steps, B sequences, I width
    of the input, O width of the output (the sum of its states' units, times two directions), D
    directions.

    Args:
        cell: a cell, its name ("lstm"), or "FILE.py:NAME".
        input_size: I; of a cell with several inputs a width for each name.
        hidden_size: units; of a cell with states of several sizes a number for each name, or one
            number for the first, from which the others follow.
        num_layers: layers, each running over the output of the one below.
        bias: without it the terms `+ b` are left out.
        batch_first: inputs and outputs are [B, T, ...].
        dropout: probability with which an output between two layers is dropped in training.
        bidirectional: a second set of layers runs from each sequence's own end.
        init: "uniform" (as torch), "glorot", "orthogonal", "identity" or "chrono".
        forget_bias: start of the forget path's bias where the equations have one; None: as `init`.
        longest: the longest dependency expected, for init="chrono".
        recurrent_dropout: probability with which a unit of a state is dropped in training, scaled
            by 1 / (1 - p), wherever the state enters a product with parameters; what gates carry on
            (`f * c`) is not dropped. One mask for a sequence and layer (Gal & Ghahramani 2016), see
            `same_masks`.
        tied_masks: without it every gate has a mask of its own.
        zoneout: probability with which a unit keeps its states at a step instead of taking the new
            ones in training (Krueger et al. 2016), all states of one size together; otherwise their
            expectation. Or by states, {"c": 0.5, "h": 0.05}; {"c n": 0.2} keeps two together.
        hidden_gradient_clip: largest norm, in training, of the gradient that arrives at a state of
            one sequence at one step from the output and the next step; a larger one is scaled down
            before it goes on (as in Mikolov et al. 2015, whose code takes 50 for a whole batch). 0:
            not limited.
        backend: "auto", "reference" or "numba". Compiled kernels of a cell that is not of the
            gallery are compared with the reference at their first use (`compiler/proof.py`); where
            they differ the reference runs, a KernelWarning says so, and so does `explain`.
        checkpoint: in training keep only the states between segments of a sequence and run each
            segment again in the backward pass: steps of a segment, or "auto" for about 4 √T:
            the square root of the memory for one more forward pass; None: keep all. What a layer
            gives out (its output) is kept in any case. With kernels of numba and 10,000 steps of
            equal length, training took 1.1 to 1.4 times as long (see compiler/checkpoint.py).
        residual: what a layer gives out is added to what it was given, y_l = y_(l-1) + f(y_(l-1)),
            wherever both are equally wide (He et al. 2016; of recurrent layers Wu et al. 2016).
        projection: width P of what a layer (and direction) hands on, y_t = V h_t without a bias;
            the states keep their units. 0: the states are handed on themselves.
        shared: both directions have the same weights.
        generator: draws the starting weights and the dropped outputs.

    Raises:
        SettingError: a size, name or option that does not fit.
        CellError: equations that cannot be followed.

    >>> import torch
    >>> network = Recurrent("lstm", 3, 5)
    >>> output, (h, c) = network(torch.zeros(7, 2, 3))
    >>> output.shape, c.shape
    (torch.Size([7, 2, 5]), torch.Size([1, 2, 5]))
    """

    def __init__(
        self,
        cell: str | Cell,
        input_size: int | Mapping[str, int],
        hidden_size: int | Mapping[str, int],
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        *,
        init: str = "uniform",
        forget_bias: float | None = None,
        longest: int | None = None,
        recurrent_dropout: float = 0.0,
        tied_masks: bool = True,
        zoneout: float | Mapping[str, float] = 0.0,
        hidden_gradient_clip: float = 0.0,
        backend: str = "auto",
        checkpoint: Checkpoint = None,
        residual: bool = False,
        projection: int = 0,
        shared: bool = False,
        generator: torch.Generator | None = None,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        self.cell = cells.find(cell)
        self.input_size = widths("input_size", input_size)
        self.hidden_size = widths("hidden_size", hidden_size)
        self.num_layers, self.bias = whole("num_layers", num_layers), bias
        self.batch_first, self.dropout, self.bidirectional = batch_first, dropout, bidirectional
        self.init, self.forget_bias, self.longest = init, forget_bias, longest
        self.recurrent_dropout = recurrent_dropout
        self.tied_masks, self.zoneout = tied_masks, zoneout
        self.backend, self.generator, self.checkpoint = backend, generator, checkpoint
        self.residual, self.projection, self.shared = (
            residual,
            whole("projection", projection),
            shared,
        )
        self._check()
        self.hidden_gradient_clip = hidden_gradient_clip
        self.directions = 2 if bidirectional else 1
        self._derive()
        given = self.input_size
        self._check_residual(given if isinstance(given, int) else given[self.cell.inputs[0]])
        self.output_size = self._layers[0].output_size * self.directions
        for layer in self._stored():
            for name, shape in self._shapes(layer).items():
                empty = torch.empty(shape, device=device, dtype=dtype)
                self.register_parameter(name + layer.suffix, nn.Parameter(empty))
        self.reset_parameters(generator)

    def _derive(self) -> None:
        """What follows from the settings, or is known of runs so far."""
        self._noise = noise(
            self.cell.graph(self.bias),
            self.recurrent_dropout,
            self.tied_masks,
            self.zoneout,
            self.hidden_gradient_clip,
        )
        self._held: dict[str, list[Tensor]] | None = None  # masks that are to be used again
        self._layers = build(
            self.cell, self.input_size, self.hidden_size, self.num_layers, self.bias,
            self.bidirectional, self.shared, self.projection,
        )  # fmt: skip
        self._choices: dict[tuple[torch.device, torch.dtype, Variant], Choice] = {}
        # the zeros added to the states in the last call, see `state_gradients`; None: not wanted
        self.watched: dict[str, Tensor] | None = None
        self._quick = Quick()

    def __getstate__(self) -> dict[str, Any]:
        """Settings and parameters, for pickle: kernels are found again where it arrives."""
        return {name: value for name, value in vars(self).items() if name not in DERIVED}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._derive()

    def __prepare_scriptable__(self) -> None:  # torch.jit.script asks every module for it
        raise SettingError(say("nn.no_script"))

    def _check(self) -> None:
        if self.cell.for_trees:
            raise SettingError(say("nn.cell_for_trees", cell=self.cell.name))
        check_widths(self.cell, self.input_size)
        if self.num_layers < 1:
            raise SettingError(say("nn.too_few_layers"))
        checkpoints.check(self.checkpoint)
        self._check_dropout()
        self._check_stack()

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw new starting weights."""
        for layer in self._stored():
            initialise(
                layer,
                {name: getattr(self, name + layer.suffix) for name in layer.shapes()},
                self.init,
                forget_bias=self.forget_bias,
                longest=self.longest,
                generator=generator,
            )

    def forward(
        self,
        x: Tensor | PackedSequence | Sequence[Tensor],
        hx: States | None = None,
        lengths: Tensor | Sequence[int] | None = None,
    ) -> tuple[Tensor | PackedSequence, States]:
        """Run over sequences.

        Args:
            x: [T, B, I] ([B, T, I] with batch_first), [T, I] of a single sequence, or a packed
                sequence; for a cell with several inputs a sequence of such tensors.
            hx: starting states, each [layers * D, B, units]; a tuple in the cell's order where
                there are several. None: the cell's own start.
            lengths: steps of each sequence, [B], each at least 1, a tensor or a list of whole
                numbers; what lies beyond is ignored.

        Returns:
            Output [T, B, O] (as x is given), zero beyond a sequence's end, and the final states,
            shaped like hx, each taken at its sequence's own end. Under autocast the network
            computes in the type of its parameters and returns autocast's type.

        Raises:
            SettingError: tensors of another shape or type than the network takes.
        """
        if type(x) is Tensor and lengths is None:
            found = self._quick(self._single, x, hx)
            if found is not None:
                return found[0], self._as_hx(found[1])
        if torch.jit.is_tracing():
            raise SettingError(say("nn.no_trace"))
        if isinstance(x, PackedSequence):
            return self._packed(x, hx)
        inputs, lengths = given_inputs(x), given_lengths(lengths)
        single = inputs[0].dim() == 2
        if single:
            inputs = [i.unsqueeze(1) for i in inputs]
        elif self.batch_first:
            inputs = [i.transpose(0, 1) for i in inputs]
        check_input(self.cell, self.input_size, inputs, lengths)
        states = None if hx is None else self._given(hx, single, inputs[0].shape[1])
        output, final = self._run(inputs, states, lengths)
        if single:
            return output.squeeze(1), self._as_hx([s.squeeze(1) for s in final])
        return output.transpose(0, 1) if self.batch_first else output, self._as_hx(final)

    def stepper(self, batch: int = 1) -> Stepper:
        """This network for a stream, one step at a time, with the weights of now.

        Raises SettingError for a bidirectional network, which needs the whole sequence.
        """
        return Stepper(self, batch)

    def starts(self, batch: int) -> list[Tensor]:
        """The states that a sequence starts from, each [layers * D, batch, units]."""
        like = next(self.parameters())
        found = [layer.start(self._weights(layer), batch, like) for layer in self._layers]
        return [torch.stack(states) for states in zip(*found, strict=True)]

    def steps(self, batch: int) -> Steps | None:
        """The backend's own way of taking single steps, where it has one for these layers."""
        like, variant = next(self.parameters()), self._noise.variant(training=False)
        backend = self._choice(like, variant).backend
        if self.residual or any(layer.projections or layer.projection for layer in self._layers):
            return None
        return backend.steps(
            [
                (
                    variant.of(layer.graph),
                    layer.sizes,
                    self._weights(layer) | self._noise.weights(like),
                )
                for layer in self._layers
            ],
            batch,
        )

    def explain(self) -> str:
        """Which backend runs this network on its parameters' device, why, and how it computes."""
        parameter = next(self.parameters())
        return str(self._choice(parameter).explained(parameter.dtype))

    def runs_on(self, training: bool) -> str:
        """The name of the backend that runs this network in training, or outside of it."""
        variant = self._noise.variant(training)
        return self._choice(next(self.parameters()), variant).backend.name

    def extra_repr(self) -> str:
        """What the module prints of itself."""
        text = f"{self.cell.name}, {self.input_size}, {self.hidden_size}"
        for name, default in SHOWN.items():
            if getattr(self, name) != default:
                text += f", {name}={getattr(self, name)!r}"
        return text + (", bidirectional=True" if self.bidirectional else "")

    @contextmanager
    def run_by(self, backend: Backend) -> Iterator[None]:
        """Inside, a backend of the caller's runs this network as it is outside of training."""
        before, like = (self._choices, self._quick), next(self.parameters())
        variant = self._noise.variant(training=False)
        self._choices = {(like.device, like.dtype, variant): Choice(backend, backend.name)}
        self._quick = Quick()
        try:
            yield
        finally:
            self._choices, self._quick = before

    def _single(self) -> Single | None:
        """What the quick way needs; None where it cannot be taken."""
        whole = torch.is_grad_enabled() and self.checkpoint is not None
        whole |= self.residual or bool(self.projection)
        if self.batch_first or whole or len(self._layers) > 1 or self._variant() is not PLAIN:
            return None
        return Single(self._layers[0], self.backend, self._weights, self._choice)

    def _choice(self, like: Tensor, variant: Variant = PLAIN) -> Choice:
        key = (like.device, like.dtype, variant)
        if key not in self._choices:
            graph = variant.of(self._layers[0].graph)
            layers = [layer.sizes for layer in self._layers]
            self._choices[key] = choose(self.backend, graph, like.device, like.dtype, layers)
        return self._choices[key]

    def _shapes(self, layer: Layer) -> dict[str, tuple[int, ...]]:
        """The tensors that are parameters of the module; what `_weights` makes its own of."""
        return layer.shapes()

    def _run(
        self, inputs: list[Tensor], states: list[Tensor] | None, lengths: Tensor | None
    ) -> tuple[Tensor, list[Tensor]]:
        like = next(self.parameters())
        kind = like.device.type
        automatic = torch.amp.is_autocast_available(kind) and torch.is_autocast_enabled(kind)
        if automatic:
            inputs = [i.to(like.dtype) if i.is_floating_point() else i for i in inputs]
            states = None if states is None else [s.to(like.dtype) for s in states]
        check_types([*inputs, *(states or ())], like.dtype)
        # torch's function transforms differentiate and batch what torch itself computes
        plain = functorch_active() and not torch.compiler.is_compiling()
        variant = self._variant()
        if plain or inputs[0].shape[1] == 0:
            output, final = self._run_by(Reference(), None, variant, inputs, states, lengths)
        else:
            backend = self._choice(inputs[0], variant).backend
            output, final = self._run_by(backend, self.checkpoint, variant, inputs, states, lengths)
        if not automatic:
            return output, final
        given = torch.get_autocast_dtype(kind)
        return output.to(given), [s.to(given) for s in final]

    def _packed(self, x: PackedSequence, hx: States | None) -> tuple[PackedSequence, States]:
        padded, lengths = pad_packed_sequence(x)
        states = None if hx is None else self._given(hx, False, padded.shape[1])
        output, final = self._run([padded], states, lengths)
        return packed_like(x, output, lengths), self._as_hx(final)

    def _as_hx(self, states: Sequence[Tensor]) -> States:
        return states[0] if len(states) == 1 else tuple(states)

    def _given(self, hx: States, single: bool, batch: int) -> list[Tensor]:
        rows = self.num_layers * self.directions
        return given_states(self.cell, self._layers[0].units, hx, rows, batch, single)

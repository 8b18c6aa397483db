"""Networks: how they are made, and what a call of one may bring."""

from recurra.words import Words
from recurra.words.en.phrases import counted


def several_inputs(cell: str, inputs: tuple[str, ...]) -> str:
    return f"cell {cell!r} has several inputs: give sizes of {', '.join(inputs)}"


def other_widths(cell: str, given: tuple[str, ...], inputs: tuple[str, ...]) -> str:
    return f"input_size has widths of {', '.join(given)}; {cell!r} takes {', '.join(inputs)}"


def input_size_too_small() -> str:
    return "input_size is at least 1"


def state_differs_between_layers(state: str, cell: str, sizes: tuple[int, ...]) -> str:
    return (
        f"the state {state!r} of cell {cell!r} is as large as its input says: "
        f"{' and '.join(map(str, sizes))} in layers over each other. Take num_layers=1, or an "
        "input as wide as a layer's output"
    )


def takes_inputs(cell: str, inputs: tuple[str, ...]) -> str:
    return f"{cell!r} takes the inputs {', '.join(inputs)}"


def shape_of_input(name: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"input {name!r} has shape {shape} as [T, B, I]; expected {expected}"


def nothing_to_read() -> str:
    return "a sequence has at least one step"


def shape_of_lengths(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"lengths has shape {shape}; expected {expected}"


def lengths_beyond(steps: int) -> str:
    return f"lengths lie between 1 and {steps} (steps of x)"


def number_of_states(given: int, cell: str, states: tuple[str, ...]) -> str:
    return f"hx holds {counted(given, 'state')}; {cell!r} has {', '.join(states)}"


def shape_of_state(state: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"state {state!r} of hx has shape {shape}, expected {expected}"


def future_is_missing(columns: int, steps: int) -> str:
    return (
        f"this model needs {counted(columns, 'column')} known {counted(steps, 'step')} ahead; the "
        "batch has none"
    )


def chrono_without_longest() -> str:
    return "init='chrono' needs longest=, the longest dependency, at least 3 steps"


def no_forget_bias(cell: str) -> str:
    return f"cell {cell!r} has no forget bias for init='chrono'"


def init_fails(parameter: str, fault: Words | str) -> str:
    return f"init of {parameter!r}: {fault}"


def column_beyond(column: int, width: int) -> str:
    return f"column {column} is beyond the {counted(width, 'column')} of the data"


def packed_not_divided() -> str:
    return "a packed sequence cannot be divided: give x and lengths="


def other_columns(columns: int, expected: int) -> str:
    return f"x has {counted(columns, 'column')}; expected {expected}"


def no_such_input(cell: str, name: str, inputs: tuple[str, ...]) -> str:
    return f"cell {cell!r} has no input {name!r}; its inputs: {', '.join(inputs)}"


def input_without_column(cell: str, name: str, inputs: tuple[str, ...]) -> str:
    return f"cell {cell!r} has the inputs {', '.join(inputs)}; {name!r} gets no column"


def negative_column(name: str, column: int) -> str:
    return f"columns are counted from 0; {name!r} gets {column}"


def loss_without_targets() -> str:
    return "a loss needs a batch with targets; this one has none"


def both_directions_cut() -> str:
    return "the gradient cannot be truncated in both directions: each needs the whole sequence"


def no_state_to_cut() -> str:
    return "the gradient cannot be truncated: this network has no state that could go on"


def no_probability(setting: str, value: float) -> str:
    return f"{setting} is {value}, not a probability below 1"


def no_probability_at_all(setting: str, value: float) -> str:
    return f"{setting} should be a number in range [0, 1], got: {value}"


def type_of_dropout(kind: str) -> str:
    return f"dropout should be a number in range [0, 1], got: {kind}"


def no_limit(value: float) -> str:
    return f"hidden_gradient_clip is {value}, not a norm; 0: no limit"


def state_of_cell(cell: str) -> str:
    """What a name can be the name of, in "unknown ..."."""
    return f"state of cell {cell!r}:"


def zoneout_twice(state: str) -> str:
    return f"zoneout names the state {state!r} twice"


def cell_for_trees(cell: str) -> str:
    return f"cell {cell!r} is for trees: use recurra.nn.Recursive"


def cell_for_chains(cell: str) -> str:
    return f"cell {cell!r} is for chains: use recurra.nn.Recurrent"


def too_few_layers() -> str:
    return "num_layers is at least 1"


def dropout_in_one_layer() -> str:
    return "dropout acts between layers: with num_layers=1 there are none"


def type_of_size(setting: str, kind: str) -> str:
    return f"{setting} should be of type int, got: {kind}"


def no_tensor(kind: str) -> str:
    return f"the input is a tensor [T, B, I] or [T, I], or a packed sequence; got: {kind}"


def rank_of_input(rank: int) -> str:
    return f"expected input to be 2D or 3D, got {rank}D instead"


def no_lengths(kind: str) -> str:
    return f"lengths is a tensor or list of whole numbers, one a sequence; got: {kind}"


def lengths_not_whole() -> str:
    return "lengths are whole numbers of steps"


def type_of_input(given: str, expected: str) -> str:
    return f"input or states are {given}, the weights {expected}: convert them with .to({expected})"


def no_projection() -> str:
    return "proj_size is not supported here: take torch.nn.LSTM for it, or a linear layer behind"


def projection_of_lstm_alone() -> str:
    return "proj_size argument is only supported for LSTM, not RNN or GRU"


def dropout_between_layers(dropout: float) -> str:
    return (
        "dropout acts between layers, after all but the last one: with num_layers=1 "
        f"dropout={dropout:g} does nothing"
    )


def no_script() -> str:
    return (
        "torch.jit.script does not know this network's kernels: use torch.compile, torch.export, "
        "or network.stepper() for a stream"
    )


def no_trace() -> str:
    return (
        "torch.jit.trace does not see this network's kernels: use torch.compile, torch.export, or "
        "network.stepper() for a stream"
    )


def other_sequences_than_masks(masks: int, sequences: int) -> str:
    return (
        f"the masks of `same_masks` are of {counted(masks, 'sequence')}, and now there "
        f"{'is' if sequences == 1 else 'are'} {sequences}"
    )


def takes_trees(cell: str, trees: Words | str) -> str:
    return f"Cell {cell!r} takes {trees}"


def shape_of_tree_input(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return (
        f"the input has shape {shape}; expected {expected}: a row for each node that has an input"
    )


def nothing_to_watch() -> str:
    return "the model holds no recurrent network whose states could be watched"


def nothing_watched() -> str:
    return "no network was called while its states were watched"


def no_gradient() -> str:
    return "no gradient has reached the states: call loss.backward() first"


def bidirectional_stream() -> str:
    return "a bidirectional network cannot stream: it needs the whole sequence"


def stepper_of_several_inputs() -> str:
    return (
        "a stepper takes one input; this cell has several: recurra.nn.inputs.Columned divides one"
    )


def empty_batch() -> str:
    return "a batch has at least one sequence"


def shapes_of_states(
    found: tuple[tuple[int, ...], ...], expected: tuple[tuple[int, ...], ...]
) -> str:
    return f"states have the shapes {_shapes(found)}; expected {_shapes(expected)}"


def shape_of_step(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"x has shape {shape}; a step takes {expected}"


def batch_without_trees() -> str:
    return "a tree cell needs a batch with trees; this one has none"


def _shapes(shapes: tuple[tuple[int, ...], ...]) -> str:
    return ", ".join(map(str, shapes))


def negative_projection(width: int) -> str:
    return f"projection is a width of at least 1, or 0 for none, not {width}"


def nothing_shared() -> str:
    return "shared weights are those of both directions: there is one"


def nothing_residual(given: int, width: int) -> str:
    return (
        f"residual adds what a layer gets to what it gives: with one layer that gets {given} and "
        f"gives {width} there is nothing to add"
    )


def not_of_namesakes(setting: str) -> str:
    return f"{setting} is an option of recurra.nn.Recurrent; torch's networks have no such weights"

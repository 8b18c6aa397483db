"""Why a rival takes no part, and which of its forms is used."""


def not_installed(package: str) -> str:
    return f"{package} is not installed"


def computes_padding() -> str:
    return "computes the padding too"


def does_not_train() -> str:
    return "does not train"


def no_operator() -> str:
    return "no operator of ONNX computes this cell"


def is_the_lstm() -> str:
    return "the cell is the LSTM itself"


def one_input() -> str:
    return "takes one input"


def torch_takes_one_input() -> str:
    return "torch's networks take one input"


def no_such_cell() -> str:
    return "has no cell with these equations"


def no_lengths() -> str:
    return "takes no lengths"


def no_loop_of_blocks() -> str:
    return "no loop is printed for block-diagonal matrices"


def no_loop_of_transposed() -> str:
    return "no loop is printed for transposed matrices"


def no_loop_of(operations: tuple[str, ...]) -> str:
    return f"no loop is printed for {', '.join(operations)}"


def not_computed(numbers: tuple[str, ...]) -> str:
    return f"does not compute {', '.join(numbers)}"


def other_shape(number: str, found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    return f"{number} has shape {found}, not {wanted}"


def other_numbers(number: str, worst: float, allowed: float) -> str:
    return f"{number} differs by {worst:.1e}, allowed {allowed:.1e}"


def as_one_operator(cell: str, call: str) -> str:
    return f"{cell} as one operator, {call}"


def scan() -> str:
    return "lax.scan under jax.jit"


def stepper(computes: str) -> str:
    return f"{computes}; a stepper"


def on_packed(network: str) -> str:
    return f"{network} on a packed sequence"

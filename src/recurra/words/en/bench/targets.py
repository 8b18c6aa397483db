"""What the kernels must reach."""

from recurra.words.en.phrases import be, counted


def trained(cell: str, rival: str) -> str:
    return f"{cell} to {rival}, forward and backward"


def without_input_gradient(cell: str, rival: str) -> str:
    return f"{cell} to {rival}, the input needs no gradient"


def worst_shape() -> str:
    return "the same, worst shape"


def worst_cell_and_shape() -> str:
    return "the same, worst cell and shape"


def over_lstm(cells: tuple[str, ...]) -> str:
    return f"time of {', '.join(cells)} over our lstm's: the slowest cell's mean"


def wide(cell: str, rival: str, units: int, batch: int) -> str:
    return f"{cell} to {rival}, shapes with H >= {units} and batch >= {batch}"


def cell_to(cell: str, rival: str) -> str:
    return f"{cell} to {rival}"


def any_to_loop() -> str:
    return "any cell to its Python loop in torch: the slowest cell's mean"


def any_to_scan() -> str:
    return "any cell to JAX lax.scan, over cells and shapes"


def ragged(cell: str, rival: str) -> str:
    return f"lengths T/2..T, {cell} to {rival} on a packed sequence"


def inference(shape: tuple[int, ...], cell: str, rival: str) -> str:
    sizes = " ".join(f"{k}={n}" for k, n in zip("TBIH", shape, strict=False))
    return f"inference {sizes}, {cell} to {rival}"


def one_step(units: int, cell: str, rival: str) -> str:
    return f"one streaming step, H={units}, {cell} to {rival}"


def worst(cell: str, shape: str, ratio: float) -> str:
    return f"worst: {cell} at {shape}, ratio {ratio:.2f}"


def missing(rows: int, whole: int) -> str:
    return f"{rows} of {counted(whole, 'row')} {be(rows)} missing"

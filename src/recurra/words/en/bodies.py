"""What is said of the bodies of networks, and of the expressions that name them."""

KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "a name"}


def type_of_option(spec: str, option: str, kind: str) -> str:
    return f"{spec}: {option} takes {KINDS.get(kind, kind)}"


def too_small(spec: str, option: str, least: float) -> str:
    return f"{spec}: {option} is at least {least:g}"


def option_of(spec: str) -> str:
    return f"option of {spec}:"


def heads(units: int, heads: int) -> str:
    return (
        f"units ({units}) are a multiple of heads ({heads}); layers, heads and wide are at least 1"
    )


def layers(
    layers: int, both: bool, shared: bool, dropout: float, residual: bool, projection: int
) -> str:
    parts = [f"{layers} layers over each other" if layers != 1 else "one layer"]
    if both:
        parts.append("in both directions" + (" with the same weights" if shared else ""))
    if projection:
        parts.append(f"each handing on a projection of width {projection}")
    if residual:
        parts.append("what a layer gets is added to what it gives")
    if dropout:
        parts.append(f"dropout of {dropout:g} between layers")
    said = ", ".join(parts)
    no_stream = " It cannot stream, as it needs the whole sequence." if both else ""
    return f"{said[:1].upper()}{said[1:]}.{no_stream}"


def layers_on_trees(spec: str, cell: str) -> str:
    return f"{spec}: {cell} is a cell for trees, which has no layers and no directions"


def no_recurrence(name: str) -> str:
    return (
        f"{name} has no recurrence: recurrent dropout, zoneout and the clipping of hidden "
        "gradients are for cells"
    )


def rereads(steps: int) -> str:
    return f"It keeps no state: in a stream it reads its window ({steps}) again at each step."


def own_shape(
    name: str, given: str, found: str, steps: int, sequences: int, features: int | str
) -> str:
    return (
        f"{name}: forward gave {found} for an input of shape {given}; it should give features "
        f"[{steps}, {sequences}, {features}] of every step"
    )


def own_fails(name: str, kind: str, error: str) -> str:
    return f"{name} does not run: {kind}: {error}"


def no_module(name: str) -> str:
    return f"{name} makes no torch.nn.Module"


def other_kind(kind: str, name: str) -> str:
    return f"a body of kind {kind!r} is not {name}"


def no_layer(layers: int) -> str:
    return f"layers is at least 1, not {layers}"


def kernel(kernel: int, layers: int) -> str:
    return f"kernel ({kernel}) is at least 2, layers ({layers}) at least 0"


def even_kernel(kernel: int) -> str:
    return f"kernel is odd, so that an average has a middle, not {kernel}"


def no_width(width: int, horizon: int) -> str:
    return f"width ({width}) and horizon ({horizon}) are at least 1"


def only_forecasts(name: str) -> str:
    return f"{name} is for forecasts: it reads a window of fixed length and gives the steps ahead"


def cell_of_gallery(cell: str) -> str:
    return f"{cell}: inside another body a cell is one of the gallery"

"""What may be computed before the loop over time, and inputs that are projected."""


def no_loop_over_time(cell: str) -> str:
    return f"cell {cell!r} is for trees: it has no loop over time"


def before_loop(
    once: tuple[str, ...],
    large: tuple[str, ...],
    large_weights: str,
    inside: tuple[str, ...],
    inside_weights: str,
    loops: int,
) -> str:
    parts = [f"once: {', '.join(once)}"] if once else []
    if large:
        parts.append(f"for all steps at a time: {large_weights} ({' '.join(large)})")
    loop = "in the loop" if loops == 1 else f"in {loops} loops after each other"
    products = f"{inside_weights} ({' '.join(inside)})" if inside else "no matrix product"
    return "; ".join([*parts, f"{loop}: {products}"])


def projected(inputs: tuple[tuple[str, str], ...]) -> str:
    """`inputs`: names of some with the size they are brought to; "" for the state's."""
    parts = []
    for names, size in inputs:
        width = f"that of {size}" if size else "the state's"
        parts.append(f"{names}, where its width is not {width}")
    return "; ".join(parts)

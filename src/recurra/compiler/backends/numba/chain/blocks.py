"""Blocks of steps: a training step over many of them works on rows that are still in the cache.

In one thread a pass goes through a sequence in blocks, each with its loops, its large products and
its part of the gradients of parameters. As in segments, a block is the pass itself over fewer
steps: it begins with the states of the block before, the gradient with what the block after it
leaves. Several threads wait for each other at the end of every stage, so they pass over all steps
at once, but add gradients of parameters up in the same order, a block after the other: results do
not depend on the number of threads.
"""

from recurra.compiler.backends.numba.chain.collect import Sized
from recurra.compiler.backends.numba.chain.rows import Rows

BLOCK = 1 << 20  # bytes of rows that are kept in a block of steps: they stay in a level-2 cache
SEVERAL = 6  # blocks from which a sequence is divided
LARGE = 5  # times the bytes of its matrices that a block has: each block adds to all gradients
Block = tuple[int, int]  # first step, number of steps


def blocks(sized: Sized, rows: Rows) -> list[Block]:
    """The blocks of a training step, one where that is best; sizes alone decide it."""
    each = rows.batch * sum(sized.kept_rows(False).values())
    steps = BLOCK // max(1, each) // 2 * 2  # even, as the halves of what is carried change
    numbers = sum(last * sized.columns.get(g, 0) for g, last in sized.lasts.items())
    small = steps < 2 or steps * each < LARGE * numbers * sized.item
    if small or rows.lengths is not None or any(sized.steady) or rows.steps < SEVERAL * steps:
        return [(0, rows.steps)]
    return [(t, min(steps, rows.steps - t)) for t in range(0, rows.steps, steps)]

"""Gradients of matrices: sums over rows, and which factors a kernel packs together."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from recurra.compiler.backends.numba.machine.processor import BYTES, this_machine

Word = int | tuple[int, int]  # of a table: a number, or a base and an offset
PACKED = 1 << 18  # bytes of packed right factors: they stay in the L2 cache
PANEL = 1 << 15  # bytes of a panel of them: about an L1 cache
LINE = 16  # columns that the vectors of any machine divide


class Job(NamedTuple):
    """result [units, columns] += left^T right, summed over the rows of both; and, unless 0,
    sums [units] += the sum of the left factor over them."""

    left: Word
    left_row: int  # bytes between rows
    right: Word
    right_row: int
    result: Word
    result_row: int
    rows: Word
    units: int
    columns: int
    sums: Word = 0


def block_rows() -> int:
    """Rows that are packed at a time."""
    machine = this_machine()
    return min(256, PANEL // (machine.tile_vectors * machine.vector_bytes))


def columns_at_once(dtype: str) -> int:
    """Columns of right factors that are packed at a time."""
    return PACKED // (block_rows() * BYTES[dtype])


def grouped(dtype: str, jobs: Sequence[Job]) -> list[Word]:
    """What the table of `transposed_kernel` holds of jobs: their number of groups, and the groups.

    A left factor is packed once for all right factors that it meets, and summed then. What decides
    is the order of the jobs and which factors are the same: results are sums over jobs, and must
    not depend on addresses.
    """
    most = columns_at_once(dtype)
    meets: dict[tuple[Word, ...], list[Job]] = {}
    for job in jobs:
        for part in _cut(job, most, BYTES[dtype]):
            meets.setdefault((part.left, part.left_row, part.rows, part.units), []).append(part)
    alike: dict[tuple[Any, ...], list[list[Job]]] = {}
    for own in meets.values():
        for few in _few(own, most):
            rights = tuple((job.right, job.right_row, job.columns) for job in few)
            # summed once, whatever it meets
            wanted = {job.sums for job in own if job.sums}
            assert len(wanted) <= 1, "a left factor is summed for one parameter"
            sums = next(iter(wanted), 0) if few[0] is own[0] else 0
            alike.setdefault((few[0].rows, rights), []).append(
                [few[0]._replace(sums=sums), *few[1:]]
            )
    words: list[Word] = [len(alike)]
    for (rows, rights), lefts in alike.items():
        words += [rows, len(rights), len(lefts)]
        words += [word for right in rights for word in right]
        words += [
            word
            for first, *_ in lefts
            for word in (first.left, first.left_row, first.units, first.sums)
        ]
        words += [word for own in lefts for job in own for word in (job.result, job.result_row)]
    return words


def _cut(job: Job, most: int, item: int) -> list[Job]:
    """A job in parts of at most so many columns."""
    return [
        job._replace(
            right=_later(job.right, first * item),
            result=_later(job.result, first * item),
            columns=min(most, job.columns - first),
        )
        for first in range(0, job.columns, most)
    ]


def _few(jobs: Sequence[Job], most: int) -> list[list[Job]]:
    """Jobs of one left factor, together as long as their right factors fit."""
    groups: list[list[Job]] = [[]]
    for job in jobs:
        if groups[-1] and sum(-(-j.columns // LINE) * LINE for j in (*groups[-1], job)) > most:
            groups.append([])
        groups[-1].append(job)
    return groups


def _later(word: Word, extra: int) -> Word:
    """The word for an address some bytes later."""
    return (word[0], word[1] + extra) if isinstance(word, tuple) else word + extra

"""The benchmark of kernels: what it does now, how it measured, what stops it."""

from recurra.words.en.phrases import counted


def stage(cell: str, mode: str, shape: str, threads: int) -> str:
    return f"{cell} {mode} {shape}, {counted(threads, 'thread')}"


def other_machine(folder: str) -> str:
    return f"{folder} was timed on another machine or with other versions"


def no_benchmark(folder: str, why: str) -> str:
    return f"{folder} holds no benchmark: {why}"


def damaged(folder: str, why: str) -> str:
    return f"the records in {folder} are damaged: {why}"


def not_empty(folder: str) -> str:
    return f"{folder} is not empty; name a new folder with --out"


def cannot_use(folder: str, why: str) -> str:
    return f"{folder} cannot be used: {why}"


def rounds(most: int, least: int, turn: float) -> str:
    shorter = f" ({least} to {most} in long rows)" if least < most else ""
    return (
        f"Medians of {counted(most, 'round')}{shorter}; in each round all contenders take "
        "turns, each filling "
        f"about {turn:g} s with calls (at least one), which quick ones warm up for with a call "
        "that is not timed. The ratio is formed in every round; its median and quartiles are shown."
    )


def processes() -> str:
    return (
        "Every contender has a process of its own with the same number of threads "
        "(OMP_NUM_THREADS, MKL_NUM_THREADS, OPENBLAS_NUM_THREADS, NUMBA_NUM_THREADS, NPROC for "
        "XLA, torch.set_num_threads, intra_op_num_threads of onnxruntime); processor time over "
        "wall time is recorded."
    )


def same_work() -> str:
    return (
        "float32. All compute the same numbers from the same weights: output, final states and, in "
        "training, gradients of the input (where it needs one), of the starting states and of all "
        "parameters. Before it is timed, each is held to the reference backend at a small size, "
        "and recurra passes its conformance suite."
    )


def of_torch() -> str:
    return (
        "nn.LSTM, nn.GRU and nn.RNN compute the gradient of the input whether it is asked for or "
        "not. Packed sequences are handed to them packed, longest first. A cell that torch does "
        "not have is held against nn.LSTM of the same sizes."
    )


def loops() -> str:
    return (
        "The loops in torch and JAX are printed from the cell's equations as a careful author "
        "writes them: input products for the whole sequence at once, one stacked product for each "
        "operand and step. Compilation is not timed; the first call at each size is kept apart."
    )


def operations() -> str:
    return (
        "GFLOP/s count the matrix products that are done, a multiply-add as two; the peak is the "
        "quickest large product seen in the same run, of torch's BLAS or of recurra's own kernel."
    )


def crowded(share: float) -> str:
    return (
        f"The machine was not free: single-threaded calls had {share:.0%} of a core in the median. "
        "Take these figures on a quiet machine before quoting them."
    )

"""What `recurra bench` prints."""

from recurra.words.en.phrases import counted

DIRECTIONS = {"forward": "forward", "backward": "backward"}


def go_on(folder: str) -> str:
    return f"Go on with: recurra bench kernels --resume {folder}"


def written(folder: str) -> str:
    return f"Records and report: {folder}"


def row(cell: str, mode: str, shape: str, threads: int, rival: str, ratio: float) -> str:
    return f"{cell} {mode} {shape}, {counted(threads, 'thread')}, to {rival}: {ratio:.2f}"


def no_threads(given: str) -> str:
    return f"{given!r} holds no numbers of threads; write for instance 1,2"


def one_shape() -> str:
    return "give one shape: steps, sequences, inputs and units, as 28,64,28,100"


def stages(cell: str, shape: str, seed: int, rounds: int) -> str:
    return f"{cell} at T,B,I,H {shape}; seed {seed}, 1 thread, least of {counted(rounds, 'call')}"


def stage(direction: str, name: str) -> str:
    return f"{DIRECTIONS.get(direction, direction)}: {name}"


def outside() -> str:
    return "outside the kernels: Python, torch"


def whole() -> str:
    return "a whole call"


def products(rate: float) -> str:
    return f"the matrix products alone at {rate:.0f} GFLOP/s"


def what_a_treebank_is() -> str:
    return (
        "A treebank is a file of trees in brackets, such as (3 (2 good) (2 film)), its name ending "
        "in .txt, .mrg or .ptb, or a .conllu file, or a folder of such files"
    )


def no_treebank() -> str:
    return "this is no treebank"


def no_trees() -> str:
    return "this holds no trees"

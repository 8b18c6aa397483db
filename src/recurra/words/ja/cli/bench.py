"""What `recurra bench` prints."""

from recurra.words.ja.phrases import quoted

DIRECTIONS = {"forward": "順伝播", "backward": "逆伝播"}


def go_on(folder: str) -> str:
    return f"続けるには: recurra bench kernels --resume {folder}"


def written(folder: str) -> str:
    return f"記録とレポート: {folder}"


def row(cell: str, mode: str, shape: str, threads: int, rival: str, ratio: float) -> str:
    return f"{cell} {mode} {shape}、{threads}スレッド、対 {rival}: {ratio:.2f}"


def no_threads(given: str) -> str:
    return f"{quoted(given)}をスレッド数として読めません。1,2 のように書いてください"


def one_shape() -> str:
    return (
        "サイズを1つだけ指定してください。ステップ数、系列数、入力数、ユニット数を 28,64,28,100 の"
        "ように書いてください"
    )


def stages(cell: str, shape: str, seed: int, rounds: int) -> str:
    return f"{cell}、T,B,I,H {shape}、シード{seed}、1スレッド、{rounds}回の呼び出しの最小値"


def stage(direction: str, name: str) -> str:
    return f"{DIRECTIONS.get(direction, direction)}: {name}"


def outside() -> str:
    return "カーネルの外（Python、torch）"


def whole() -> str:
    return "呼び出し全体"


def products(rate: float) -> str:
    return f"行列積だけの場合（{rate:.0f} GFLOP/s）"


def what_a_treebank_is() -> str:
    return (
        "ツリーバンクとして、(3 (2 good) (2 film)) のように括弧で書いた木のファイル（名前の末尾が "
        ".txt、.mrg、.ptb）、.conllu ファイル、またはこれらを含むフォルダを指定してください"
    )


def no_treebank() -> str:
    return "ツリーバンクではありません"


def no_trees() -> str:
    return "木が含まれていません"

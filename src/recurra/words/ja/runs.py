"""What can happen to a run and its folder, and how to go on."""


def in_use(folder: str, holder: str) -> str:
    number, _, host = holder.partition(" ")
    who = f"プロセス {number}（{host or '不明なホスト'}）" if holder else "別のプロセス"
    return (
        f"{folder} は{who}が使用中です。終了を待つか停止するか、--out で別のフォルダを指定して"
        "ください"
    )


def not_empty(folder: str) -> str:
    return (
        f"{folder} は空ではありません。--out で別のフォルダを指定するか、中断した実行なら "
        f"--resume {folder} で再開してください"
    )


def nothing_begun(folder: str) -> str:
    return f"{folder} には中断前の記録がありません。--out {folder} でもう一度始めてください"


def nothing_asked(folder: str) -> str:
    return (
        f"{folder} は計画ができる前に中断され、指定内容の記録もありません。別のフォルダで"
        "もう一度始めてください"
    )


def damaged(file: str) -> str:
    return (
        f"{file} は書かれたときの内容ではないため、読めません。別のフォルダでもう一度始めてください"
    )


def interrupted(folder: str) -> str:
    return (
        "中断しました。終わった分は保存されています。次のコマンドで再開してください: "
        f"recurra compare --resume {folder}"
    )


def interrupted_early() -> str:
    return "何も書かないうちに中断しました。同じコマンドでもう一度始めてください"


def disk_full(place: str, remedy: str) -> str:
    return f"ディスクの空きがないため、{place} に書き込めません。空きを作ってから、{remedy}"


def unwritable(place: str, why: str, remedy: str) -> str:
    return f"{place} を読み書きできません（{why}）。原因を取り除いてから、{remedy}"


def gone(folder: str) -> str:
    return (
        f"実行中に {folder} が削除または移動されました。もう一度始めるか、元に戻してから"
        f"次のコマンドで再開してください: recurra compare --resume {folder}"
    )


def go_on(folder: str) -> str:
    return f"次のコマンドで再開してください: recurra compare --resume {folder}"


def start_again() -> str:
    return "同じコマンドをもう一度実行してください（この実行の記録は残っていません）"


def too_many_workers(asked: int, cores: int) -> str:
    return (
        f"ワーカーが{asked}個指定されましたが、コアは{cores}個です。コアより多いと遅くなり、"
        f"測った時間も正しくなくなります。--workers {cores} とするか、それでもよければ --force を"
        "付けてください"
    )

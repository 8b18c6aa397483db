"""Folders of reproductions that cannot be used."""


def other_paper(folder: str, paper: str, size: str) -> str:
    return (
        f"{folder} には {paper}（規模 {size}）の再現実験があります。--out に別のフォルダを"
        "指定してください"
    )


def other_look(folder: str, options: tuple[str, ...]) -> str:
    said = " ".join(options) or "指定なし"
    return (
        f"{folder} の再現実験は別の条件（{said}）で始められています。--out に別のフォルダを"
        "指定してください"
    )


def other_versions(folder: str) -> str:
    return (
        f"{folder} の再現実験は、recurra またはライブラリの別のバージョンで始められています。"
        "数値が変わりうるため、--out に別のフォルダを指定してください"
    )


def beside_itself(folder: str) -> str:
    return f"{folder} を自分自身と並べることはできません。--out に別のフォルダを指定してください"


def beside_another_paper(folder: str, held: str, wanted: str) -> str:
    return (
        f"{folder} にあるのは {wanted} ではなく {held} です。--beside に別のフォルダを"
        "指定してください"
    )


def not_finished(folder: str) -> str:
    return f"{folder} の再現実験は終わっていません。先に最後まで実行してください"


def is_a_file(folder: str) -> str:
    return f"{folder} はファイルです。--out に別のフォルダを指定してください"


def not_empty(folder: str) -> str:
    return f"{folder} は空ではありません。--out に別のフォルダを指定してください"


def cannot_write(folder: str, why: str) -> str:
    return f"{folder} に書き込めません（{why}）。別の場所を指定してください"

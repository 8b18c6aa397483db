"""Files that cannot be read."""

from recurra.words.ja.phrases import either


def folder() -> str:
    return "ファイルではなくフォルダです"


def unreadable(reason: str) -> str:
    return f"読めません（{reason}）"


def empty() -> str:
    return "ファイルが空です"


def missing() -> str:
    return "ファイルまたはフォルダがありません"


def near(names: tuple[str, ...]) -> str:
    return f"もしかして{either(names)}ですか" if names else ""


def damaged(kind: str, reason: str) -> str:
    return f"{kind}ファイルが壊れているか途中で切れています（{reason}）"


def get_again() -> str:
    return "コピーまたはダウンロードし直してください"


def several(count: int, names: tuple[str, ...]) -> str:
    if not count:
        return "zipファイルの中にファイルがありません"
    more = "など" if count > len(names) else ""
    return f"zipファイルに{count}個のファイルがあります（{'、'.join(names)}{more}）"


def unzip() -> str:
    return "ファイルを1つ指定するか、フォルダに展開してください"

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


def damaged(reason: str) -> str:
    return f"gzipファイルが壊れているか途中で切れています（{reason}）"


def get_again() -> str:
    return "コピーまたはダウンロードし直してください"

"""Why a rival's process does not time a job."""

from recurra.words.ja.phrases import quoted


def conformance(found: str) -> str:
    return f"適合性検査に不合格: {quoted(found)}"


def other_work(found: str) -> str:
    return f"計算の内容が異なる: {found}"


def failed(kind: str, what: str) -> str:
    """What was raised, by the name of its class."""
    return f"エラー{quoted(kind)}: {what}"

"""What `recurra reproduce` prints."""

from recurra.words.ja.phrases import quoted


def paper(title: str, cite: str) -> str:
    return f"{title}（{cite}）"


def rates_are_numbers(given: str) -> str:
    return f"--rates の値{quoted(given)}を数値として読めません。数値をコンマで区切ってください"


def progress(stage: str, done: int, total: int, left: str) -> str:
    rest = f"、{left}" if left else ""
    return f"... {stage}: {done}/{total}{rest}"


def quick() -> str:
    return "動作確認用の実行（quick）です。数値に意味はありません。"


def claim(
    says: str,
    key: str,
    expected: str,
    source: str,
    measured: str,
    conditions: str,
    verdict: str,
    why: str,
) -> str:
    return (
        f"{says} [{key}]\n"
        f"  期待値  {expected}（出典: {source}）\n"
        f"  測定値  {measured}。条件: {conditions}\n"
        f"  判定    {verdict}" + (f"（{why}）" if why else "")
    )


def earlier(verdict: str, measured: str) -> str:
    return f"  前回    {verdict}: {measured}"


def unmeasured() -> str:
    return "未測定:"


def reason(says: str, key: str, why: str) -> str:
    return f"  {says} [{key}]。未測定の理由: {why}"


def guessed() -> str:
    return "推測で補った点:"


def report(file: str) -> str:
    return f"レポート: {file}"

"""What looks other than it is in data."""

from recurra.words.ja.phrases import quoted


def sentinel(name: str, value: float, count: int) -> str:
    return (
        f"{quoted(name)}: ほかの値から離れた{value:.10g}が{count:,}回あります。欠損を表す値なら、"
        "空欄にしてください。"
    )


def group(name: str, count: int) -> str:
    return (
        f"{quoted(name)}は数値として読みましたが、{count:,}系列の名前のようです。"
        "その場合は --group で指定してください。"
    )


def series(name: str, count: int) -> str:
    return (
        f"{quoted(name)}は、順に並んだ{count:,}系列の名前のようです。--group で系列を分けられます。"
    )


def identifier(name: str) -> str:
    return f"{quoted(name)}は数値として読みましたが、名前から見て識別番号のようです。"


def falls(name: str, target: bool) -> str:
    what = f"{quoted(name)}は残り時間のように1行ごとに1ずつ減っています。"
    if not target:
        return f"{what}入力にすると答えが漏れるおそれがあります。"
    return (
        f"{what}自身の過去からだけで予測できるため、評価の意味がありません。ほかの列から求めるには "
        f"--target {name} --task regression --group 列 を指定してください。"
    )


def counter(name: str) -> str:
    return f"{quoted(name)}は1行ごとに1ずつ増える行番号で、測定値ではないようです。"


def shifted(name: str, target: str, rows: int, ahead: bool) -> str:
    if ahead:
        return f"{quoted(name)}は{rows}行後の{quoted(target)}と同じで、答えが漏れています。"
    return f"{quoted(name)}は{rows}行前の{quoted(target)}と同じで、新しい情報がありません。"

"""--inputs: which columns go to which input of a cell."""

from collections.abc import Sequence

from recurra.words.ja.phrases import listed, quoted

SHOWN = 12  # columns that an error lists
HOW = "x=4,gap=1 のように、「名前=幅」または「名前=列+列」をコンマで区切って書いてください"


def twice(name: str) -> str:
    return f"--inputs に{quoted(name)}が2回あります。{HOW}"


def no_columns(part: str) -> str:
    return f"--inputs の{quoted(part)}に列の指定がありません。{HOW}"


def one_input() -> str:
    return (
        "--inputs は列をセルの複数の入力に分けるためのものですが、指定されたセルの入力は"
        "どれも1つで、すべての列を受け取ります。--inputs を外してください"
    )


def name() -> str:
    return "--inputs の入力"


def column() -> str:
    return "--inputs の列"


def widths(given: str, cell: str, total: int, width: int, channels: tuple[str, ...]) -> str:
    return (
        f"セル{quoted(cell)}の --inputs {given} は合計{total}列ですが、データは{width}列です"
        f"{_listed(channels)}。幅は1以上とし、合計を列数に合わせてください。"
        "一部の列だけを使う場合は名前で指定してください"
    )


def vectors(cell: str) -> str:
    return (
        f"セル{quoted(cell)}の入力はトークンのベクトルで、その成分に名前はありません。"
        "--inputs x=40,gap=10 のように幅で指定してください"
    )


def nothing(name: str, given: str, channels: tuple[str, ...], missing: str | None) -> str:
    made = f"。--missing {missing} を付けると作られます" if missing else ""
    return f"--inputs {name}={given} に当てはまる列がデータにありません{_listed(channels)}{made}"


def unsaid(
    cell: str,
    inputs: tuple[str, ...],
    missing: tuple[str, ...],
    width: int,
    channels: tuple[str, ...],
    example: str,
    special: tuple[str, ...],
) -> str:
    said = (
        f"--inputs に{listed(missing)}の指定がありません"
        if missing
        else "--inputs の指定がありません"
    )
    made = (
        f"。表と .ts ファイルでは、--missing {'+'.join(special)} を付けると"
        f"{listed(special)}のチャネルが作られ、自動で割り当てられます"
        if special
        else ""
    )
    first = inputs[0] if inputs else ""
    return (
        f"セル{quoted(cell)}には複数の入力（{listed(inputs)}）がありますが、{said}。"
        f"データは{width}列です{_listed(channels)}。--inputs {example} のように順に幅で分けるか、"
        f"{first}=列+列 のように名前で分けてください{made}"
    )


def _listed(channels: Sequence[str]) -> str:
    if not channels:
        return ""
    more = f"、ほか{len(channels) - SHOWN}列" if len(channels) > SHOWN else ""
    return f"（{', '.join(channels[:SHOWN])}{more}）"

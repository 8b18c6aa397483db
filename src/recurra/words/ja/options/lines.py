"""What is made of what is said of one setting: its line in help, errors in its value."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.ja.phrases import listed, quoted


def help(
    what: Words | str,
    choices: Mapping[str, Words | str],
    zero: Words | str,
    usual: Words | str,
    why: Words | str,
) -> str:
    line = str(what).removesuffix("。")
    if choices:
        shown = [f"{name}（{is_}）" if str(is_) else name for name, is_ in choices.items()]
        line += f": {listed(shown)}"
    if str(zero):
        line += f"。0の場合は{zero}"
    if str(usual):
        line += f"。省略時は{usual}"
    if str(why):
        line += f"（{why}ため）"
    return f"{line}。"


def named(name: str) -> str:
    return f"{name} の値"


def out_of_range(
    name: str,
    value: float,
    least: float | None,
    above: float | None,
    most: float | None,
    below: float | None,
) -> str:
    limits = {"以上": least, "より大きい値": above, "以下": most, "未満": below}
    rule = "かつ".join(f"{limit:g}{word}" for word, limit in limits.items() if limit is not None)
    return f"{name} は{rule}で指定してください（現在の値: {value}）"


def no_share(written: str) -> str:
    return f"{quoted(written)}は割合として読めません。1% または 0.01 のように指定してください"

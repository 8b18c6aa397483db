"""What commands print beside results."""


def language() -> str:
    return "表示に使う言語（英語または日本語）。省略時はロケールに従います。"


def interrupted() -> str:
    return "recurra: 中断しました"

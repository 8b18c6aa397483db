"""What `--help` says of `recurra inspect`."""


def does() -> str:
    return (
        "学習の前に、データがどう読み取られたかを表示します。\n\n"
        "形式、文字コード、時刻、時間間隔、欠けている行、グループ、列、設定されるタスクと"
        "ほかに選べるタスク、データの分割、不自然な点、次に実行するコマンドを示します。"
    )


def json() -> str:
    return "読み取った内容をJSONで表示します。"


def html() -> str:
    return "各列の図を含むHTMLファイルも出力します。"

"""What `--help` says of `recurra evaluate`."""


def does() -> str:
    return "正解の付いた新しいデータでモデルを評価します。"


def json() -> str:
    return "JSONで表示します。"

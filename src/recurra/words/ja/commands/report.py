"""What `--help` says of `recurra report`."""


def does() -> str:
    return "比較または論文再現のレポートを、記録から作り直します。"


def folders() -> str:
    return "完了した比較または論文再現のフォルダ。"


def costs() -> str:
    return "所要時間の内訳をMarkdownで表示します（実行ごとに1列）。"

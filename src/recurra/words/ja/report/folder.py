"""What is wrong with a run's folder."""


def no_folder(folder: str) -> str:
    return f"{folder}: フォルダがありません。compare が作成したフォルダを指定してください"


def no_run(folder: str, file: str) -> str:
    return f"{folder}: {file} がありません。compare が作成したフォルダを指定してください"


def removed(folder: str, file: str) -> str:
    return (
        f"{folder}: {file} がありません。実行は完了しているため、ファイルが削除されています。"
        "compare をもう一度実行してください"
    )


def unfinished(folder: str, file: str) -> str:
    return (
        f"{folder}: {file} がありません。比較が完了していません。再開してください: "
        f"recurra compare --resume {folder}"
    )


def other_format(file: str, found: int, known: int) -> str:
    return (
        f"{file}: 記録の形式は{found}ですが、このバージョンのrecurraが読めるのは形式{known}です。"
        "記録したバージョンでレポートを作成してください"
    )


def not_a_record(file: str, why: str) -> str:
    return f"{file}: 比較の記録として読めません（{why}）。compare をもう一度実行してください"


def not_a_line(file: str, line: int, why: str) -> str:
    return f"{file}、{line}行目: 記録として読めません（{why}）。compare をもう一度実行してください"


def stray(folder: str, names: tuple[str, ...]) -> str:
    return (
        f"{folder}: 結果と計画が対応していません。{'、'.join(names)}が plan.json にありません。"
        "複数の実行のファイルを混ぜないでください"
    )


def no_score(folder: str, name: str) -> str:
    return (
        f"{folder}: results.json が推奨する{name}にスコアがありません。"
        "compare をもう一度実行してください"
    )

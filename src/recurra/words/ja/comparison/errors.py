"""What is wrong with what a comparison was asked for, or with its folder."""

from recurra.words.ja.phrases import listed, quoted


def no_data() -> str:
    return "データが指定されていません。パス、または digits のような名前を指定してください"


def cells_once() -> str:
    return "各セルは一度だけ、少なくとも一つ指定してください"


def no_forget_bias(cells: tuple[str, ...]) -> str:
    return (
        f"--init chrono は忘却ゲートのバイアスを設定しますが、{listed(cells)}にはありません。"
        "--cells または --init を変更してください"
    )


def short_for_chrono() -> str:
    return "--init chrono には3ステップ以上の系列が必要です。--init を変更してください"


def data_changed(data: str) -> str:
    return f"計画の作成後に{data}が変更されています。計画を作り直してください"


def other_data(data: str) -> str:
    return (
        f"{data}は計画の対象としたデータと異なります（値、列、またはオプションが変わっています）。"
        "計画を作り直してください"
    )


def memory_failed(said: str) -> str:
    """`said`: the end of what the process wrote."""
    return f"学習時のメモリを測定できませんでした: {said}"


def worker_ended(folder: str | None) -> str:
    where = "..." if folder is None else f"--resume {folder}"
    return (
        "ワーカープロセスが予期せず終了しました。メモリ不足の可能性があります。"
        f"ワーカーを減らして再開してください: recurra compare {where} --workers 1"
    )


def no_model(kind: str) -> str:
    return f"{kind}は学習済みモデルではありません。フォルダまたは Model を指定してください"


def no_batches() -> str:
    return "メモリ上のモデルの診断には、目標値を含むミニバッチが必要です。data= を指定してください"


def no_folder(folder: str) -> str:
    return f"フォルダ{quoted(folder)}がありません。パスを確認してください"


def unfinished(folder: str) -> str:
    return (
        f"{folder}には完成したモデルがありません。再開してください: "
        f"recurra compare --resume {folder}"
    )


def no_validation(folder: str) -> str:
    return (
        f"{folder}からは検証データを特定できません。学習に使っていないファイルを DATA に指定して"
        "ください"
    )


def finished(folder: str) -> str:
    return f"{folder}は完了しています。レポートを作り直すには: recurra report {folder}"


def no_comparison(folder: str) -> str:
    return (
        f"{folder}は比較のフォルダではありません（run.json がありません）。"
        "compare が作成したフォルダを指定してください"
    )


def is_file(path: str) -> str:
    return f"{path}はファイルです。--out に別のフォルダを指定してください"


def not_writable(folder: str, why: str) -> str:
    return f"{folder}に書き込めません（{why}）。--out に別のフォルダを指定してください"


def no_plan(path: str) -> str:
    return f"{path}に計画がありません。plan.json または実行のフォルダを指定してください"


def not_a_plan(file: str, why: str) -> str:
    return f"{file}は計画として読めません（{why}）。compare が作成した plan.json を指定してください"

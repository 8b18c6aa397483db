"""Which cells fit a task."""

from recurra.words.ja.phrases import quoted


def for_trees(cell: str, data: str) -> str:
    return (
        f"セル{quoted(cell)}は木のためのものですが、{data}には木がありません。"
        "ほかのセルを選んでください"
    )


def misfit(cell: str, takes: str, but: str) -> str:
    return f"セル{quoted(cell)}が扱えるのは{takes}ですが、{but}"


def only_for_chains(cell: str) -> str:
    return (
        f"セル{quoted(cell)}は木のためのものです。再帰ドロップアウト、zoneout、再帰の内部での"
        "勾配クリッピングは系列にだけ使えます。指定を外すか、ほかのセルを選んでください"
    )

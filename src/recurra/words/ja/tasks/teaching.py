"""What cannot be trained so."""

from recurra.words.ja.phrases import quoted


def no_stream(task: str) -> str:
    return f"learn-from stream は時系列の予測でのみ使えます（今回のタスク: {task}）"


def no_overlap(task: str, streams: bool) -> str:
    also = "。--learn-from stream を指定すると使えます" if streams else ""
    return f"{task} では区間が連続しないため、truncate に重なりを指定できません{also}"


def trees_cut(cell: str) -> str:
    return f"{cell}: truncate は系列のステップ数です。木構造用のセルでは使えません"


def no_state(name: str) -> str:
    return (
        f"{quoted(name)}には引き継ぐ状態がありません。"
        "打ち切りやストリームの学習はセルで行ってください"
    )


def both_directions(name: str) -> str:
    return (
        f"{quoted(name)}は両端から読むため、打ち切りやストリームの学習では未来が見えてしまいます。"
        "一方向にしてください"
    )


def no_changes(cell: str) -> str:
    return f"{cell}: change_penalty は時刻間の変化に対するもので、木構造用のセルでは使えません"

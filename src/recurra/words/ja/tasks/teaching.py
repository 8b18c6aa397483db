"""What cannot be trained so."""


def no_stream(task: str) -> str:
    return f"learn-from stream は時系列の予測でのみ使えます（今回のタスク: {task}）"


def no_overlap(task: str, streams: bool) -> str:
    also = "。--learn-from stream を指定すると使えます" if streams else ""
    return f"{task} では区間が連続しないため、truncate に重なりを指定できません{also}"


def trees_cut(cell: str) -> str:
    return f"{cell}: truncate は系列のステップ数です。木構造用のセルでは使えません"

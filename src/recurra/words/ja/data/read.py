"""What a path or a name is."""

from typing import Literal

HOLDS = {
    "table": "予測用の表",
    "probe": "生成されるデータ（--examples を参照）",
    "sequences": "分類用のラベル付き系列",
}


def limit(given: int) -> str:
    return f"--limit は1以上にしてください（指定は{given}）"


def nothing_here() -> str:
    return "このフォルダにはIDX画像（*-images-idx*）も .ts ファイルも木のファイルもありません"


def give_table() -> str:
    return "表を使う場合はファイルを直接指定してください"


def does_not_fit(option: str, name: str, holds: Literal["table", "probe", "sequences"]) -> str:
    return f"{name}は{HOLDS[holds]}なので、--{option} は使えません。外してください"


def task_does_not_fit(task: str, name: str, holds: Literal["table", "probe", "sequences"]) -> str:
    return f"{name}は{HOLDS[holds]}なので、--task {task} は使えません。外してください"

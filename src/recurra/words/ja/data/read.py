"""What a path or a name is."""

from collections.abc import Sequence

from recurra.words.ja.phrases import listed

READERS = {
    "images": "画像",
    "labelled": "ラベル付き系列（.ts）",
    "tables": "表",
    "treebanks": "木構造データ",
    "probes": "プローブ課題（probe:NAME）",
    "arrays": "配列（.npy、.npz）",
    "recordings": "記録（1件1ファイル）",
}
HOLDS = {
    "images": "分類用の画像",
    "labelled": "分類用のラベル付き系列",
    "tables": "予測用の表",
    "treebanks": "分類用の木構造データ",
    "arrays": "ラベル付きの配列",
    "recordings": "ラベル付きの記録",
    "probes": "生成されるデータ（--examples を参照）",
}


def nothing_here() -> str:
    return (
        "このフォルダには記録（.wav、.csv、.parquet、.npy）、IDX画像（*-images-idx*）、"
        ".ts ファイル、木のファイルのいずれもありません"
    )


def give_table() -> str:
    return "表を使う場合はファイルを直接指定してください"


def does_not_fit(option: str, name: str, holds: str, of: Sequence[str]) -> str:
    own = listed([READERS.get(one, one) for one in of])
    return (
        f"{name}は{HOLDS.get(holds, holds)}なので、--{option} は使えません。"
        f"--{option} は{own}用のオプションです。外してください"
    )


WORKS = {
    "images": "classification",
    "labelled": "classification、数値が付いたデータではregression・counts・positive",
    "tables": "forecasting、--label や --target と --group を指定すれば"
    "classification・regression・counts・positive",
    "treebanks": "classificationとnodes",
    "probes": "classification、数値のプローブではregression、木ではnodes",
}


def task_does_not_fit(task: str, name: str, holds: str) -> str:
    works = f"（使えるもの: {WORKS[holds]}）" if holds in WORKS else ""
    return (
        f"{name}は{HOLDS.get(holds, holds)}なので、--task {task} は使えません。"
        f"外してください{works}"
    )

"""Series with class labels."""

from recurra.words.ja.phrases import quoted


def no_pair(count: int, names: tuple[str, ...]) -> str:
    return f"{count}個の .ts ファイルが訓練とテストの組になっていません（{'、'.join(names)}）"


def give_training() -> str:
    return "訓練ファイルを指定してください。名前に、訓練ではTRAIN、テストではTESTを入れてください"


def filled(count: int, share: float) -> str:
    return f"欠損値{count}個（{share:.1%}）を直前の値で補いました。"


def masks(names: tuple[str, ...]) -> str:
    return f"{'、'.join(names)}の欠損を示すチャネルを加えました。"


def uneven() -> str:
    return "時間間隔が不均等なので、直前のステップからの経過時間のチャネルを加えました。"


def task() -> str:
    return "クラスのラベルが付いた時系列なので、分類タスクとします。"


def values() -> str:
    return "系列ごとに数値が付いている（@targetLabel）ため、回帰とみなします。"


def no_target() -> str:
    return "予測する数値（@targetLabel）がありません"


def series(count: int, channels: int, shortest: int, longest: int) -> str:
    steps = f"{shortest}〜{longest}" if shortest < longest else f"{shortest}"
    return f"系列は{count}本、チャネル数は{channels}、系列長は{steps}です。"


def no_examples(classes: tuple[str, ...]) -> str:
    return f"データのないクラスは除きました（{'、'.join(classes)}）。"


def channels(count: int, other: int, file: str) -> str:
    return f"チャネル数は{count}ですが、{file}では{other}です"


def new_class(label: str, file: str) -> str:
    return f"クラス{quoted(label)}のデータが{file}にありません"

"""What is wrong with the bundle of a model."""

from recurra.words import Words
from recurra.words.ja.phrases import listed, quoted


def baseline(name: str) -> str:
    return (
        f"{name} は単純なベースラインであり、ネットワークではありません。"
        "ネットワークのモデルを指定してください"
    )


def in_folder(folder: str, what: Words | str) -> str:
    return f"{folder}: {what}"


def no_bundle(folder: str, why: Words | str) -> str:
    return (
        f"{folder} は保存されたモデルのフォルダではありません（{why}）。"
        "モデルのフォルダを指定してください"
    )


def not_readable(file: str) -> str:
    return f"{file} を読み込めません"


def no_object(file: str) -> str:
    return f"{file} の中身がオブジェクトではありません"


def no_number(written: str) -> str:
    return f"{written} は数値ではありません"


def other_format(folder: str, format: str, known: tuple[str, ...]) -> str:
    return (
        f"{folder} の形式は{format}ですが、このバージョンのrecurra が読めるのは{listed(known)}です"
    )


def older(folder: str) -> str:
    return (
        f"{folder} は古いバージョンで保存されており、全体のチェックサムがありません。"
        "各ファイルは個別に検査しましたが、全体が保存時のままであることは確認できていません。"
    )


def other_version() -> str:
    return "保存したバージョンで読み込んでください"


def other_recurra() -> str:
    return "保存したバージョンのrecurraで読み込んでください"


def spoiled(folder: str, file: str) -> str:
    return f"{folder}: {file} が保存時の内容と異なります"


def copy_again() -> str:
    return "フォルダをコピーし直すか、学習し直してください"


def wrong_entry(file: str, what: str) -> str:
    return f"{file} は保存されたモデルのものではありません（{what}）"


def missing_entry(entry: str) -> str:
    return f"{entry} がありません"


def other_sizes(folder: str, manifest: str, weights: str) -> str:
    return f"{folder}: {manifest} のサイズと {weights} のサイズが一致しません"


def other_type(folder: str, weights: str, dtype: str) -> str:
    return f"{folder}: {weights} のテンソルの型が{dtype}ではありません"


def not_finite(file: str, tensor: str) -> str:
    return f"{file}: {tensor} に有限でない数値が含まれています"


def other_equations(folder: str, cell: str) -> str:
    return f"{folder}: {cell} の式が学習時のものと異なります"


def no_such_baseline(folder: str, name: str) -> str:
    return f"{folder}: ベースライン{quoted(name)}はありません"


def not_savable(kind: str) -> str:
    return f"{kind} はモデルとして保存できません。別のモデルを指定してください"

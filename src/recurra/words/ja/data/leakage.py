"""What reaches an earlier part from a later one, or is in two parts."""

from typing import Literal

from recurra.words.ja.phrases import PARTS, quoted, several


def nothing() -> str:
    return "データリークの検査: 問題は見つかりませんでした。"


def found(serious: bool, what: str) -> str:
    return f"データリークの検査（{'リークあり' if serious else '注意'}）: {what}"


def scaler() -> str:
    return "スケーラーが訓練データだけから求められていません。"


def shared(
    count: int,
    one: Literal["train", "validation", "test"],
    other: Literal["train", "validation", "test"],
) -> str:
    return f"{count:,}件が{PARTS[one]}と{PARTS[other]}の両方にあります。"


def repeated(count: int, of: int, part: Literal["validation", "test"]) -> str:
    return f"{PARTS[part]}{of:,}件のうち{count:,}件が訓練データにも含まれています。"


def repeated_trees(count: int, of: int, part: Literal["validation", "test"]) -> str:
    return f"{PARTS[part]}の木{of:,}本のうち{count:,}本が訓練データにも含まれています。"


def beyond(count: int, part: Literal["train", "validation", "test"]) -> str:
    return f"{PARTS[part]}の窓{count:,}個が{PARTS[part]}の範囲を越えています。"


def shared_rows(
    count: int,
    one: Literal["train", "validation", "test"],
    other: Literal["train", "validation", "test"],
) -> str:
    return f"予測対象の{count:,}行が{PARTS[one]}と{PARTS[other]}の両方の窓にあります。"


def backwards(group: str) -> str:
    return f"グループ{quoted(group)}で日時が前に戻っています。"


def shifted(column: str, target: str, steps: int) -> str:
    return f"列{quoted(column)}は{steps}ステップ先の{quoted(target)}を含んでいます。"


def copy_ahead(column: str, target: str) -> str:
    return f"将来の値が既知とされた列{quoted(column)}が予測対象{quoted(target)}と同じです。"


def in_two(by: str, count: int, names: tuple[str, ...]) -> str:
    which = several(names) + ("など" if count > len(names) else "")
    if not by:
        return (
            f"{count:,}個の記録（{which}）から切り出した部分が複数の区分にあります。"
            "時間的に隣り合う部分はほぼ同じものです。"
        )
    return (
        f"{quoted(by)}のうち{count:,}個（{which}）が複数の区分にあります。"
        "このスコアは既知のものを見分ける力であり、初めてのものに対する力ではありません。"
    )


def smoothed(column: str, target: str) -> str:
    return (
        f"列{quoted(column)}は{quoted(target)}の未来の値から作られています"
        "（中心化移動平均など、因果的でないフィルター）。"
    )


def copy(column: str, target: str) -> str:
    return f"列{quoted(column)}は予測対象{quoted(target)}の単位を変えただけの列です。"


def late() -> str:
    return "訓練データの一部の行がテストデータの行より後にあります。"


def unsorted(column: str) -> str:
    return (
        f"列{quoted(column)}は行番号ですが、行がその順に並んでいません。--time で指定してください。"
    )


def rows_again(count: int, of: int, rows: int) -> str:
    return (
        f"テストデータの連続{rows}行{of:,}組のうち{count:,}組が訓練データにもそのまま含まれます"
        "（行の重複）。"
    )


def class_told(channel: str) -> str:
    return f"チャネル{quoted(channel)}の値はクラスごとに1つで、クラスそのものです。"


def value_told(channel: str, target: str) -> str:
    return f"チャネル{quoted(channel)}の最後の値は、予測すべき{quoted(target)}そのものです。"

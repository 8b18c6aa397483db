"""New data for a trained model."""

from recurra.words.ja.phrases import quoted


def no_format() -> str:
    return ".ts ファイルでもIDXファイル（*-images-idx*）でもありません"


def width(found: int, taken: int) -> str:
    return f"この読み順では1ステップの値が{found}個ですが、モデルの入力は{taken}個です"


def channels(found: int, taken: int) -> str:
    return f"チャネル数は{found}ですが、モデルの入力は{taken}チャネルです"


def no_target() -> str:
    return "予測対象の値が1つもありません"


def few_rows(rows: int, lookback: int, horizon: int) -> str:
    return f"行数{rows}が参照期間と予測期間の合計（{lookback}＋{horizon}）に足りません"


def more_rows() -> str:
    return "行を増やしてください"


def nothing_new(name: str) -> str:
    return (
        f"{quoted(name)}はrecurraに付属するデータで、新しいデータはありません。"
        "このデータのモデルは学習時にテストデータで評価されています"
    )


def give_file() -> str:
    return "IDX形式の画像（*-images-idx*）または .ts 形式の系列のファイルを指定してください"


def other_kind(channels: tuple[str, ...]) -> str:
    return f"このモデルが扱える種類のデータではありません（入力: {'、'.join(channels)}）"


def short_history(rows: int, group: str, needed: int) -> str:
    return f"{_of(group)}行数は{rows}ですが、モデルは過去{needed}行を参照します"


def more_history() -> str:
    return "予測の起点より前の行を増やしてください"


def short_future(rows: int, group: str, needed: int, known: tuple[str, ...]) -> str:
    return (
        f"{_of(group)}予測対象の最後の値の後に{rows}行ありますが、"
        f"{'、'.join(known)}の値が{needed}行必要です"
    )


def add_future() -> str:
    return "予測対象を空欄にして、その行を加えてください"


def _of(group: str) -> str:
    return f"グループ{quoted(group)}: " if group else ""


def of_folder(file: str) -> str:
    return f"フォルダの中の{file}を読みます。"


def pixels(kind: str, low: float, high: float, top: float) -> str:
    return f"画素値（{kind}、{low:g}〜{high:g}）は、学習時の0〜1に合わせて{top:g}で割ります。"


def other_pixels(kind: str, low: float, high: float, top: float) -> str:
    return f"画素値（{kind}、{low:g}〜{high:g}）の範囲が学習時（0〜{top:g}）と異なります"


def same_pixels() -> str:
    return "学習時の画像と同じ形式で保存してください"


def left_out(group: str, why: str) -> str:
    return f"グループ{quoted(group)}を除きました（{why}）。"


def same_group(group: str, known: str) -> str:
    return f"グループ{quoted(group)}を学習データの{quoted(known)}とみなします。"


def new_groups(count: int, names: tuple[str, ...]) -> str:
    shown = "、".join(names) + ("など" if count > len(names) else "")
    return f"学習データにないグループは、それぞれの過去の値で尺度を合わせます（{shown}）。"


def new_categories(column: str, names: tuple[str, ...]) -> str:
    shown = "、".join(quoted(name) for name in names)
    return f"列{quoted(column)}に学習データにないカテゴリがあります（{shown}）。"


def empty(names: tuple[str, ...]) -> str:
    shown = "、".join(quoted(name) for name in names)
    return f"値がない列があります（{shown}）。学習データの中央値で補います。"


def unused(count: int, names: tuple[str, ...]) -> str:
    shown = "、".join(quoted(name) for name in names) + ("など" if count > len(names) else "")
    return f"モデルが使わない列が{count}つあります（{shown}）。"


def other_dates() -> str:
    return "日時の表記が学習データと異なります。"


def other_unit(column: str, own: float, usual: float) -> str:
    return (
        f"列{quoted(column)}の値は、このデータでは約{own:.3g}、学習データでは約{usual:.3g}です。"
        "単位が異なる可能性があります。"
    )

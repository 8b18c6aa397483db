"""Folders of recordings and their labels."""

from collections.abc import Mapping, Sequence
from typing import Literal

from recurra.words.ja.phrases import listed, quoted, several

KINDS = {"wav": "WAVファイル", "array": "NumPyファイル", "table": "表"}


def task(of: Literal["values", "classes"]) -> str:
    if of == "values":
        return "記録ごとに数値が付いているため、回帰とみなします。"
    return "クラスのラベルが付いた記録なので、分類タスクとします。"


def bad_pattern(pattern: str, reason: str) -> str:
    return f"{quoted(pattern)}は正規表現として読めません（{reason}）"


def no_field(option: str, pattern: str) -> str:
    return f"--{option} の{quoted(pattern)}は、名前のどの部分を使うのかを示していません"


def how_pattern() -> str:
    return "'{label}_*.wav'、'*/{label}/*'、またはグループ1つの正規表現で指定してください"


def other_sound(count: int, names: Sequence[str]) -> str:
    return f"{_files(count, names)}は読み込めない音声形式です"


def to_wav() -> str:
    return "WAVに変換してください（例: ffmpeg -i a.mp3 a.wav）"


def none_here() -> str:
    return "このフォルダに記録はありません"


def other_files(count: int, names: Sequence[str]) -> str:
    return f"{_files(count, names)}は読み込みません。"


def broken_wav(reason: str) -> str:
    return f"WAVファイルを読めません（{reason}）"


def no_samples() -> str:
    return "WAVファイルに標本がありません"


def no_rate() -> str:
    return "ヘッダの標本化周波数が0です"


def not_finite(step: int) -> str:
    return f"{step:,}番目の標本が数値でないか、無限大であるか、大きすぎます"


def other_format(name: str) -> str:
    return f"WAVではなく{name}です"


def no_wav(start: str) -> str:
    return f"WAVファイルではありません（先頭が{start}）" if start else "空のファイルです"


def compressed(name: str) -> str:
    return f"圧縮された音声です（{name}）。読めるのはPCMと浮動小数点数です"


def short_wav(promised: int, found: int) -> str:
    return f"WAVファイルが途中で切れています（標本{promised:,}バイトのうち{found:,}バイト）"


def dimensions(count: int) -> str:
    return f"{count}次元の配列です。記録は［ステップ］か［ステップ、チャネル］の配列にしてください"


def no_steps() -> str:
    return "記録にステップがありません"


def no_numbers() -> str:
    return "数値の列がありません"


def from_folders(count: int) -> str:
    return f"ラベルはフォルダの名前です（{count}個）。"


def from_names(fields: Sequence[str]) -> str:
    return f"ファイル名から読み取る項目は{listed(fields)}です。"


def from_table(table: str, name: str) -> str:
    return f"ラベルは{table}の列{quoted(name)}です。"


def parts_of_folders(names: Sequence[str]) -> str:
    return f"訓練用とその他（{'、'.join(names)}）をフォルダの名前で分けます。"


def parts_of_column(name: str, table: str) -> str:
    return f"訓練・検証・テストは{table}の列{quoted(name)}で分けます。"


def no_row(count: int, names: Sequence[str], table: str) -> str:
    return f"{table}に{_files(count, names)}の行がありません。"


def no_match(count: int, names: Sequence[str]) -> str:
    return f"{_files(count, names)}の名前がパターンに合いません"


def outside(count: int, names: Sequence[str]) -> str:
    return f"{_files(count, names)}はラベルになるフォルダに入っていません。"


def left_out(count: int, names: Sequence[str]) -> str:
    return f"ラベルがないため{_files(count, names)}を除きました。"


def several_levels(names: Sequence[str]) -> str:
    return f"フォルダが何階層もあり、どれがラベルか判断できません（{'、'.join(names)}）"


def which_level() -> str:
    return (
        "--label-pattern '{label}/*/*' や '*/{label}/*' のように、"
        "ファイルから数えて指定してください"
    )


def several_tables(names: Sequence[str]) -> str:
    return f"記録の名前を含む表が複数あります（{'、'.join(names)}）"


def which_table() -> str:
    return "--labels FILE で指定してください"


def table_beside(names: Sequence[str]) -> str:
    return (
        f"{'、'.join(names)}にも記録の名前がありますが、そのラベルは使いません"
        "（使うには --labels）。"
    )


def names_no_file(columns: Sequence[str], values: Sequence[str], files: Sequence[str]) -> str:
    return (
        f"記録の名前が入った列がありません（列: {'、'.join(columns)}、値: {several(values)}、"
        f"フォルダの中身: {several(files)}）"
    )


def no_label_column() -> str:
    return "ファイル名のほかにラベルの列がありません"


def which_label(names: Sequence[str]) -> str:
    return f"ラベルになりうる列が複数あります（{'、'.join(names)}）"


def say_label() -> str:
    return "--label COL で指定してください"


def two_labels(file: str, one: str, other: str) -> str:
    return f"{file}に2つのラベル（{quoted(one)}と{quoted(other)}）があります"


def unknown_names(count: int, names: Sequence[str], table: str) -> str:
    return f"{table}の{count:,}行に当たる記録がありません（{_some(count, names)}）。"


def doubled(count: int, names: Sequence[str], table: str) -> str:
    return f"{table}の{count:,}行はほかの行と重複しています（{_some(count, names)}）。"


def empty_label(count: int, names: Sequence[str], table: str) -> str:
    return f"{table}で{_files(count, names)}のラベルが空欄です。"


def one_number(names: Sequence[str]) -> str:
    return (
        f"--target {'、'.join(names)} は記録ごとに1つの数値を予測する指定です。--task regression "
        "を付けてください（クラスは --label COL）"
    )


def no_such_field(name: str, known: Sequence[str]) -> str:
    has = f"使えるのは{listed(known)}です" if known else "ラベルのほかに項目がありません"
    return f"--split-by の{quoted(name)}という列や項目はありません。{has}"


def how_split() -> str:
    return "--split-by '*_{person}_*' のようなパターンでも指定できます"


def no_group(name: str, count: int, names: Sequence[str]) -> str:
    return f"--split-by の{quoted(name)}が{_files(count, names)}にはありません"


def no_labels(count: int, names: Sequence[str], label: str) -> str:
    what = quoted(label) if label else "ラベル"
    return f"記録{count:,}件（{_some(count, names)}）に{what}がありません"


def how_labels() -> str:
    return (
        "ラベルごとのフォルダに分けるか、表（--labels FILE）または名前のパターン"
        "（--label-pattern '{label}_*'）を指定してください"
    )


def no_numbers_as_labels(count: int, names: Sequence[str]) -> str:
    return f"{count:,}件のラベルが数値ではありません（{_some(count, names)}）"


def classify() -> str:
    return "名前のラベルには --task classification を使ってください"


def labels_are_numbers(count: int) -> str:
    return (
        f"{count:,}種類のラベルは数値ですが、クラスの名前とみなしました。数値を予測するには "
        "--task regression を指定してください。"
    )


def log_mel(bands: int, rate: int, length: float, step: float) -> str:
    return (
        f"音声（{rate:,} Hz）は{bands}帯域の対数メルエネルギーとして読みます（"
        f"フレーム{length:g} ms、間隔{step:g} ms。--audio raw で波形のまま）。"
    )


def raw(rate: int) -> str:
    return f"音声は波形のまま読みます（1秒に{rate:,}標本）。"


def long(steps: int) -> str:
    return f"最長{steps:,}ステップです。--audio log-mel なら1秒あたり約100ステップになります。"


def padded(count: int, length: float) -> str:
    return f"フレーム（{length:g} ms）より短い{count:,}件の後ろに無音を補いました。"


def resampled(rate: int, others: Mapping[str, int]) -> str:
    of = "、".join(f"{name}の{n:,}件" for name, n in others.items())
    return f"{of}を{rate:,} Hzに変換しました。"


def low_rate(count: int, rate: int) -> str:
    return f"{count:,}件は{rate:,} Hzより低い周波数で記録され、高い帯域に信号がありません。"


def mixed(count: int) -> str:
    return f"{count:,}件のチャネルを平均して1つにしました（--audio-channels keep でそのまま）。"


def silent(count: int, names: Sequence[str]) -> str:
    return f"{_files(count, names)}は全体が無音です。"


def other_channels(found: int, expected: int) -> str:
    return f"音声が{found}チャネルですが、{expected}チャネルのはずです"


def mix() -> str:
    return "--audio-channels は mix のままにしてください"


def lacks(names: Sequence[str], has: Sequence[str]) -> str:
    return f"ほかの記録にある列{several(names)}がありません（あるのは{listed(has)}）"


def time(names: Sequence[str], used: bool, step: float) -> str:
    if used:
        return f"時刻の列は{listed(names)}です。"
    return f"時刻の列は{listed(names)}です。間隔が{step:.6g}で一定なので入力にしません。"


def no_time() -> str:
    return "時刻の列がありません。学習時の間隔が不均等だったため、モデルに必要です"


def other_step(step: float, trained: float) -> str:
    return f"ステップの間隔が{step:.6g}で、学習時の{trained:.6g}と異なります。"


def in_order(count: int, names: Sequence[str]) -> str:
    return f"行を時刻の順に並べ替えました（{_files(count, names)}）。"


def more_columns(counts: Mapping[str, int]) -> str:
    of = "、".join(f"{name}（{n:,}件）" for name, n in counts.items())
    return f"一部の記録にしかない列は入力にしません（{of}）。"


def texts(names: Sequence[str]) -> str:
    return f"文字の列は入力にしません（{listed(names)}）。"


def units(column: str, count: int, names: Sequence[str], own: float, usual: float) -> str:
    return (
        f"列{quoted(column)}の大きさが{_files(count, names)}では約{own:.3g}、ほかでは約{usual:.3g}"
        "です。単位が異なる可能性があります。"
    )


def other_kind(found: str, taken: str) -> str:
    own = KINDS.get(found, found)
    return f"フォルダの中は{own}ですが、モデルの入力は{KINDS.get(taken, taken)}です"


def _files(count: int, names: Sequence[str]) -> str:
    return f"{count:,}件のファイル（{_some(count, names)}）"


def _some(count: int, names: Sequence[str]) -> str:
    return "、".join(names) + ("など" if count > len(names) else "")

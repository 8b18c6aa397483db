"""What `recurra inspect` prints."""

from collections.abc import Mapping, Sequence

from recurra.words.ja.data.read import READERS
from recurra.words.ja.phrases import listed, quoted, several

FORMS = {
    "csv": "CSV",
    "excel": "Excel",
    "parquet": "Parquet",
    "arrow": "Arrow",
    "json": "JSONレコード",
}
KINDS = {
    "number": "数値",
    "whole": "整数",
    "text": "文字列",
    "time": "時刻",
    "word": "単語",
    "empty": "値なし",
}
ROLES = {
    "time": "時刻",
    "group": "グループ",
    "target": "予測対象",
    "label": "ラベル",
    "split": "分割の単位",
    "known": "将来既知",
    "input": "入力",
    "": "",
}
SEPARATORS = {"\t": "タブ", " ": "空白"}


def file(
    name: str,
    reader: str,
    form: str,
    encoding: str,
    separator: str,
    number: int,
    columns: int,
) -> str:
    if not form:
        return f"{name}: {READERS.get(reader, reader)}、{number:,}件"
    how = FORMS.get(form, form)
    if separator:
        how += f"（区切り文字: {SEPARATORS.get(separator, separator)}）"
    how += f"、{encoding}" if encoding else ""
    return f"{name}: {how}、{number:,}行、{columns:,}列"


def time(names: Sequence[str], step: str, gaps: int) -> str:
    what = f"時刻: {several(names)}" if names else "時刻: 列なし（ファイルの行順）"
    what += f"、時間間隔: {step}" if step else ""
    return what + (f"、途中で{gaps:,}行が欠けています" if gaps else "")


def groups(name: str, number: int, least: int, most: int, series: bool) -> str:
    if not series:
        return f"グループ: {quoted(name)}による{number:,}個"
    return f"グループ: {quoted(name)}による{number:,}系列、各{least:,}〜{most:,}行"


def lengths(least: int, median: int, most: int, trees: bool) -> str:
    one = "ノード" if trees else "ステップ"
    if least == most:
        return f"長さ: {most:,}{one}"
    return f"長さ: {least:,}〜{most:,}{one}、中央値{median:,}"


def classes(number: int, counts: Mapping[str, int]) -> str:
    shown = "、".join(f"{name}（{count:,}件）" for name, count in counts.items())
    return f"クラス: {number:,}種類: {shown}" + ("ほか" if number > len(counts) else "")


def question(
    task: str, targets: Sequence[str], candidates: Sequence[str], others: Sequence[str]
) -> str:
    line = f"タスク: {task}"
    if targets:
        line += f"、対象は{several(targets)}"
    if candidates:
        line += f"。対象の列は --target で指定してください（候補: {several(candidates)}）"
    return line + (f"。--task で{listed(others)}も選べます" if others else "")


def trouble(why: str) -> str:
    return f"まだ実行できません: {why}"


def parts(train: int, validation: int, test: int, lookback: int, horizon: int) -> str:
    what = "データ数"
    if horizon:
        what = f"窓（参照{lookback:,}ステップ、予測{horizon:,}ステップ先、対象の欠損を除く前）"
    return f"{what}: 訓練{train:,}、検証{validation:,}、テスト{test:,}"


def understood() -> str:
    return "読み取りと処理の内容:"


def odd() -> str:
    return "確認をお勧めする点:"


def next() -> str:
    return "次に実行するコマンド:"


def head() -> str:
    return "列|種類|役割|欠損|範囲|値"


def kind(name: str) -> str:
    return KINDS.get(name, name)


def role(name: str) -> str:
    return ROLES.get(name, name)


def more(number: int) -> str:
    return f"ほか{number:,}列"


def distinct(number: int) -> str:
    return f"{number:,}種類"


def range(least: str, most: str) -> str:
    return least if least == most else f"{least}〜{most}"


def page(path: str) -> str:
    return f"図: {path}"


def is_folder(path: str) -> str:
    example = f"{path}/profile.html"
    return f"{path} はフォルダです。--html には {example} のようにファイル名を指定してください"


def no_folder(path: str) -> str:
    return f"{path} に書き込めません。フォルダが存在しません"

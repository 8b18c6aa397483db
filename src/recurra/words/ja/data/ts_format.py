"""The .ts format."""

from recurra.words.ja.phrases import quoted


def header(what: str) -> str:
    return f"ヘッダーに誤りがあります。{what}"


def true_or_false(tag: str, value: str) -> str:
    return f"@{tag} はtrueかfalseにしてください（現在は{quoted(value)}）"


def above_zero(tag: str, value: str) -> str:
    return f"@{tag} は1以上の整数にしてください（現在は{quoted(value)}）"


def no_examples() -> str:
    return "@data の後にデータがありません"


def not_univariate(dimensions: int) -> str:
    return f"@univariate がtrueですが、次元数は{dimensions}です"


def unknown_class(label: str) -> str:
    return f"クラス{quoted(label)}がヘッダーにありません"


def channels(found: int, expected: int) -> str:
    return f"チャネル数は{expected}のはずですが、{found}です"


def how_channels() -> str:
    return "チャネルを ':' で区切り、最後にクラスを書いてください"


def other_times() -> str:
    return "チャネルの間で時刻がそろっていません"


def bad_time(reason: str) -> str:
    return f"日時として読めません（{reason}）"


def no_length() -> str:
    return "長さが0です"


def steps(found: int, expected: int) -> str:
    return f"ステップ数は{expected}のはずですが、{found}です"


def no_text(byte: int) -> str:
    return f"テキストファイルではありません（{byte}バイト目がUTF-8ではありません）"


def before_data(line: str) -> str:
    return f"@data より前に{quoted(line)}があります"


def how_header() -> str:
    return "ヘッダーの行は @ で、コメントは # で始めてください"


def no_value(tag: str) -> str:
    return f"@{tag} に値がありません"


def no_data() -> str:
    return "@data の行がありません"


def classes_once() -> str:
    return "@classLabel true の後に各クラスを1回ずつ書いてください"


def classes_true_or_false() -> str:
    return "@classLabel はtrueかfalseにしてください"


def no_classes() -> str:
    return "このタスクに必要なクラスがありません。@classLabel true とクラス名を書いてください"


def no_time(step: int) -> str:
    return f"{step}ステップ目に時刻がありません"


def time_stands(step: int) -> str:
    return f"{step}ステップ目の時刻が前のステップより後になっていません"


def broken_step(step: int, text: str) -> str:
    return f"{step}ステップ目が（時刻,値）の形ではありません: {quoted(text)}"

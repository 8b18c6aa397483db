"""Rows in order of time."""


def same_times(count: int, rows: int) -> str:
    return f"{rows}行のうち{count}行の日時がほかの行と重なっています"


def time_of_day() -> str:
    return "時刻が別の列にある場合は、日時の列をすべて --time で指定してください"


def several_series() -> str:
    return (
        "複数の系列が1つのファイルにある場合は、系列を区別する列を --group で、"
        "日時が複数の列に分かれている場合は残りの列も --time で指定してください"
    )


def in_order() -> str:
    return "行を日時の順に並べ替えました。"


def joined(count: int) -> str:
    return f"日時がほかの行と重なる{count}行を、平均を取って1行にまとめました。"


def opened(count: int, longest: int, step: str) -> str:
    return f"抜けている時刻の{count}行を加えて値を補いました（最長{longest}行、間隔は{step}）。"


def uneven(step: str) -> str:
    return f"時間間隔は{step}です。行はそのまま使い、間は補っていません。"


def other_step(step: str, found: str) -> str:
    return f"モデルの学習データの間隔は{step}ですが、このデータの間隔は{found}です"


def give_same_step() -> str:
    return "学習データと同じ間隔のデータを指定してください"


def near(count: int, step: str) -> str:
    return (
        f"ほかの行と同じステップ（間隔は{step}）に入る{count}行を、平均を取って1行にまとめました。"
    )


def moved(count: int, step: str, most: float) -> str:
    return f"{count}行の日時を等間隔（{step}）に合わせてずらしました（最大で間隔の{most:.3g}倍）。"


def days_off(count: int) -> str:
    return f"行のない営業日が{count}日ありますが、補っていません。"

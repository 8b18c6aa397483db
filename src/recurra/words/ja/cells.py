"""What is said of the name of a cell that is not found, or whose file cannot be used."""

from recurra.words.ja.phrases import quoted


def options_not_read(spec: str) -> str:
    return f"{quoted(spec)}のオプションを読み取れません。「lstm(layers=2)」のように指定してください"


def which_cell(file: str) -> str:
    return f"{file} のどのセルか分かりません。{file}:NAME の形で指定してください"


def cell_of(file: str) -> str:
    return f"{file} のセル"


def no_file(file: str) -> str:
    return f"ファイル {file} がありません。パスを確認してください"


def not_run(kind: str, error: str) -> str:
    return f"ファイルを実行できません（{kind}: {error}）"


def not_longest(longest: str) -> str:
    return (
        f"セル「indrnn」の longest（{longest}）はステップ数ではありません。"
        "0以上の整数を指定してください"
    )


def other_equations() -> str:
    return "pickleで保存したときと式が異なります"


def not_in_module() -> str:
    return (
        "pickleではセルを定義元のモジュールから読み直します。"
        "関数の中ではなく、モジュールの最上位で定義してください"
    )


def no_cell(spec: str) -> str:
    return f"{quoted(spec)}はネットワークで、セルではありません"


def network_of_cell(spec: str, cell: str) -> str:
    return f"{quoted(spec)}はセル{quoted(cell)}のネットワークです。セルを指定してください"

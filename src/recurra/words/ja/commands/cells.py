"""What `--help` says of `recurra cells`."""


def does() -> str:
    return (
        "セルの一覧（式、パラメータ数、演算数、生成コード）。\n\n"
        "コマンドを指定しない場合は、式を含めてすべて表示します。"
    )


def list_does() -> str:
    return "セルを1行ずつ表示します（状態、パラメータ数の式、ループ内の積、1ステップの演算数）。"


def show_does() -> str:
    return "1つのセルの式、出典、大きさ、パラメータ数、演算数を表示します。"


def json() -> str:
    return "代わりにJSONで表示します。"


def input_size() -> str:
    return "計数に使う入力数。"


def hidden_size() -> str:
    return "計数に使うユニット数。"


def markdown() -> str:
    return "文書用のページ（英語）を表示します。"


def backend() -> str:
    return "このバックエンドが実行するコードも表示します。"


def fuzz_does() -> str:
    return (
        "ランダムに生成したセルの値と全勾配を、参照実装および差分近似と照合します。\n\n"
        "一致しないセルは、不一致が残る最小の形まで縮めて表示し、"
        "現在のフォルダのfuzz-SEED-NUMBER.pyに書き出します。"
        "一致しないセルがあれば終了コードは1です。\n\n"
        "例: recurra cells fuzz --count 200 --seed 7 --compiled 20"
    )


def count() -> str:
    return "生成するセルの数。"


def seed() -> str:
    return "シード（変えると別のセルになります）。"


def trees() -> str:
    return "木構造用のセルを対象にします。"


def compiled() -> str:
    return "コンパイル済みカーネルで実行する数（残りはインタプリタで実行します）。"


def fuzz_backend() -> str:
    return "すべてをこのバックエンドで実行します。"


def check_does() -> str:
    return (
        "1つのセルを適合性検査にかけ、各バックエンドでの結果を1つの表にまとめます。\n\n"
        "値、勾配（参照実装および差分近似との照合）、系列長の異なる系列、1ステップずつの実行、"
        "NaN、2階微分を、ドロップアウト、zoneout、勾配の制限と総和を含めて検査します。"
        "成り立たない項目があれば終了コードは1です。\n\n"
        "例: recurra cells check ./mine.py:leaky"
    )


def check_name() -> str:
    return 'FILE.py:NAME、または "lstm" のような名前。'

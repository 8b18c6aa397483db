"""What `--help` says of several commands."""


def data() -> str:
    return (
        "digits、IDXファイルのフォルダ、.tsファイルまたはそのフォルダ、CSV・Excel・Parquetなどの表、"
        "probe:NAMEのいずれか。"
    )


def cell() -> str:
    return 'セルの名前、"gru(layers=2)" の形、またはFILE.py:NAME。'


def model() -> str:
    return "比較または `recurra fit` の出力フォルダ。"


def same_kind() -> str:
    return "学習に使ったものと同じ形式のファイル。"


def units() -> str:
    return "ユニット数。"


def weights_and_inputs() -> str:
    return "重みと入力のシード。"


def rounds() -> str:
    return "交互計測の回数（中央値を採用）。"

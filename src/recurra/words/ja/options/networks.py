"""Which networks are compared."""

MATCHES = {"hidden": "隠れ状態の次元数", "params": "LSTMのパラメータ数"}
BACKENDS = {"auto": "可能ならコンパイル済み", "numba": "コンパイル済み", "reference": "torch"}


def heading() -> str:
    return "ネットワーク"


def cells() -> str:
    return (
        "比較するネットワークの名前（gru(layers=2)のようにオプションも可）、"
        "または自作のFILE.py:NAME（コンマ区切り）。"
    )


def cells_usual() -> str:
    return "elman、gru、lstm、lstm1、lstm2、lstm3、peephole、scrn（木のデータでは木構造用のセル）"


def hidden_size() -> str:
    return "ユニット数。"


def hidden_size_why() -> str:
    return "数分で学習できる"


def match() -> str:
    return "全セルで揃える量。"


def match_choice(name: str) -> str:
    return MATCHES.get(name, name)


def match_why() -> str:
    return "隠れ状態の大きさが記憶できる量を左右する"


def backend() -> str:
    return "計算に使うバックエンド。"


def backend_choice(name: str) -> str:
    return BACKENDS.get(name, name)


def dtype() -> str:
    return "数値の型。"


def dtype_why() -> str:
    return "メモリが半分で済み、学習の精度も足りる"

"""What `--help` says of `recurra fit`."""


def does() -> str:
    return (
        "指定した設定で1つのネットワークを学習し、保存します。\n\n"
        "検証データで早期終了を判断し、テストデータでは最後に一度だけ評価します。"
    )


def learning_rate() -> str:
    return "学習率。"


def updates() -> str:
    return "更新回数の上限。"


def score() -> str:
    return "早期終了の判断に使う評価指標。"


def seed() -> str:
    return "データの分割、重み、並び順のシード。"


def out() -> str:
    return "モデルの出力フォルダ（新規または空）。"


def range_test() -> str:
    return "学習の代わりに、--updates の間に学習率を上げて損失の変化を図にします（範囲テスト）。"

"""What `--help` says of `recurra compare`."""


def does() -> str:
    return (
        "手元のデータで再帰型ニューラルネットワークと単純なベースラインを比較します。\n\n"
        "各ネットワークは同じ予算で学習率を探索します。選択は検証データで行い、"
        "テストデータでの評価は一度だけです。記録、レポート、最良のモデルを書き出します。"
    )


def out() -> str:
    return "記録、レポート、モデルの出力フォルダ（新規または空）。"


def resume() -> str:
    return "中断した実行を再開します。"


def plan() -> str:
    return "記録された計画をそのまま再実行します。"


def more() -> str:
    return "終わった実行（--to）を、向上が続く間さらに学習させる時間（10mなど）。"


def add() -> str:
    return "実行（--to）に加えて比較するセル。記録された試行はそのまま使います。"


def to() -> str:
    return "--more と --add で続ける実行のフォルダ。"


def json() -> str:
    return "結果をJSONで表示します。"

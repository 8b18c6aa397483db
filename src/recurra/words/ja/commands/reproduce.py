"""What `--help` says of `recurra reproduce`."""

from recurra.words.ja.phrases import listed


def does() -> str:
    return (
        "論文の主張を検証し直します。主張ごとに、期待される結果、信頼区間付きの測定値、"
        "判定を示し、レポートを作成します。\n\n"
        "標準の規模は2コアで1時間以内に終わります。中断しても、同じコマンドで再開できます。"
        "意外な結果は再検証で確かめます。別のシードや別の学習率の範囲を使い、"
        "対象の主張に絞って、最初の結果と並べて示します。"
    )


def paper() -> str:
    return "forgettingまたはle2016。"


def quick() -> str:
    return "数分で動作を確認します（数値に意味はありません）。"


def full() -> str:
    return "学習を長く、シードを多くします（数時間以上かかります）。"


def seed() -> str:
    return "データの生成と探索のシード。最終学習には続く番号を使います。"


def rates() -> str:
    return "学習率。省略時は論文と同じ値。"


def updates() -> str:
    return "各学習の更新回数。省略時は規模に応じた値。"


def only() -> str:
    return (
        "名前にこの文字列を含む主張や条件、"
        "またはこの名前のネットワークに限定します（複数回指定可）。"
    )


def beside() -> str:
    return "以前の実行のフォルダ。レポートに両方を示します。"


def out() -> str:
    return (
        "出力フォルダ。途中のものは再開します。"
        "省略時はrecurra-PAPERに標準と異なる設定を加えた名前。"
    )


def workers() -> str:
    return "プロセス数。省略時は1コアにつき1つ。"


def optimizer(names: tuple[str, ...]) -> str:
    return f"最適化手法: {listed(names)}。省略時は論文と同じもの。"

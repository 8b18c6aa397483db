"""How a comparison searches, decides and runs."""

from recurra.words.ja.tasks import scores


def search() -> str:
    return "探索"


def budget() -> str:
    return "実行全体にかける時間の上限（90s、10m、1hなど）。"


def budget_usual() -> str:
    return "約10エポック、最大2,000更新"


def trials() -> str:
    return "時間の代わりに指定する、ネットワークごとに試す学習率の数。"


def trials_why() -> str:
    return "隣り合う学習率の比が2〜3倍に収まる"


def decision() -> str:
    return "判定"


def score() -> str:
    return (
        f"判定に使う評価指標。分類では{'、'.join(scores.OF_CLASSES)}、"
        f"数値の予測では{'、'.join(scores.OF_VALUES)}。"
        f"特定のタスク専用: {scores.of_single_tasks()}"
    )


def score_usual() -> str:
    return "タスクに適したもの"


def margin() -> str:
    return "差がないとみなす、評価指標の相対的な低下の大きさ。"


def margin_why() -> str:
    return "それより小さな差のために負担の大きいモデルを選ぶ利点は少ない"


def run() -> str:
    return "実行"


def seeds() -> str:
    return "各ネットワークの最終学習の回数。"


def seeds_why() -> str:
    return "シード間の信頼区間には複数回の学習が必要な"


def seed() -> str:
    return "データの分割、学習率、探索に使うシード。"


def workers() -> str:
    return "プロセス数（それぞれ1スレッド）。"


def workers_usual() -> str:
    return "1コアにつき1つ"


def language() -> str:
    return "表示に使う言語。"


def language_usual() -> str:
    return "ロケールの言語"


def quick() -> str:
    return "短時間で様子だけを見ます（シード1個、少ない更新回数）。判定はしません。"


def force() -> str:
    return "コア数より多いワーカーを使います。"

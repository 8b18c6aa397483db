"""What a name can be the name of, to stand inside another message."""


def backend() -> str:
    return "バックエンド"


def backend_for_trees() -> str:
    return "木のためのバックエンド"


def cell() -> str:
    return "セル"


def class_weights() -> str:
    return "クラスの重み"


def command() -> str:
    return "コマンド"


def distribution_of_trees() -> str:
    return "木の分布"


def forget_gate() -> str:
    return "忘却ゲート"


def form() -> str:
    return "形"


def initialisation() -> str:
    return "初期化"


def kind_of_work() -> str:
    return "計測の種類"


def language() -> str:
    return "言語"


def loss() -> str:
    return "損失関数"


def name() -> str:
    return "名前"


def nonlinearity() -> str:
    return "活性化関数"


def norm() -> str:
    return "正規化"


def optimizer() -> str:
    return "最適化手法"


def order() -> str:
    return "順序"


def output() -> str:
    return "出力"


def paper() -> str:
    return "論文"


def probe() -> str:
    return "プローブ"


def question() -> str:
    return "診断項目"


def rival() -> str:
    return "比較相手"


def scaler() -> str:
    return "スケーラー"


def size() -> str:
    return "サイズ"


def target_column() -> str:
    return "予測対象の列"


def task() -> str:
    return "タスク"


def transform() -> str:
    return "変換"

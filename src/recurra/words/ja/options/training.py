"""How networks are trained."""

OPTIMIZERS = {
    "adam": "Adam",
    "adamw": "Adam、重み減衰の指定がなければ0.01",
    "sgd": "モメンタム付きSGD（慣性型）",
    "nesterov": "Nesterovのモメンタム付きSGD",
    "asgd": "平均化SGD、評価の改善が止まった後の重みの平均で予測",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
}

SCHEDULES = {
    "none": "一定",
    "plateau": "評価の改善が止まると下げる",
    "divide": "plateauと同様に下げ、最良の重みに戻る",
    "step": "--step-updates ごとに下げる",
    "cosine": "余弦曲線の半周期に沿って0まで下げる",
    "linear": "直線状に0まで下げる",
    "onecycle": "学習の3割まで上げ、その後下げる",
}

INITS = {
    "uniform": "±1/√nの一様分布、torchの初期値と同じ",
    "glorot": "Glorot & Bengio 2010",
    "orthogonal": "隠れ状態に掛かる重みは直交行列、他はglorot",
    "identity": "隠れ状態に掛かる重みは単位行列、他はglorot",
    "breuel2015": "±0.1の一様分布、ocropyと同じ",
    "mikolov2015": "標準偏差0.05の正規分布、SCRNの公開コードと同じ",
    "chrono": "ゲートのバイアスを最長の系列から決める",
}

OUTPUTS = {
    "softmax": "クラスは互いに排他的",
    "logistic": "クラスごとに1ユニット",
}

LEARN_FROM = {
    "windows": "窓ごとに1回予測",
    "stream": "長い系列の各行で予測し、状態を引き継ぐ",
}

LOSSES = {
    "cross_entropy": "分類",
    "squared_error": "分類、値",
    "absolute": "値の絶対誤差",
    "huber": "値、標準偏差以内は二乗、それ以上は絶対誤差",
    "quantile": "値の分位点、--quantile を参照",
    "gaussian": "値、正規分布の平均と分散",
}

CLASS_WEIGHTS = {
    "none": "全データが同じ重み",
    "balanced": "少ないクラスほど重い",
}


def heading() -> str:
    return "学習"


def optimizer() -> str:
    return "最適化手法。"


def momentum() -> str:
    return (
        "モメンタム（adam、adamwではbeta1。sgd、nesterov、rmspropでは一定の勾配に対する更新幅が"
        "学習率/(1-モメンタム)になります。adagrad、asgdにはありません）。"
    )


def momentum_usual() -> str:
    return "最適化手法の標準値"


def clip_norm() -> str:
    return "全パラメータの勾配ノルムの上限。"


def clip_norm_called() -> str:
    return "勾配ノルムの上限"


def clip_norm_zero() -> str:
    return "制限なし"


def clip_norm_why() -> str:
    return "長い系列を通る勾配は爆発しうる"


def clip_value() -> str:
    return "勾配の各成分の絶対値の上限。ノルムの制限より先に適用します。"


def clip_value_called() -> str:
    return "勾配の各成分の上限"


def weight_decay() -> str:
    return "更新ごとに各重みから差し引く割合（学習率を掛けた値）。"


def weight_decay_called() -> str:
    return "重み減衰"


def weight_decay_zero() -> str:
    return "なし"


def schedule() -> str:
    return "学習中の学習率の変化。"


def schedule_called() -> str:
    return "学習率スケジュール"


def warmup() -> str:
    return "学習率を0から本来の値まで徐々に上げる更新回数（ウォームアップ）。"


def warmup_called() -> str:
    return "学習率のウォームアップ（更新回数）"


def warmup_zero() -> str:
    return "ウォームアップなし"


def plateau_factor() -> str:
    return "plateau、divide、stepスケジュールで学習率に掛ける係数。"


def plateau_factor_called() -> str:
    return "plateau、divide、step: 学習率に掛ける係数"


def plateau_patience() -> str:
    return "plateau、divideスケジュールで、改善のない評価が何回続いたら学習率を下げるか。"


def plateau_patience_called() -> str:
    return "plateau、divide: 学習率を下げるまでの改善なしの評価回数"


def step_updates() -> str:
    return "stepスケジュールで学習率を下げる間隔（更新回数）。"


def step_updates_called() -> str:
    return "step: 学習率を下げる間隔（更新回数）"


def truncate() -> str:
    return (
        "勾配を遡るステップ数（切り詰めBPTT）。100、または50-200（損失の減少が止まると延ばす）、"
        "100:20（20ステップずつ重なる区間）。"
    )


def truncate_called() -> str:
    return "切り詰めBPTTのステップ数"


def truncate_usual() -> str:
    return "系列全体"


def no_truncation(written: str) -> str:
    return (
        "truncate はステップ数（100）、損失に応じて変わる範囲（50-200）、"
        f"またはステップ数と重なり（100:20）で指定してください（現在の値: {written!r}）"
    )


def all_overlap(steps: int, overlap: int) -> str:
    return f"{steps}ステップの区間を{overlap}ステップ重ねると、新しいステップが残りません"


def evaluations() -> str:
    return "1回の学習で等間隔に行う、検証データでの評価の回数。"


def evaluations_why() -> str:
    return "評価には時間がかかり、この回数でも最良の重みに近い時点を捉えられる"


def patience() -> str:
    return "改善のない評価が何回続いたら学習を終えるか（早期終了）。"


def patience_zero() -> str:
    return "早期終了なし"


def patience_usual() -> str:
    return "20回中8回"


def patience_why() -> str:
    return "評価値は上下に変動する"


def least_gain() -> str:
    return "早期終了とplateauで改善とみなす最小の差（評価指標の単位）。"


def least_gain_called() -> str:
    return "改善とみなす最小の差"


def least_gain_zero() -> str:
    return "わずかでも改善とみなす"


def objective() -> str:
    return "学習目標"


def output() -> str:
    return "出力層。"


def loss() -> str:
    return "最小化する損失関数。"


def loss_usual() -> str:
    return "分類ではcross_entropy、値では各タスクの損失関数"


def quantile() -> str:
    return "損失関数quantileと評価指標pinballの分位点。"


def label_smoothing() -> str:
    return "ラベルのうち全クラスに均等に配る割合（ラベル平滑化）。"


def loss_choice(name: str) -> str:
    return LOSSES.get(name, name)


def class_weights() -> str:
    return "損失における各データの重み。"


def recurrence() -> str:
    return "再帰結合への正則化（学習中）"


def recurrent_dropout() -> str:
    return "再帰結合の積に入る隠れ状態のうち、ドロップアウトする割合（1未満）。"


def zoneout() -> str:
    return "1ステップの間、状態を保持するユニットの割合。"


def hidden_gradient_clip() -> str:
    return "各時刻の隠れ状態における勾配ノルムの上限。"


def hidden_gradient_clip_zero() -> str:
    return "制限なし"


def init() -> str:
    return "重みの初期化方法。"


def init_called() -> str:
    return "重みの初期化"


def pooling() -> str:
    return "系列のどこを出力層に渡すか。最終ステップ、または全ステップの集約。"


def pooling_called() -> str:
    return "プーリング"


def pooling_why() -> str:
    return "ストリームの各ステップで、状態だけから予測できるため"


def learn_from() -> str:
    return "時系列の学習のしかた。"


def learn_from_called() -> str:
    return "学習のしかた"


def learn_from_choice(name: str) -> str:
    return LEARN_FROM.get(name, name)


def batch_size() -> str:
    return "1回の更新に使うデータ数（バッチサイズ）。"


def batch_size_usual() -> str:
    return "32（compareではデータが4,000件以上なら64）"


def inputs() -> str:
    return "複数の入力を持つセルへの列の割り当て（x=4,gap=1 または x=COL+COL,mask=mask）。"


def optimizer_choice(name: str) -> str:
    return OPTIMIZERS.get(name, name)


def optimizer_why() -> str:
    return "更新幅が勾配の大きさにほとんど左右されない"


def schedule_choice(name: str) -> str:
    return SCHEDULES.get(name, name)


def schedule_why() -> str:
    return "最初からやり直さずに学習を延長できる"


def init_choice(name: str) -> str:
    return INITS.get(name, name)


def output_choice(name: str) -> str:
    return OUTPUTS.get(name, name)


def class_weights_choice(name: str) -> str:
    return CLASS_WEIGHTS.get(name, name)


def class_weights_why() -> str:
    return "正解率では全データの重みが等しい"

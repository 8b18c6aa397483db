"""What keeps a network from learning its examples by heart."""


def heading() -> str:
    return "正則化（学習中）"


def zero() -> str:
    return "なし"


def l2() -> str:
    return "L2正則化の係数（各重みのこの倍数を勾配に加えます）。"


def l2_called() -> str:
    return "L2正則化"


def weight_noise() -> str:
    return "更新ごとに全重みに加えるノイズの標準偏差。"


def weight_noise_called() -> str:
    return "重みへのノイズ"


def weight_drop() -> str:
    return "更新ごとに再帰結合の重みをドロップする割合。"


def weight_drop_called() -> str:
    return "再帰結合の重みのドロップ"


def input_noise() -> str:
    return "入力（標準偏差1に標準化済み）に加えるノイズの標準偏差。"


def input_noise_called() -> str:
    return "入力へのノイズ"


def input_dropout() -> str:
    return "系列ごとに入力チャネルを全時刻でドロップする割合。"


def input_dropout_called() -> str:
    return "入力のドロップアウト"


def output_dropout() -> str:
    return "出力層の手前で特徴量をドロップする割合。"


def output_dropout_called() -> str:
    return "出力層の手前のドロップアウト"


def activation_penalty() -> str:
    return "全時刻の出力の二乗平均に掛ける係数（AR）。"


def activation_penalty_called() -> str:
    return "出力の大きさへのペナルティ"


def change_penalty() -> str:
    return "出力の時刻間の変化の二乗平均に掛ける係数（TAR）。"


def change_penalty_called() -> str:
    return "出力の変化へのペナルティ"

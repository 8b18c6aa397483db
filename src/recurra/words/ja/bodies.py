"""ネットワークの本体と、それを指定する式についての文。"""

from recurra.words.ja.phrases import quoted

KINDS = {"int": "整数", "float": "数値", "bool": "true か false", "str": "名前"}


def type_of_option(spec: str, option: str, kind: str) -> str:
    return f"{quoted(spec)}の {option} には{KINDS.get(kind, kind)}を指定してください"


def too_small(spec: str, option: str, least: float) -> str:
    return f"{quoted(spec)}の {option} には{least:g}以上を指定してください"


def option_of(spec: str) -> str:
    return f"{quoted(spec)}のオプション"


def heads(units: int, heads: int) -> str:
    return (
        f"ユニット数{units}をヘッド数{heads}で割り切れません。"
        "layers、heads、wide は1以上、ユニット数は heads の倍数にしてください"
    )


def layers(
    layers: int, both: bool, shared: bool, dropout: float, residual: bool, projection: int
) -> str:
    parts = [f"{layers}層" if layers > 1 else "1層"]
    if both:
        parts.append("双方向（重みは共通）" if shared else "双方向")
    if projection:
        parts.append(f"各層の出力を{projection}個の数に射影")
    if residual:
        parts.append("各層の入力を出力に加算する構成")
    if dropout:
        parts.append(f"層の間の dropout は{dropout:g}")
    said = "、".join(parts)
    no_stream = "系列全体が必要なため、1ステップずつは計算できません。" if both else ""
    return f"{said}です。{no_stream}"


def layers_on_trees(spec: str, cell: str) -> str:
    return f"{quoted(spec)}の{quoted(cell)}は木構造用のセルで、層や方向はありません"


def no_recurrence(name: str) -> str:
    return (
        f"{quoted(name)}には再帰がありません。再帰の dropout、zoneout、隠れ状態の勾配の制限は"
        "セルにだけ使えます"
    )


def rereads(steps: int) -> str:
    return f"状態を持たないため、1ステップごとに直近{steps}ステップを読み直します。"


def own_shape(
    name: str, given: str, found: str, steps: int, sequences: int, features: int | str
) -> str:
    return (
        f"{quoted(name)}の forward は、形状 {given} の入力に対して {found} を返しました。"
        f"各ステップの特徴量 [{steps}, {sequences}, {features}] を返してください"
    )


def own_fails(name: str, kind: str, error: str) -> str:
    return f"{quoted(name)}を実行できません（{kind}: {error}）"


def no_module(name: str) -> str:
    return f"{quoted(name)}が作るのは torch.nn.Module ではありません"


def other_kind(kind: str, name: str) -> str:
    return f"種類{quoted(kind)}の本体は{quoted(name)}ではありません"


def no_layer(layers: int) -> str:
    return f"layers には1以上を指定してください（指定値は{layers}）"


def kernel(kernel: int, layers: int) -> str:
    return f"kernel（{kernel}）は2以上、layers（{layers}）は0以上にしてください"


def even_kernel(kernel: int) -> str:
    return f"kernel には奇数を指定してください（指定値は{kernel}）"


def no_width(width: int, horizon: int) -> str:
    return f"width（{width}）と horizon（{horizon}）は1以上にしてください"


def only_forecasts(name: str) -> str:
    return f"{quoted(name)}は予測用です。長さの決まった窓を読み、先の値を出力します"


def cell_of_gallery(cell: str) -> str:
    return f"{quoted(cell)}は使えません。ほかの本体の中では、組み込みのセルを指定してください"

"""What the axes of several figures show, and lines that several figures have."""

from recurra.words import Text


def steps_before_end() -> str:
    return "末尾からの距離（ステップ）"


def steps_from_start() -> str:
    return "先頭からのステップ数"


def steps_gone_back() -> str:
    return "さかのぼったステップ数"


def depth() -> str:
    return "深さ（根までの辺の数）"


def height() -> str:
    return "高さ（最も深い葉までの辺の数）"


def edges_gone_down() -> str:
    return "下った辺の数"


def updates() -> str:
    return "更新回数"


def size_over_units() -> str:
    return "ユニットについての二乗平均平方根"


def share_explained() -> str:
    return "説明できる割合"


def change_of_answer() -> str:
    return "出力の変化（相対値）"


def part_in_answer() -> str:
    return "出力への寄与の大きさ"


def score(name: Text, percent: bool) -> str:
    return f"{name}（%）" if percent else f"{name}"


def steps_from_end() -> str:
    return "末尾からのステップ数"


def edges_from_root() -> str:
    return "根からの辺の数"


def all_states() -> str:
    return "状態（全体）"


def inputs() -> str:
    return "入力"


def by_gradient() -> str:
    return "勾配による測定"


def any_gradient() -> str:
    return "状態における任意の勾配"


def loss_gradient() -> str:
    return "状態における損失の勾配"


def integrated_gradients() -> str:
    return "積分勾配"


def occlusion() -> str:
    return "オクルージョン"

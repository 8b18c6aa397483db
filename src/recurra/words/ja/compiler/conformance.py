"""What does not hold for a cell on a backend."""

from recurra.words import Words

PARTS = {
    "end_of_batch": "長さの異なる系列の出力または最終状態",
    "gradient": "勾配",
    "gradient_of": "勾配",
    "gradient_of_final_states": "最終状態からの勾配",
    "gradient_of_inputs_alone": "入力だけの勾配",
    "gradient_of_last_final_state": "最後の最終状態からの勾配",
    "gradient_of_last_state": "最後の状態からの勾配",
    "gradient_of_output": "出力からの勾配",
    "gradient_of_roots": "根からの勾配",
    "gradient_of_states_alone": "状態だけの勾配",
    "gradient_of_weights_alone": "重みだけの勾配",
    "network": "ネットワークの値または勾配",
    "output_or_final_state": "出力または最終状態",
    "second_derivative": "2階微分",
    "state": "状態",
    "state_of_a_tree_alone": "単独の木の状態",
    "step_by_step": "1ステップずつの計算",
}


def starting(state: str) -> str:
    return f"{state} の初期値"


def differs(what: str, which: Words | str | int, off: float, scale: float, bound: float) -> str:
    return (
        f"{PARTS.get(what, what)}（{which}）: 最大の要素 {scale:.1e} に対して {off:.1e} "
        f"ずれています（許容はその {bound:.1e}）"
    )


def other_shape(
    what: str, which: Words | str | int, shape: tuple[int, ...], wanted: tuple[int, ...]
) -> str:
    return f"{PARTS.get(what, what)}（{which}）: 形状が {shape} で、{wanted} ではありません"


def slope_differs(gradient: int, slope: float, differences: float) -> str:
    return f"勾配{gradient}: 傾きは {slope:.6g}、差分では {differences:.6g} です"


def beyond_the_end() -> str:
    return "系列の末尾より後の出力が0ではありません"


def nan_lost() -> str:
    return "NaN を入力しましたが、出力に NaN がありません"


def nan_in_other_sequence() -> str:
    return "ある系列の NaN がほかの系列に及んでいます"


def nan_in_other_tree() -> str:
    return "ある木の NaN がほかの木に及んでいます"


def nan_elsewhere(position: int) -> str:
    return f"値または勾配（{position}）の NaN の位置が異なります"

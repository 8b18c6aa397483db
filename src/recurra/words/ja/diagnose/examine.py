"""All questions about one model."""


def not_finite(model: str) -> str:
    return (
        f"{model} の出力に有限でない値（NaN または無限大）があり、診断できません。"
        "学習率を下げるなどして学習し直してください"
    )


def no_states(model: str) -> str:
    return f"{model} はセルを持たないため、調べる状態やゲートがありません。"

"""How far back does learning reach?"""


def question() -> str:
    return "学習はどこまで過去に届くか"


def unit() -> str:
    return "末尾の勾配ノルムに対する比"


def conditions() -> str:
    return "例ごとの値の中央値、帯は10〜90パーセンタイル"


def relative() -> str:
    return "勾配比（正規化）"


def to_distance_0() -> str:
    return "勾配ノルム（距離0に対する比）"


def relative_reading() -> str:
    return (
        "線が水平なら、早いステップも遅いステップと同じだけ学習に寄与します。"
        "下の破線より下では学習がそこまでほとんど届かず、"
        "上の破線より上では遠いステップが近いステップをかき消します。"
    )


def raw() -> str:
    return "入力での勾配比（論文と同じ、正規化なし）"


def at_inputs() -> str:
    return "‖dL/dx‖ ÷ 末尾の‖dL/ds‖"


def raw_reading() -> str:
    return (
        "同じ比を入力で見たもので、セルの間では比較できません。"
        "高さには入力の重みが含まれるため、記憶について意味があるのは傾きだけです。"
    )


def no_ratio() -> str:
    return "末尾の勾配が0か有限でない値のため、比を求められません。"


def reaches(number: float, end: float | None, steps: int, limit: float) -> str:
    far = f"先頭のステップに届く勾配は、末尾の勾配の{number:.2g}倍です。"
    if end is None:
        return f"{far}全{steps}ステップで{limit:.0%}以上を保っています。"
    return f"{far}末尾から{end:.0f}ステップ以上さかのぼると{limit:.0%}を下回ります。"


def when_small() -> str:
    return (
        "より遠い過去が必要なタスクであれば、忘却ゲートのバイアスを大きくして学習を始める"
        "（init='chrono' は最長の依存関係から設定します）、"
        "加算的な記憶を持つセル（lstm、gru、scrn）を使う、"
        "または系列を短くしてください。"
    )


def when_large() -> str:
    return (
        "勾配がさかのぼるにつれて大きくなっています。勾配のノルムをクリップする、"
        "学習率を下げる、または再帰の重みを直交行列で初期化してください"
        "（init='orthogonal'）。"
    )

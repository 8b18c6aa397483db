"""Fixed, learned and gated forgetting."""

from typing import Literal

from recurra.words.numbers import UNSAID_LEVEL, per_cent

Cell = Literal["elman", "scrn", "lstm3", "lstm4a", "lstm6", "lstm"]
KINDS = {
    "elman": "独立した記憶なし",
    "scrn": "固定、0.95",
    "lstm4a": "固定、0.96",
    "lstm6": "固定、0.4",
    "lstm3": "学習する定数",
    "lstm": "ゲート",
}
ABSTRACTS = {
    "lstm3": "1701.03441の要旨（確認済み）: 2つのデータセットでLSTMと同等",
    "lstm4a": "1707.04623の要旨（伝聞）: MNISTでLSTMと同等",
    "lstm6": "1901.06401の要旨（確認済み）: 学習率・ユニット数・定数が適切なら遜色ない",
}


def title() -> str:
    return "固定の忘却、学習する忘却、ゲートによる忘却"


def cite() -> str:
    return "Mikolov et al. 2014、Lu and Salem 2017、Le and Zuidema 2016に基づく実験"


def about_memory() -> str:
    return (
        "再帰型ニューラルネットワーク（RNN）は系列を1ステップずつ読み、後で必要になる情報を記憶に"
        "残します。記憶の薄れ方はセルによって異なります。LSTMはどれだけ忘れるかをステップごとに"
        "計算します（ゲート）。より軽いセルのいくつかは、つねに同じ割合を残します（固定の定数、"
        "または学習する定数）。Elmanネットワークは独立した記憶を持ちません。"
    )


def about_tasks() -> str:
    return (
        "ここでは、答えが決まったステップ数だけ前の出来事で決まる3つの課題を、各セルに学習させ"
        "ます。文の中にあったキーワードを答える課題（keyword）、印の付いた2つの数の和を答える課題"
        "（adding）、冒頭の記号の1つを答える課題（copy）です。各セルがどこまで過去を覚えているか、"
        "そして学習のもとになる勾配がそこまで届いているかを調べます。"
    )


def cells(names: tuple[str, ...], units: int) -> str:
    return (
        f"セルは{'、'.join(str(name) for name in names)}で、それぞれ{units}ユニットです（SCRNは"
        "このほかに文脈ユニット20個）。忘却ゲートのバイアスがあるセルでは、その初期値を1とします。"
    )


def cell(name: Cell) -> str:
    return f"{name}（{KINDS[name]}）"


def tasks(steps: tuple[int, ...], examples: int) -> str:
    return (
        f"課題はkeyword、adding、copyで、依存の長さは{'、'.join(map(str, steps))}ステップです。"
        f"データは{examples:,}件で、その12分の10を訓練に使います。"
    )


def skill(bound: float, level: float = UNSAID_LEVEL) -> str:
    return (
        "スキルは、偶然と同じなら0（addingでは平均を答えた場合が0で、二乗誤差は分散の"
        f"{bound:g}倍を上限とします）、完全なら1です。区間は、シードとテストデータの例にわたる"
        f"{per_cent(f'{100 * level:g}')}信頼区間です。"
    )


def gradient_ratio(examples: int) -> str:
    return (
        "勾配比は、依存の長さだけ前の状態における損失の勾配のノルム（全状態をまとめたもの）を、"
        f"最後のステップでのノルムで割った値です。検証データ{examples:,}件の中央値をとります。"
    )


def guessed_experiment() -> str:
    return (
        "これらのセルをこれらの課題で比べた論文はありません。実験は4本の論文をもとに独自に組み立てた"
        "ものです。期待値にはそれぞれ出典を示しています。"
    )


def guessed_constants() -> str:
    return (
        "LSTM6の定数は公開されたコードの値（i = 1、f = 0.4、o = 1）です。論文では別の値を使って"
        "います（0.59は記憶によるもので、確認していません）。"
    )


def guessed_units() -> str:
    return (
        "論文と同じく、パラメータ数ではなくユニット数をそろえています。LSTM3のパラメータ数はLSTMの"
        "約4分の1です。"
    )


def guessed_keyword() -> str:
    return (
        "keyword課題は記憶だけに基づいています（確からしさ0.85）。学習率、バッチサイズ、"
        "最適化手法、エポック数は独自に決めました。"
    )


def guessed_copy() -> str:
    return (
        "ネットワークは1回だけ答えるため、copy課題では最後のステップの合図で3つの記号のうち1つを"
        "問います。"
    )


def guessed_comparable() -> str:
    return "「同等」は、LSTMより低くてもスキルの差が0.05以内であることと独自に定めました。"


def guessed_updates() -> str:
    return (
        "論文の学習は、標準の規模の実行よりはるかに長く続きます。ここで学習に失敗したセルも、"
        "更新回数を増やせば学習できるかもしれません（--full）。"
    )


def learns(task: str, steps: int) -> str:
    return f"LSTMは、この規模の実行で{steps}ステップの{task}課題を学習します"


def needed() -> str:
    return "ほかの主張の前提（これが成り立たないと、ほかの判定に意味がない）"


def comparable(cell: Cell, task: str, steps: int) -> str:
    return f"{steps}ステップの{task}課題で、{cell}（{KINDS[cell]}）はLSTMと同等です"


def abstract(cell: Literal["lstm3", "lstm4a", "lstm6"]) -> str:
    return ABSTRACTS[cell]


def fades(task: str, steps: int, power: int) -> str:
    return (
        f"lstm6には{steps}ステップ前の情報が0.4^{steps}（約10^{power}）しか残らないため、"
        f"その長さの{task}課題を学習できません"
    )


def hypothesis() -> str:
    return "数式に基づく独自の仮説"


def context_helps(task: str, steps: int) -> str:
    return (
        f"SCRNは、0.95に固定した文脈により、{steps}ステップの{task}課題でElmanネットワークより"
        "よく覚えています"
    )


def abstract_context() -> str:
    return "1412.7753の要旨（確認済み）: ゆっくり変化するユニットは一種の長い記憶になる"


def gates_help(task: str, steps: int) -> str:
    return f"{steps}ステップの{task}課題では、ゲートによる忘却が0.95に固定した文脈に勝ります"


def ratio_tells() -> str:
    return "勾配比から、学習がうまくいくかどうかが分かります"


def abstract_ratio() -> str:
    return "1603.00423の要旨（確認済み）: 勾配比は学習の成否をよく示す"


def at(task: str, steps: int) -> str:
    return f"{task}課題、{steps}ステップ"


def one_minus_other(one: str, other: str, task: str, steps: int) -> str:
    return f"{one}から{other}を引いた差、{task}課題、{steps}ステップ"


def ratio_and_skill() -> str:
    return (
        "学習後の勾配比とスキルとの相関（勾配比が0より大きいすべての最終学習）。「よく示す」を0.5以上"
        "と解釈"
    )


def plot_skill(task: str) -> str:
    return f"{task}課題のスキル"


def steps_spanned() -> str:
    return "依存の長さ（ステップ）"


def reading_skill() -> str:
    return (
        "線が1の近くに留まるセルは、そこまで過去を覚えています。0では、偶然と変わらない答えしか"
        "出せていません。"
    )


def plot_ratio(task: str) -> str:
    return f"{task}課題の勾配比"


def steps_before_the_end() -> str:
    return "末尾から数えたステップ"


def gradient_over_last() -> str:
    return "状態での勾配（末尾での値に対する比）"


def reading_ratio() -> str:
    return "線が1を大きく下回るところでは、それだけ前の出来事からはほとんど学習できません。"


def ratio_after(task: str, steps: int, examples: int) -> str:
    return (
        f"{task}課題、{steps}ステップ、学習後。"
        f"{examples:,}件の中央値を、さらにシードで中央値にした値"
    )

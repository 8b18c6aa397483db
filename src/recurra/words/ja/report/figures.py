"""The figures of a comparison's page: titles, how to read them, axes, and what is read aloud."""

TITLES = {
    "standings": "テストスコアの一覧",
    "rates": "学習率への敏感さ",
    "learning": "学習の進み方",
    "gradients": "学習が過去に届く範囲",
    "parameters": "スコアとパラメータ数",
    "latency": "スコアと推論時間",
}
ALOUD = {
    "standings": "テストスコア",
    "rates": "学習率とスコアの曲線",
    "learning": "学習曲線",
    "gradients": "末尾からの距離と勾配ノルム",
    "parameters": "スコアとパラメータ数",
    "latency": "スコアと推論時間",
}
AXES = {
    "rate": "学習率",
    "updates": "重みの更新回数",
    "gradient": "勾配ノルム（末尾に対する比）",
    "before_end": "末尾からのステップ数",
    "predicted": "予測",
    "predicted_class": "予測クラス",
    "true": "正解",
    "actual": "実測",
    "steps": "ステップ",
    "parameters": "パラメータ数",
    "latency": "1系列の推論時間（µs、中央値）",
}
AGAINST = {"parameters": "パラメータ数", "latency": "推論時間"}


def title(figure: str) -> str:
    return TITLES.get(figure, figure)


def aloud(figure: str) -> str:
    """The title of the drawing, which is read aloud."""
    return ALOUD.get(figure, figure)


def axis(name: str) -> str:
    return AXES.get(name, name)


def beyond() -> str:
    return "端の矢印は、値が軸の範囲の外にあることを表します。"


def test_axis(score: str) -> str:
    return f"テストの{score}"


def validation_axis(score: str) -> str:
    return f"検証の{score}"


def score_axis(score: str, unit: str) -> str:
    return f"{score}（{unit}）" if unit else score


def standings_reading(higher: bool) -> str:
    return (
        f"点は、各モデルのテストデータでのスコアです（{'右' if higher else '左'}ほど良い）。"
        "横棒は信頼区間で、シードやデータを変えたときのスコアの範囲の目安です。"
        "縦線は推奨モデルのスコアです。"
    )


def standings_told(score: str, level: str, scores: tuple[str, ...]) -> str:
    """`level`: "" where there are no intervals."""
    within = f"と{level}信頼区間" if level else ""
    return f"テストの{score}{within}: {'、'.join(scores)}。"


def standing_told(name: str, value: str, ends: str) -> str:
    return f"{name} {value}（{ends}）" if ends else f"{name} {value}"


def rates_reading() -> str:
    return (
        "平らな部分（網掛けは良好な範囲）が広いモデルほど、学習率の選び方に左右されにくく、"
        "扱いやすいモデルです。狭いモデルは慎重な調整が必要です。×印は発散した学習です。"
    )


def rates_conditions(
    least: str, most: str, rung: int, rungs: int, optimizer: str, seed: int
) -> str:
    """`rung`: 0 where it is not known which of them it is."""
    updates = least if least == most else f"{least}〜{most}"
    which = f"全{rungs}段階の第{rung}段階、" if rung else ""
    return (
        f"更新{updates}回までの検証データの評価のうち最良のスコア（{which}全ネットワークに共通。"
        f"学習率の選択に用い、最終学習のスコアとは異なる）、{optimizer}、"
        f"探索のシード{seed}、1点につき1回の学習"
    )


def rate_curve(name: str) -> str:
    return f"{name}の学習率とスコアの曲線"


def rates_caption(
    decades: str,
    low: str,
    high: str,
    best: str,
    value: str,
    diverged: int,
    edge: bool,
    chosen: str | None,
) -> str:
    """`decades`: "" where there is no good range; `chosen`: where it lies outside of that."""
    parts = [f"良好な範囲は{decades}桁（{low}〜{high}）"] if decades else []
    parts.append(f"最良は{best}（探索中の最良評価値{value}）")
    if chosen is not None:
        parts.append(f"選ばれたのは、学習を延ばした段階で最良となった{chosen}")
    if diverged:
        parts.append(f"発散{diverged:,}回")
    if edge:
        parts.append("最良値が端にあり、範囲が狭すぎる可能性あり")
    return "、".join(parts)


def all_diverged() -> str:
    return "すべての学習が発散"


def told(name: str, caption: str) -> str:
    """The caption of one of several curves, read aloud."""
    return f"{name}: {caption}。"


def learning_reading() -> str:
    return (
        "終盤で平らになった曲線は、学習が収束しています。まだ変化している曲線は、学習を延ばせば"
        "改善する余地があります。帯はシードによる範囲、灰色の破線は最良の単純なベースラインです。"
    )


def learning_conditions(trained: str) -> str:
    return (
        "各点は学習中に検証データで行った評価（シードの平均）。何度も評価した中の最良値は"
        f"良すぎるため、選択には別に求めたスコアを用いる。最終学習、{trained}"
    )


def learning_curve(name: str) -> str:
    return f"{name}の学習曲線"


def learning_caption(value: str, updates: str, decides: str | None) -> str:
    """`value`: at the best look; `decides`: the validation score that the tables show."""
    look = f"最良の評価は更新{updates}回で{value}"
    return f"{look}、選択に用いるスコアは{decides}" if decides is not None else look


def gradients_reading(share: str) -> str:
    return (
        "曲線が高いままであれば、系列の末尾から遠い入力からも学習できます。"
        f"破線（{share}分の1）を下回る入力は、ほとんど学習に寄与しません。"
    )


def gradients_conditions(trained: str) -> str:
    return (
        "各入力での損失の勾配ノルム（末尾の入力での値に対する比）の、例ごとの値の中央値、"
        f"帯は10〜90パーセンタイル、{trained}"
    )


def gradient_of(name: str) -> str:
    return f"{name}の勾配ノルム"


def reach(share: str, steps: str) -> str:
    return f"末尾から{_whole(steps)}ステップより前で{share}未満"


def reach_all(share: str, steps: str) -> str:
    return f"測定した{_whole(steps)}ステップすべてで{share}以上"


def front_reading(against: str, higher: bool) -> str:
    up, below, above = ("左上", "下", "上") if higher else ("左下", "上", "下")
    return (
        f"{up}ほど良いモデルです。線は、スコアと{AGAINST.get(against, against)}の両方で他のモデルに"
        f"劣ることのないモデル（パレートフロント）を結んでいます。線より{below}にあるモデルには、その左か{above}に"
        "より良い選択肢があります。"
    )


def front_told(names: tuple[str, ...]) -> str:
    return f"線上のモデル（コストの小さい順）: {'、'.join(names)}。"


def forecast_title(name: str, target: str, ahead: int) -> str:
    return f"{name}: {target}の{ahead:,}ステップ先"


def forecast_of(name: str, target: str) -> str:
    return f"{name}による{target}の予測"


def forecast_reading() -> str:
    return (
        "灰色の線は実測値、色の付いた線は過去だけから予測した値です。二つが離れている所では、"
        "予測が外れています。"
    )


def forecast_conditions(shown: int, total: int, tested: str) -> str:
    part = f"{total:,}ステップのうち最後の{shown:,}" if shown < total else f"{total:,}"
    return f"テストデータの{part}ステップ、{tested}"


def forecast_told(target: str, steps: int, error: str) -> str:
    return f"{target}の{steps:,}ステップにわたる実測値と予測値。ここでの平均絶対誤差は{error}。"


def confusion_title(name: str) -> str:
    return f"{name}: 混同しやすいクラス"


def confusion_of(name: str) -> str:
    return f"{name}の混同行列"


def confusion_reading(shown: int, total: int) -> str:
    part = f"{total:,}クラスのうち誤りの多い{shown:,}クラスを示します。" if shown < total else ""
    return (
        "行は正解のクラス、列は予測したクラスで、値は行に対する割合（%）です。対角線が濃いほど良く、"
        f"それ以外の濃いマスは典型的な誤りです。{part}"
    )


def confusion_conditions(tested: str) -> str:
    return f"{tested}、すべての学習の平均"


def no_mistakes() -> str:
    return "テストデータのすべての例が正しく分類されました。"


def mistakes(most: tuple[str, ...]) -> str:
    return f"多い誤り: {'、'.join(most)}。"


def mistake(true: str, said: str, share: str) -> str:
    return f"{true}を{said}とした誤り {share}"


def bars_told(values: tuple[str, ...]) -> str:
    return f"{'、'.join(values)}。"


def heat_told(rows: int, columns: int, reading: str) -> str:
    return f"{rows:,}行、{columns:,}ステップ。{reading}"


def tree_told(values: tuple[str, ...], reading: str) -> str:
    return f"{'、'.join(values)}。{reading}"


def valued(name: str, value: str) -> str:
    return f"{name} {value}"


def line_told(name: str, first: str, start: str, last: str, end: str, across: str) -> str:
    return f"{name}: {across}が{_whole(start)}のとき{first}、{_whole(end)}のとき{last}。"


def points_none(name: str) -> str:
    return f"{name}: なし。"


def points_told(name: str, across: str, of_across: str, up: str, of_up: str) -> str:
    return f"{name}: 平均で{of_across} {across}、{of_up} {up}。"


def _whole(number: str) -> str:
    """A count as people write it: 23 for 23.0."""
    return number.rstrip("0").rstrip(".") if "." in number else number

"""The facts beside the figures: names and values."""

from collections.abc import Sequence
from typing import Literal

from recurra.words import Words
from recurra.words.gathered import gathered
from recurra.words.numbers import written_time

NAMES = {
    "training": "学習時間",
    "step": "1ステップの推論",
    "step_of_time": "1ステップの間隔",
    "sequence": "1系列の推論",
    "memory": "メモリ",
    "disk": "ファイルサイズ",
    "name": "名前",
    "task": "タスク",
    "parts": "分割",
    "inputs": "入力の列",
    "length": "系列長",
    "classes": "クラス",
    "targets": "予測対象の列",
    "horizon": "予測期間",
    "fingerprint": "値のフィンガープリント",
    "score": "判定に用いる評価指標",
    "margin": "「性能低下なし」の許容幅",
    "matched": "ネットワークの規模の揃え方",
    "optimiser": "最適化手法",
    "recurrence": "学習時に再帰の内部で行う処理",
    "rates": "学習率",
    "rungs": "段階的な探索",
    "looks": "検証データの評価",
    "trained_on": "学習の延長",
    "stopping": "早期終了",
    "seeds": "最終学習のシード",
    "seed": "分割と探索のシード",
    "budget": "予算",
    "backend": "バックエンド",
    "loss": "損失関数",
    "weights": "クラスの重み",
    "source": "データの出所",
    "threads": "スレッド数",
    "repeats": "測定の反復回数",
    "started": "開始",
    "ended": "終了",
    "cpu": "CPU",
    "cores": "コア数",
    "system": "システム",
}
LOSSES = {
    "cross_entropy": "交差エントロピー",
    "squared_error": "二乗誤差",
    "absolute": "絶対誤差",
    "huber": "Huber損失（標準偏差以内は二乗誤差）",
    "quantile": "分位点のピンボール損失",
    "gaussian": "正規分布の平均と分散",
}


def name(of: str) -> str:
    """What a fact is called."""
    return NAMES.get(of, of)


def memory_of_machine() -> str:
    return "搭載メモリ"


def version(package: str) -> str:
    return f"{package}のバージョン"


def one_training() -> str:
    return "1回の学習全体"


def median(tail: str | None) -> str:
    return "中央値" if tail is None else f"中央値（99パーセンタイル {tail}）"


def training_memory(size: str) -> str:
    return f"学習時 {size}"


def to_predict() -> str:
    return "推論時"


def parameters(number: int) -> str:
    return f"パラメータ数 {number:,}"


def parts(counts: tuple[str, ...], windows: bool) -> str:
    return f"{'、'.join(counts)}（{'窓の数' if windows else '件数'}）"


def part(name: str, number: int) -> str:
    return f"{name} {number:,}"


def length(shortest: int, median: int, longest: int) -> str:
    if shortest == longest:
        return f"{longest:,}ステップ"
    return f"{shortest:,}〜{longest:,}ステップ（中央値 {median:,}）"


def names(number: int, shown: tuple[str, ...], more: int) -> str:
    """The first of them, and how many are not shown."""
    rest = f"、…（他{more:,}個）" if more else ""
    return f"{number:,}個: {'、'.join(shown)}{rest}"


def horizon(ahead: int, back: int) -> str:
    return f"{ahead:,}ステップ先まで（参照期間 {back:,}ステップ）"


def rung(rates: int, updates: int) -> str:
    return f"{rates:,}個の学習率を更新{updates:,}回まで"


def score(label: str, higher: bool) -> str:
    return f"{label}（{'大きい' if higher else '小さい'}ほど良い）"


def relative(margin: str) -> str:
    return f"{margin}（相対値）"


def matched(by: Literal["params", "hidden"], units: int) -> str:
    if by == "params":
        return f"パラメータ数（{units:,}ユニットのLSTMと同数）"
    return f"隠れ状態の次元数（{units:,}ユニット）"


def optimiser(name: str, momentum: str | None, steady: float, batch: int) -> str:
    """`steady`: learning rates by which a steady gradient moves a weight."""
    more = f"、モメンタム {momentum}" if momentum else ""
    if steady > 1:
        more += f"（実効学習率は表記の{steady:.3g}倍）"
    return f"{name}{more}、バッチサイズ {batch:,}"


def rates(number: int, low: str, high: str, widened: bool) -> str:
    more = "（全体で一度だけ拡張）" if widened else ""
    return f"{low}〜{high}の{number:,}個{more}"


def looks(number: int, some: int, examples: int) -> str:
    """`some` of the examples of the validation part are looked at."""
    of = f"{examples:,}件すべて" if some >= examples else f"{examples:,}件中{some:,}件"
    return f"1回の学習で{number:,}回、検証データ{of}で評価"


def trained_on(planned: int, updates: int) -> str:
    return f"改善が続いたため、{planned:,}回から{updates:,}回の更新に延長"


def stopping(patience: int) -> str:
    return f"改善のない評価が{patience:,}回続くと終了" if patience else "早期終了なし"


def budget(asked: str, trials: int | None, more: tuple[str, ...]) -> str:
    """As it was asked for: a time or a number of trials; "": the default; `more`: times added."""
    first = asked or (f"試行{trials:,}回" if trials else "既定")
    return "、".join((first, *(f"追加 {time}" for time in more)))


def spared(asked: str, taken: float) -> str:
    """A time that was not needed; `taken` in seconds."""
    return f"{asked}（向上を続けるネットワークがなくなり、{written_time(taken)}で終了）"


def sooner(asked: str, updates: int, most: int) -> str:
    """Training on was not needed."""
    return (
        f"{asked}（向上を続けるネットワークがなくなり、更新{updates:,}回（上限{most:,}回）で終了）"
    )


def loss_classes(loss: str, output: str, smoothing: float) -> str:
    more = f"、ラベル平滑化 {smoothing:g}" if smoothing else ""
    return f"{LOSSES.get(loss, loss)}（{output}出力{more}）"


def loss_of_values(task: str, asked: str, level: float) -> str:
    """`asked`: cross_entropy, where the task has its own."""
    if asked != "cross_entropy":
        return LOSSES.get(asked, asked) + (f"（{level:g}）" if asked == "quantile" else "")
    return gathered("recurra.words.ja.tasks", "LOSSES").get(task, LOSSES["squared_error"])


def recurrence(dropout: float, zoneout: float, clip: float) -> str:
    """What is done in the recurrence; 0: it is not."""
    shares = (("再帰ドロップアウト", dropout), ("zoneout", zoneout))
    found = [f"{what} {share:g}" for what, share in shares if share]
    if clip:
        found.append(f"状態とステップごとの勾配ノルムの上限 {clip:g}")
    return "、".join(found) or "ドロップアウトもクリッピングもなし"


def value(value: Words | str, what: Words | str) -> str:
    """A choice with what it is."""
    return f"{value}（{what}）"


def threads(number: int) -> str:
    return f"学習ごとに{number:,}"


def ended(at: str, after: str) -> str:
    return f"{at}（所要時間 {after}）"


def by_default(value: str, why: Sequence[str]) -> str:
    """A value that is the default, with the reasons for that."""
    return f"{value}。既定値（{'ため、また'.join(why)}ため）"

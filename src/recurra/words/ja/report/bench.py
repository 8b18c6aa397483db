"""The tables, figures and page of a benchmark."""

from typing import Literal

MODES = {
    "train": "順伝播と逆伝播",
    "train-fixed": "順伝播と逆伝播（入力の勾配が不要な場合）",
    "ragged": "順伝播と逆伝播（系列長T/2〜T）",
    "inference": "推論",
    "step": "逐次推論の1ステップ",
}
RIVALS = {"python loop": "torchのループ", "jax": "JAX lax.scan"}
REACHED = {"yes": "達成", "no": "未達成", "incomplete": "計測不足"}
STATES = {"running": "実行中", "finished": "完了", "interrupted": "中断"}
HEADINGS = {
    "page": "recurraのカーネルと比較相手",
    "quick": "短縮した計測（引用には使えません）",
    "whole": "ベンチマーク",
    "against_torch": "torchとの比較",
    "means": "各セルと各比較相手",
    "rows": "全行",
    "how": "計測方法",
    "machine": "マシンとバージョン",
    "absent": "計測に加わらなかった相手と理由",
    "targets": "目標",
    "shapes": "順伝播と逆伝播",
}
HEADS = {
    "ratio_explained": "比（1より大きければrecurraが速い）",
    "ratio": "比",
    "threads": "スレッド数",
    "needed": "目標値",
    "measured": "測定値",
    "reached": "達成状況",
    "cell": "セル",
    "time": "時間",
    "of_peak": "ピーク比",
    "when": "計測日時",
}


def heading(name: str) -> str:
    return HEADINGS.get(name, name)


def head(column: str) -> str:
    return HEADS.get(column, column)


def part(mode: str, threads: int) -> str:
    return f"{MODES.get(mode, mode)}、{threads}スレッド"


def threads(number: int) -> str:
    return f"{number}スレッド"


def to(rival: str) -> str:
    return f"対 {RIVALS.get(rival, rival)}"


def mean_to(rival: str) -> str:
    return f"対 {RIVALS.get(rival, rival)}の平均"


def needed(figure: str, at_most: bool) -> str:
    return f"{figure}{'以下' if at_most else '以上'}"


def reached(name: str) -> str:
    return REACHED.get(name, name)


def not_measured() -> str:
    return "未計測"


def worst(ratio: str) -> str:
    return f"最悪{ratio}"


def sentence(said: str) -> str:
    """A caption with its full stop."""
    return f"{said}。"


def caption_targets(bold: bool) -> str:
    rest = "。太字は未達成" if bold else ""
    return f"特に記したもの以外は全サイズの幾何平均{rest}"


def caption_means() -> str:
    return "全サイズの比の幾何平均。下の小さい値は最悪の比"


def caption_rows(mode: str) -> str:
    return (
        f"{MODES.get(mode, mode)}: recurraの時間、および比較相手の時間とrecurraの時間との比。"
        "下の小さい値はラウンドの四分位数"
    )


def caption_shapes(threads: tuple[int, ...]) -> str:
    each = " / ".join(f"{number}スレッド" for number in threads)
    return (
        "T,B,I,Hの列は、セル名に添えたtorchのモジュールの時間とrecurraの時間との比"
        f"（{each}）。太字は比較相手が速い。平均は幾何平均"
    )


def peak(threads: int) -> str:
    return f"大きな行列積のピーク、{threads}スレッド"


def when(started: str, status: str) -> str:
    return f"{started}、{STATES.get(status, status)}"


def headline(reached: int, judged: int, unmeasured: int) -> str:
    rest = f"（ほかに未計測{unmeasured}件）" if unmeasured else ""
    return f"目標{judged}件のうち{reached}件を達成{rest}"


def headline_none() -> str:
    return "目標の判定なし: 判定に必要な行が計測に含まれていません"


def lead() -> str:
    return (
        "比は、同じ計算にかかる比較相手の時間をrecurraの時間で割った値です。1より大きければrecurraの"
        "ほうが速いことを示します。"
    )


def refused(cell: str, why: str) -> str:
    return f"{cell}は計測していません: {why}"


def figure(part: str) -> str:
    return f"{part}: torchの時間とrecurraの時間との比"


def axis() -> str:
    return "線より右ではrecurraが速い。ひし形は幾何平均"


def reading() -> str:
    return "点の1つ1つがサイズを表します。torchにないセルはnn.LSTMと比べています。"


def absent(rival: str, why: str, where: str) -> str:
    return f"{rival}: {why}（{where}）"


def not_timed(rival: str, why: str, where: str) -> str:
    return f"計測なし: {rival}: {why}（{where}）"


def footer() -> str:
    return (
        "bench.json と bench.jsonl からrecurraが作成しました。このページの表示に"
        "ネットワーク接続やスクリプトは不要です。"
    )


def about(
    date: str,
    machine: str,
    versions: str,
    least: int,
    most: int,
    peaks: tuple[tuple[int, float], ...],
    quick: bool,
    status: Literal["running", "finished", "interrupted"],
) -> str:
    """Machine and versions, and the run's own warnings."""
    rounds = f"{most}" if least == most else f"{least}〜{most}"
    said = [
        f"計測日 {date}、マシン {machine}、バージョン {versions}。順番に計測した{rounds}ラウンドの"
        "中央値です。"
    ]
    if peaks:
        seen = (f"{n}スレッドで{best:.0f} GFLOP/s" for n, best in peaks)
        said.append(f"大きな行列積の速度は{'、'.join(seen)}です。")
    said.append("比が1より大きければrecurraのほうが速いことを示します。")
    if quick:
        said.append("短縮した計測のため、引用には使えません。")
    if status != "finished":
        said.append(f"この計測の状態: {STATES[status]}。")
    return "".join(said)


def no_record(folder: str) -> str:
    return (
        f"{folder} はベンチマークのフォルダではありません（bench.json がありません）。"
        "フォルダを確認してください"
    )


def newer(folder: str, format: int) -> str:
    return (
        f"{folder} は、より新しいrecurraで作成されています（形式 {format}）。recurraを更新して"
        "ください"
    )

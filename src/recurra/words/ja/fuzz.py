"""Checks of a cell on all backends, and random cells: `recurra cells check` and `fuzz`."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.ja.phrases import quoted
from recurra.words.numbers import count

# parts of a check's name, as it is known by name in the code
CHECKS = {
    "alone": "単独の系列・木",
    "different_lengths": "異なる系列長",
    "expectation_of_zoneout": "zoneout の期待値",
    "finite_differences": "有限差分",
    "gradients": "勾配",
    "limited_gradients": "勾配の制限",
    "network": "ネットワーク",
    "not_a_number": "NaN の伝わり方",
    "one_step": "1ステップ",
    "recurrent_dropout": "recurrent dropout",
    "recurrent_dropout_and_zoneout": "recurrent dropout と zoneout",
    "reference_against_finite_differences": "reference と有限差分の比較",
    "second_derivative": "2階微分",
    "single_nodes": "1ノードの木",
    "some_gradients": "一部の勾配",
    "stacked_both_directions": "多層・双方向",
    "step_by_step": "1ステップずつの計算",
    "total_gradients": "勾配の総和",
    "untied_recurrent_dropout": "時刻ごとの recurrent dropout",
    "values": "値",
    "wide": "子の多い木",
    "with_checkpoints": "checkpoint あり",
    "zoneout": "zoneout",
    "zoneout_of_each_state": "状態ごとの zoneout",
}


def check(name: str, variant: str) -> str:
    """`name`: parts with a / between them; `variant`: of the equations, "" as they are."""
    said = "・".join(CHECKS.get(part, part) for part in name.split("/"))
    return f"{said}（{CHECKS.get(variant, variant)}）" if variant else said


def all_with(variant: str) -> str:
    return f"上のすべて（{CHECKS.get(variant, variant)}）"


def check_head() -> str:
    return "検査項目"


def wrong() -> str:
    return "不一致"


def holds(worst: float) -> str:
    return f"一致（{worst:.0e}）" if worst else "一致"


def not_run(column: str, reason: Words | str) -> str:
    return f"{column} では実行していません: {reason}"


def does_not_hold(check: Words | str, column: str, message: Words | str) -> str:
    return f"{check}、{column}: {message}"


def some_do_not_hold(wrong: int, checks: int, cell: str) -> str:
    return f"{cell} の検査{count(checks)}件のうち{count(wrong)}件が一致しません"


def all_hold(checks: int, cell: str) -> str:
    return f"{cell} の検査{count(checks)}件はすべて一致しました"


def ended_in(kind: str, error: Words | str, place: Words | str) -> str:
    return f"{kind}: {error}（{place}）"


def line_of_file(file: str, line: int) -> str:
    return f"{file} の{line}行目"


def no_parameter() -> str:
    return "パラメータがありません"


def random_cells() -> str:
    return "ランダムなセル"


def cell_is_wrong(
    number: int,
    backend: str,
    checks: tuple[Words, ...],
    smallest: Words | str,
    file: str,
    message: Words | str,
) -> str:
    """`smallest`: the check that the cell which is shown does not hold."""
    return (
        f"セル{number}は {backend} で次の検査に一致しません: {'、'.join(map(str, checks))}\n"
        f"{quoted(smallest)}に一致しない最小のセル（{file}）: {message}"
    )


def about_file(backend: str, check: Words | str, message: Words | str) -> str:
    return f"{backend}、{check}: {message}"


def made_smaller_from() -> str:
    return "小さくする前のセル"


def summary(
    cells: int,
    by_backend: Mapping[str, int],
    checks: int,
    wrong: int,
    held: float,
    worst: float,
    refused: int,
    seconds: float,
) -> str:
    """`held`: the largest difference where checks hold; `worst`: of all."""
    by = "、".join(f"{backend} で{count(number)}個" for backend, number in by_backend.items())
    beyond = f"、一致しない場合は {worst:.1e}" if wrong else ""
    return (
        f"ランダムなセル{count(cells)}個（{by}）、検査{count(checks)}件、"
        f"誤りのあるセル{count(wrong)}個。float64 での相対誤差は、一致した場合は最大 {held:.1e}"
        f"{beyond}。ほかに、正しくないか値が発散するため使わなかったセルが{count(refused)}個。"
        f"{seconds:.0f}秒"
    )

"""Whether compiled kernels compute what a cell's equations say."""

from recurra.words import Words

TRIALS = {
    "equal_lengths": "同じ系列長",
    "different_lengths": "異なる系列長",
    "trees": "木",
}


def output() -> str:
    return "出力"


def final(state: str) -> str:
    return f"{state} の最終値"


def of_all_nodes(state: str) -> str:
    return f"全ノードの {state}"


def in_training(result: Words | str) -> str:
    return f"{result}（学習時）"


def starting(state: str) -> str:
    return f"{state} の初期値"


def gradient(of: Words | str) -> str:
    return f"{of} の勾配"


def in_trial(result: Words | str, trial: str) -> str:
    return f"{result}（{TRIALS.get(trial, trial)}）"


def a_run() -> str:
    return "実行"


def raised(kind: str, error: Words | str) -> str:
    return f"{kind}: {error}"


def no_numbers() -> str:
    return "式から比較できる有限の数が得られませんでした"


def end_in(error: Words | str) -> str:
    return f"実行がエラーで終わりました（{error}）"


def is_off(result: Words | str, found: float, allowed: float) -> str:
    return f"{result}のずれは {found:.1e} で、丸め誤差の範囲 {allowed:.1e} を超えています"


def kernels_differ(reason: Words | str, report: str) -> str:
    return f"カーネルの計算結果が式と一致しません。{reason}（報告用ファイル: {report}）"


def reference_runs(cell: str, backend: str, reason: Words | str, report: str) -> str:
    return (
        f"セル「{cell}」は reference バックエンドで実行します（遅くなりますが結果は正確です）。"
        f"{backend} のカーネルの計算結果が式と一致しません（{reason}）。recurra の不具合です。"
        f"{report} を添えて報告してください"
    )


HEADS = {
    "cell": "セル",
    "sizes": "サイズ",
    "backend": "バックエンド",
    "added": "ネットワークの設定で加わる入力",
    "limited": "勾配の制限",
    "differences": "float64 の reference との相対誤差",
    "error": "エラー",
    "versions": "バージョン",
}


def part_of_report(part: str, text: Words | str) -> str:
    return f"{HEADS.get(part, part)}:\n{str(text).rstrip()}\n"


def measured(result: Words | str, found: float, allowed: float) -> str:
    return f"{result}: {found:.3e}（許容 {allowed:.3e}）"


def none() -> str:
    return "なし"


def yes_or_no(holds: bool) -> str:
    return "あり" if holds else "なし"

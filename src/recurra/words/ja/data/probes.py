"""Tasks whose dependency length is known."""

from recurra.words.ja.phrases import quoted


def no_option(option: str, name: str) -> str:
    return f"{name}には --{option} がありません。外してください"


def few_examples(least: int, given: int) -> str:
    return f"--examples は{least}以上にしてください（指定は{given}）"


def one_length(name: str) -> str:
    return f"{name}の --length は範囲ではなく1つの数にしてください。範囲では答えが決まりません"


def no_range(option: str, given: str) -> str:
    return f"--{option} には数または 21-30 のような範囲を指定してください（指定は{quoted(given)}）"


def bad_range(option: str, given: str, least: int) -> str:
    return f"--{option} {given} は使えません。{least}以上とし、範囲は小さい順に書いてください"


def made(authors: tuple[str, ...], year: str, after: bool, seed: int) -> str:
    source = f"{'、'.join(authors)} {year}"
    return f"出典: {source}{'を基に変更' if after else ''}。シード{seed}で生成しました。"


def adding(low: int, high: int) -> str:
    return (
        f"{_span(low, high)}ステップの前半と後半に1つずつある印付きの数の和を求める課題です。"
        "系列ごとに1つの値を答えます。常に1と答えるとRMSEは0.408です。"
    )


def copying(low: int, high: int) -> str:
    return (
        f"{_span(low, high)}ステップの最初に8種類の記号から3つを示し、最後のステップの手掛かりで"
        "指された記号を答える課題です。偶然の正解率は12.5%です。"
    )


def delay(low: int, high: int, spread: float) -> str:
    return (
        f"2つのスパイクの間隔（{_span(low, high)}ステップ）を値で答える課題です。"
        f"常に{(low + high) / 2:g}と答えるとRMSEは{spread:.3g}です。"
    )


def due(low: int, high: int) -> str:
    return (
        f"スパイクが{_span(low, high)}ステップの遅延を指示し、系列はちょうどその時点か1ステップ前に"
        "終わります。どちらかを答える課題です。偶然の正解率は50%です。"
    )


def parity(low: int, high: int) -> str:
    return (
        f"{_span(low, high)}ビットに含まれる1の個数が奇数かどうかを答える課題です。"
        "すべてのビットが答えに影響します。偶然の正解率は50%です。"
    )


def timing(steps: int) -> str:
    return (
        f"2つのスパイクの間隔が{steps}ステップか、それより1ステップ短いかを答える課題です。"
        "偶然の正解率は50%です。"
    )


def keyword(below: int, low: int, high: int, nearest: int, farthest: int) -> str:
    return (
        f"{_span(low, high)}個のトークンのうち、末尾から{_span(nearest, farthest)}個前に"
        f"{below}未満のキーワードが1つあり、その百の位がクラスです。偶然の正解率は10%です。"
    )


def keyword_in_trees(
    below: int, catalan: bool, low: int, high: int, depth: tuple[int, int] | None
) -> str:
    how = "すべての二分木から一様" if catalan else "分割点が一様"
    where = f"根からの深さ{_span(*depth)}の" if depth else ""
    return (
        f"葉が{_span(low, high)}個の無作為な二分木（{how}）で、{where}葉の1つに{below}未満の"
        "キーワードがあり、その百の位が根のクラスです。偶然の正解率は10%です。"
    )


def too_deep(low: int, high: int, tokens: int) -> str:
    return (
        f"--depth {low}-{high} は使えません。{tokens}個のトークンでは、キーワードの位置は"
        f"最大でも末尾の{tokens - 1}個前です。値を小さくしてください"
    )


def rare_depth(
    low: int, high: int, found: int, attempts: int, least: int, most: int, trees: str
) -> str:
    return (
        f"--depth {low}-{high} の木がほとんど得られません（葉が{_span(least, most)}個の木を"
        f"{quoted(trees)}で{attempts:,}回生成して{found}回）。"
        "--depth か --length を変えてください。--trees catalan の木のほうが深くなります"
    )


def _span(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}〜{high}"

"""The page of `recurra inspect --html`."""

from recurra.words.ja.phrases import quoted

HEADINGS = {
    "odd": "確認をお勧めする点",
    "target": "予測の対象",
    "columns": "各列の図",
    "table": "各列の数値",
    "classes": "クラス",
    "lengths": "長さ",
    "groups": "グループ",
    "understood": "読み取りと処理の内容",
    "next": "次に実行するコマンド",
}
AXES = {"time": "時間順", "rows": "行順", "steps": "ステップ順"}
TILES = {
    "rows": "行数",
    "examples": "データ数",
    "columns": "列数",
    "step": "時間間隔",
    "span": "期間",
    "missing": "欠損値",
    "gaps": "途中で欠けている行",
    "groups": "系列数",
    "classes": "クラス数",
    "lengths": "1件のステップ数",
}


def page_title(name: str) -> str:
    return f"{name}: データの内容 - recurra"


def over() -> str:
    return "入力データの概要"


def heading(name: str) -> str:
    return HEADINGS.get(name, name)


def tile(name: str) -> str:
    return TILES.get(name, name)


def span(first: str, last: str) -> str:
    return f"{first}〜{last}"


def reading(axis: str) -> str:
    first = f"上の図は{AXES.get(axis, axis)}に並べた値です。"
    if axis == "steps":
        return (
            f"{first}線は平均、帯は最小値から最大値までの範囲です。"
            "クラスが少ない場合は、クラスごとの平均を線で示します。下の図は値の分布です。"
        )
    return (
        f"{first}線は隣り合う行の平均、帯は最小値から最大値までの範囲です。"
        "下端のオレンジ色の印は、値が欠けている箇所を示します。"
        "下の図は値の分布、または出現回数の多い文字列です。"
    )


def target_reading(axis: str) -> str:
    return (
        f"{AXES.get(axis, axis)}に並べた値です。線は隣り合う行の平均、帯は最小値から最大値までの"
        "範囲です。下端のオレンジ色の印は、値が欠けている箇所を示します。"
    )


def how_to_read() -> str:
    return "読み方:"


def column(kind: str, role: str) -> str:
    return f"{kind}、{role}" if role else kind


def missing(share: str) -> str:
    return f"欠損 {share}"


def beyond(below: int, above: int) -> str:
    return f"軸の範囲外に{below + above:,}個の値（下側{below:,}個、上側{above:,}個）"


def left_out(number: int) -> str:
    return f"ほか{number:,}列の図は省略しました。"


def others() -> str:
    return "その他"


def no_values() -> str:
    return "値がありません。"


def told(first: str, last: str, low: str, high: str) -> str:
    return f"最初は{first}、最後は{last}、最小値は{low}、最大値は{high}です。"


def bars_told(low: str, high: str, first: str, last: str) -> str:
    return f"値の範囲は{low}〜{high}で、最も多いのは{first}〜{last}です。"


def correlation() -> str:
    return "過去の値との相関（自己相関）"


def lag() -> str:
    return "何ステップ前か"


def correlated() -> str:
    return "自己相関"


def correlation_reading(name: str, taken: int, season: int) -> str:
    found = (
        f"{season:,}ステップの周期が見つかりました（図中の印）。"
        if season
        else "周期は見つかりませんでした。"
    )
    return (
        f"{quoted(name)}の訓練データ{taken:,}ステップから、直線的な傾向を除いて求めた自己相関です。"
        f"1は完全な一致、0は無相関を表します。破線の内側は偶然でも生じる大きさです。{found}"
    )


def season() -> str:
    return "周期"


def groups_reading(shown: int, number: int) -> str:
    if shown < number:
        return f"{number:,}系列のうち、長いほうから{shown:,}系列の行数です。"
    return "各系列の行数です。"


def lengths_reading() -> str:
    return "長さごとの件数です。"


def classes_reading(shown: int, number: int) -> str:
    if shown < number:
        return f"{number:,}クラスのうち、多いほうから{shown:,}クラスの件数です。"
    return "各クラスの件数です。"


def nothing_odd() -> str:
    return "特に気になる点はありません。"


def drawn() -> str:
    return (
        "データからrecurraが作成しました。"
        "このページの表示にネットワーク接続やスクリプトは不要です。"
    )


def cannot_write(path: str, why: str) -> str:
    return f"{path} に書き込めません（{why}）"

"""Files and folders with trees."""


def not_utf8() -> str:
    return "UTF-8のテキストではありません"


def convert() -> str:
    return "ファイルをUTF-8に変換してください"


def same_part(names: tuple[str, ...]) -> str:
    return f"同じ区分の木のファイルが複数あります（{'、'.join(names)}）"


def one_file_a_part() -> str:
    return "区分ごとにファイルを1つにし、名前にtrain、dev、testを入れてください"


def shape(trees: int, children: int, binary: bool, least: int, most: int, words: int) -> str:
    inner = "二分木" if binary else f"ノードあたりの子は最大{children}個"
    return f"木は{trees:,}本（{inner}）、ノード数は{least}〜{most}、語彙は{words:,}語です。"


def labels(count: int, share: float) -> str:
    where = "すべてのノード" if share == 1 else f"ノードの{share:.0%}"
    return f"ラベルは{count}種類で、{where}に付いています。"


def fixed(names: tuple[str, ...]) -> str:
    return f"区分はファイルで決まっています（{'、'.join(names)}）。"

"""One class for each sequence or tree."""


def weighted(classes: tuple[str, ...], weights: tuple[float, ...], most: int) -> str:
    pairs = [f"{name} {weight:.3g}" for name, weight in zip(classes, weights, strict=False)]
    shown = "、".join(pairs[:most]) + "など" * (len(pairs) > most)
    return (
        f"損失では、各例を訓練データから求めたクラスの重みで数えます（{shown}）。"
        "ネットワーク、ロジスティック回帰、勾配ブースティング、MiniROCKETのリッジ回帰に共通です。"
    )


def unequal(largest: int, smallest: int) -> str:
    return (
        f"訓練データの件数は最大のクラスで{largest:,}件、最小のクラスで{smallest:,}件と差が大きいため、"
        "均衡正解率（クラスごとの再現率の平均）で優劣を判断します。"
    )


def no_root_label(tree: int) -> str:
    return f"{tree}番目の木の根にラベルがありません"


def one_label() -> str:
    return "すべての木のラベルが同じです"


def words(count: int, least: int) -> str:
    return (
        f"訓練データに{least}回以上現れる単語は{count:,}語です。"
        "ほかの単語は1つのベクトルを共有します。"
    )


def every_node() -> str:
    return (
        "木のセルはすべてのノードのラベルから学習します。優劣は根の評価で判断し、"
        "全ノードの評価も併記します。"
    )

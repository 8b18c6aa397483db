"""Trees, and which of them a cell takes."""


def no_tree() -> str:
    return "木が1つもありません。1つ以上渡してください"


def shapes(tree: int, parents: tuple[int, ...], tokens: tuple[int, ...]) -> str:
    return f"木{tree}: 親の形状が {parents}、トークンの形状が {tokens} です"


def one_each() -> str:
    return "1つ以上のノードのそれぞれに親とトークンを1つずつ渡してください"


def wrong_parent(tree: int, node: int, nodes: int, parent: int) -> str:
    return f"木{tree}: ノード{node}（全{nodes}ノード）の親が {parent} になっています"


def children_first() -> str:
    return "子を親より前に置き、根を最後のノードとしてその親を -1 にしてください"


def taken(children: int, at_leaves: bool) -> str:
    """Which trees a cell takes; children: of a node, -1 for any number."""
    if at_leaves:
        exact = "二分木" if children == 2 else f"各ノードの子が{children}個の木"
        return f"葉だけに入力がある{'任意の木' if children < 0 else exact}"
    most = "任意の木" if children < 0 else f"各ノードの子が{children}個以下の木"
    return f"{most}（ノードの入力はあってもなくてもよい）"


def other_children(tree: int, node: int, nodes: int, children: int) -> str:
    return f"木{tree}: ノード{node}（全{nodes}ノード）の子が{children}個です"


def input_of_its_own(tree: int, node: int, nodes: int) -> str:
    return f"木{tree}: ノード{node}（全{nodes}ノード）は葉ではないのに入力があります"


def leaf_without_input(tree: int, node: int, nodes: int) -> str:
    return f"木{tree}: ノード{node}（全{nodes}ノード）は葉なのに入力がありません"

"""Trees, and which of them a cell takes."""

from recurra.words.en.phrases import counted


def no_tree() -> str:
    return "a forest has at least one tree"


def shapes(tree: int, parents: tuple[int, ...], tokens: tuple[int, ...]) -> str:
    return f"tree {tree}: parents of shape {parents} and tokens of shape {tokens}"


def one_each() -> str:
    return "A tree is one parent and one token for each of at least one node"


def wrong_parent(tree: int, node: int, nodes: int, parent: int) -> str:
    return f"tree {tree}: node {node} of {nodes} has the parent {parent}"


def children_first() -> str:
    return "Children come before their parents; the root is the last node, its parent -1"


def taken(children: int, at_leaves: bool) -> str:
    """Which trees a cell takes; children: of a node, -1 for any number."""
    if at_leaves:
        exact = "binary trees" if children == 2 else f"trees of {children} children a node"
        kind = "any trees" if children < 0 else exact
        return f"{kind} with inputs at the leaves alone"
    most = f"trees of at most {counted(children, 'child', 'children')} a node"
    return f"{'any trees' if children < 0 else most}, with or without an input at a node"


def other_children(tree: int, node: int, nodes: int, children: int) -> str:
    has = counted(children, "child", "children")
    return f"tree {tree}: node {node} of {nodes} has {has}"


def input_of_its_own(tree: int, node: int, nodes: int) -> str:
    return f"tree {tree}: node {node} of {nodes} has an input of its own"


def leaf_without_input(tree: int, node: int, nodes: int) -> str:
    return f"tree {tree}: node {node} of {nodes} has no input, though it is a leaf"

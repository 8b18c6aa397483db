"""How deep in the trees do the data carry information?"""


def question() -> str:
    return "How deep in the trees do the data carry information?"


def title() -> str:
    return "What the inputs of one depth say of the answer"


def by_mean() -> str:
    return "explained by the mean of a depth"


def reading() -> str:
    return (
        "Above the dashed line the words at that depth, seen alone, say more of the answer "
        "than chance. A network that forgets what lies that deep gives something away."
    )


def nothing() -> str:
    return (
        "No depth by itself says anything of the class linearly; what the data need must be "
        "read off the score when deep words are replaced."
    )


def down_to(depth: int, typical: int) -> str:
    return (
        f"Words down to depth {depth}, of {typical} in a typical tree, say more of the class than "
        "chance, each depth seen alone."
    )

"""What commands print beside results."""


def language() -> str:
    return "What is said, in English or Japanese; by default as the locale."


def interrupted() -> str:
    return "recurra: interrupted"

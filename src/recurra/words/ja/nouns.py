"""What a name can be the name of, to stand inside another message."""


def language() -> str:
    return "言語"

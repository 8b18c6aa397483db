"""Files of a folder."""


def circle() -> str:
    return "folders lie more than 30 deep, or hold each other"

"""Files of a folder."""


def circle() -> str:
    return "フォルダの階層が30を超えているか、循環しています"

"""Labels of trees taken together."""


def label_of(name: str) -> str:
    return f"{name}のラベル"


def nothing_left(wanted: str, name: str) -> str:
    return f"--merge '{wanted}' では{name}の木が1つも残りません。ラベルを見直してください"


def merged(wanted: str, dropped: int) -> str:
    return f"ラベルをまとめました（{wanted}）。根がほかのラベルの木{dropped:,}本は除きました。"


def unreadable(wanted: str) -> str:
    return (
        f"--merge '{wanted}' を読み取れません。"
        "'negative=0,1 positive=3,4' のように、各クラスを1回ずつ書いてください"
    )


def twice(wanted: str) -> str:
    return f"--merge '{wanted}' に同じラベルが2回あります。1回にしてください"


def one_class(wanted: str) -> str:
    return f"--merge '{wanted}' のクラスは1つだけです。2つ以上にしてください"

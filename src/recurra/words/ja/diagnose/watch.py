"""Looking into a network."""

from recurra.words import Text


def no_equations(body: str) -> str:
    return (
        f"{body} 型の本体は、セルの式がないため内部を調べられません。"
        "recurra.nn の Recurrent または Recursive を使ってください"
    )


def of_pass(number: int, name: Text) -> str:
    return f"第{number}パスの{name}"


def from_child(state: str, child: str) -> str:
    return f"子{child}からの{state}"

"""An exception of Python in a cell's function, and what to write in place of what others have."""

from recurra.words import Words

NOTES = {
    "max": ", of two values",
    "min": ", of two values",
    "where": ", with a gate c between 0 and 1",
}
IN_WORDS = {
    "concat": "`W.a @ a + W.b @ b`, a matrix for each part, in place of `W @ concat(a, b)`",
    "cumsum": "a state that adds up, `total = total + a`, which the function returns",
    "matmul": "`W @ a`",
    "transpose": "`U.T @ a`",
    "einsum": "`sum(a * b)` of two values, `W @ a` or `block(W, heads) @ a` of a matrix",
    "split": "slices, `a[0:4]` and `a[4:8]`",
    "zeros": "the number 0, which stands for every unit",
    "ones": "the number 1, which stands for every unit",
    "dropout": "the equations without it: recurrent_dropout= is a setting of a network",
}


def formula(formula: str, name: str) -> str:
    return f"`{formula}`{NOTES.get(name, '')}"


def in_words(name: str) -> str:
    return IN_WORDS.get(name, name)


def written_instead(calls: tuple[tuple[str, Words | str], ...]) -> str:
    """`calls`: name of a function, and what stands for it; "" where the language has it."""
    said = [
        f"For {name} write {instead}" if instead else f"`{name}` is a function of recurra.ir"
        for name, instead in calls
    ]
    return f"{'; '.join(said)}."


def language(functions: tuple[str, ...]) -> str:
    return (
        "Equations use +, -, *, /, **, %, @, slices and the functions of recurra.ir: "
        f"{', '.join(functions)}."
    )


def in_its_place(instead: Words | str) -> str:
    return f"Write {instead} in its place."


def not_imported(name: str) -> str:
    return f"{name!r} is not imported here"


def import_it(name: str) -> str:
    return f"Write `from recurra.ir import {name}`."


def no_function(name: str) -> str:
    return f"{name!r} is no function of the language"


def write_it_so(instead: Words | str, functions: tuple[str, ...]) -> str:
    return f"Write {instead}. {language(functions)}"


def not_defined(name: str) -> str:
    return f"{name!r} is not defined"


def did_you_mean(near: tuple[str, ...], functions: tuple[str, ...]) -> str:
    asked = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
    return asked + language(functions)


def foreign_function(error: str) -> str:
    return f"a function or operation that is none of the language is applied to a value ({error})"


def use_the_language(written: Words | str, functions: tuple[str, ...]) -> str:
    own = f"{_spaced(written)}{language(functions)}"
    return f"{own} Those of math, numpy and torch cannot be followed."


def raised(kind: str, error: Words | str) -> str:
    return f"{kind}: {error}"


def language_after(written: Words | str, functions: tuple[str, ...]) -> str:
    return _spaced(written) + language(functions)


def _spaced(written: Words | str) -> str:
    return f"{written} " if written else ""

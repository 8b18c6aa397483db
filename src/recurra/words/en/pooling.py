"""What is said of how heads read the features of a body."""

from recurra.words.en.phrases import counted

POOLING = {
    "last": "the last step",
    "mean": "mean over all steps",
    "max": "largest value of each feature over all steps",
    "attention": "additive attention over all steps",
    "dot": "dot-product attention over all steps with a learned query",
}


def choice(name: str) -> str:
    return POOLING.get(name, name)


def note(name: str, parameters: int, formula: str) -> str:
    read = "the" if name in ("mean", "max") else "by"
    said = f"Its head reads {read} {POOLING.get(name, name)}"
    if not parameters:
        return f"{said}."
    return f"{said}: {counted(parameters, 'parameter')}, {formula} with F features."


def trees(name: str, cell: str) -> str:
    return (
        f"pooling={name!r} is for sequences: {cell} is a cell for trees, whose head reads the root "
        "of each"
    )


def each_step(name: str) -> str:
    return (
        f"pooling={name!r} gives one answer at the end of a sequence; learning from streams wants "
        "one at each step: take pooling='last', or learn from windows"
    )

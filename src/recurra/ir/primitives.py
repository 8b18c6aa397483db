"""The primitives of the language, one row each; every backend and every transformation has a table
with a rule for each of them, and a test that none is missing.

`flops` counts additions, multiplications, divisions and comparisons of one element;
`transcendental` counts exponential-like functions, which cost many of those.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Primitive:
    """An operation on elements, or (`across`) one that mixes the units of a vector."""

    arity: int
    flops: int = 1
    transcendental: int = 0
    meaning: str = ""
    across: bool = False


PRIMITIVES: dict[str, Primitive] = {
    "add": Primitive(2, meaning="a + b"),
    "sub": Primitive(2, meaning="a - b"),
    "mul": Primitive(2, meaning="a * b, element by element"),
    "div": Primitive(2, meaning="a / b, element by element"),
    "neg": Primitive(1, meaning="-a"),
    "maximum": Primitive(2, meaning="the larger of a and b; NaN where one is NaN"),
    "minimum": Primitive(2, meaning="the smaller of a and b; NaN where one is NaN"),
    "abs": Primitive(1, meaning="the absolute value; derivative 0 at 0"),
    "relu": Primitive(1, meaning="max(a, 0); derivative 0 at 0"),
    "sigmoid": Primitive(1, 0, 1, meaning="1 / (1 + exp(-a))"),
    "tanh": Primitive(1, 0, 1, meaning="the hyperbolic tangent"),
    "exp": Primitive(1, 0, 1, meaning="e to the a"),
    "log": Primitive(1, 0, 1, meaning="the natural logarithm"),
    "softplus": Primitive(1, 0, 1, meaning="log(1 + exp(a))"),
    "sqrt": Primitive(1, 0, 1, meaning="the square root"),
    "cos": Primitive(1, 0, 1, meaning="the cosine"),
    "sin": Primitive(1, 0, 1, meaning="the sine"),
    "floor": Primitive(1, meaning="the largest whole number up to a; derivative 0"),
    "mean": Primitive(1, meaning="the mean over the units: one number", across=True),
    "sum": Primitive(1, meaning="the sum over the units: one number", across=True),
    "block_sum": Primitive(
        1, meaning="the sum over each of `blocks` parts, for all of its units", across=True
    ),
    "block_largest": Primitive(
        1, meaning="the largest of each part, for all of its units; derivative 0", across=True
    ),
    "slice": Primitive(1, 0, meaning="the units from `first` to before `last`", across=True),
}

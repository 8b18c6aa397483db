"""How a head reads the features of a body, a line each: its name, and its class in
`recurra.nn.pooling`.

What they say of themselves stands in `words/en/pooling.py` and `words/ja/pooling.py`.
"""

from recurra.words import say

LAST = "last"
POOLING: dict[str, str] = {
    LAST: "last.Last",
    "mean": "mean.Mean",
    "max": "maximum.Maximum",
    "attention": "attention.Additive",
    "dot": "dot.DotProduct",
}
CHOICES = {name: say("pooling.choice", name=name) for name in POOLING}

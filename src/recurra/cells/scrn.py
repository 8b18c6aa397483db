"""Structurally constrained recurrent network: fast units beside slow, linear context units."""

from recurra.errors import unknown
from recurra.ir import cell, sigmoid, vector
from recurra.words import say

_FORMS = ("paper", "code")


@cell(
    states="h s",
    output="h s",
    sizes={"s": "0.4 * h"},
    cite="Mikolov et al. 2014, Learning longer memory in RNNs, arXiv 1412.7753",
    init={"q": "log(alpha / (1 - alpha))"},
)
def scrn(x, h, s, A, B, P, R, q, *, alpha=0.95, learned=False, form="paper"):
    """The context s is a leaky average of the input; the output is both, h and s.

    alpha: share of the context that stays at each step; with learned=True each unit learns its
    own, sigmoid(q), starting at alpha. form: in the "paper" h sees the new context, in the
    authors' released "code" the one of the step before. No biases, as in the paper.
    """
    if form not in _FORMS:
        raise unknown(say("nouns.form"), form, _FORMS)
    a = sigmoid(vector(q)) if learned else alpha
    old = s
    s = (1 - a) * (B @ x) + a * s
    h = sigmoid(P @ (s if form == "paper" else old) + A @ x + R @ h)
    return h, s

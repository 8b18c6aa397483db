"""Limits the gradient of each state inside the recurrence, step by step.

Clipping the gradient of the parameters comes too late where the gradient explodes on its way back
through time: one step makes it huge, and the others no longer count. Here g, the gradient that
arrives at a state of one sequence from the output and from the next step, becomes

    g * limit / max(limit, |g|)        |g|: the Euclidean norm over the state's units

before it goes on through the step, as in the code for Mikolov et al. 2015, Learning Longer Memory
in Recurrent Neural Networks (facebookarchive/SCRNNs: `gradinputclip`, 50; type "scale"; each state
for itself). There the norm is over all sequences of a batch; here a sequence's gradient does not
depend on its neighbours. What the same step makes of a new state, and the gradient of the starting
states, is not limited.
"""

from dataclasses import replace

from recurra.ir import ONE, Graph, Group, Param

LIMIT = "hidden_gradient_clip"  # the stored tensor that holds the limit, one number


def with_clipped_gradients(graph: Graph) -> Graph:
    """The graph with limited gradients; the limit is one more stored tensor, so that kernels do not
    depend on it.

    >>> from recurra import cells
    >>> with_clipped_gradients(cells.find("lstm").graph()).limit
    'hidden_gradient_clip'
    """
    param = Param(LIMIT, "scalar", ONE, "", LIMIT)
    group = Group(LIMIT, "scalar", (LIMIT,), "")
    return replace(graph, params=(*graph.params, param), groups=(*graph.groups, group), limit=LIMIT)

"""Recurrent dropout and zoneout as changes of the graph: masks become further inputs.

Masks are drawn outside, so all backends compute the same; gradients, lengths, directions and second
derivatives follow from the graph.
"""

from collections.abc import Sequence

from recurra.compiler.rewrite import Rewriter
from recurra.errors import SettingError
from recurra.ir import ONE, Graph, Group, Node, Param
from recurra.words import say

LINEAR = frozenset({"add", "sub", "neg", "mul", "div", "slice"})
EXPECTED = "zoneout"  # the stored tensor that holds the probabilities of `with_expectation`


def with_recurrent_dropout(graph: Graph, tied: bool = True) -> Graph:
    """A state's value is masked where it enters a product with parameters, and nowhere else.

    Such products are `U @ h` and `p * c` with a matrix, vector or number that is learned; in
    `U @ (r * h)` it is h that is masked. What a gate carries on (`f * c`), also a gate made of
    parameters alone (`sigmoid(b) * c`), is not: memory is not dropped. A state has one mask for
    all products and all steps, [B, units] (Gal & Ghahramani 2016: tied); with `tied=False` one
    for each parameter.

    Raises SettingError where the equations hold no such product.

    >>> from recurra import cells
    >>> changed = with_recurrent_dropout(cells.find("peephole").graph())
    >>> changed.masks
    {'drop_h': 'sequence', 'drop_c': 'sequence'}
    """
    rewritten = _Dropout(graph, tied)
    changed = rewritten.run()
    if not rewritten.masks:
        raise SettingError(say("compiler.sizes.nothing_to_drop", cell=graph.cell))
    return changed


class _Dropout:
    def __init__(self, graph: Graph, tied: bool) -> None:
        self.copy, self.graph, self.tied = Rewriter(graph), graph, tied
        self.masks: dict[tuple[str, str], Node] = {}
        self.known: dict[tuple[Node, Node], Node] = {}  # value of the copy and mask -> masked
        self.state_of = {r: s for s, r in zip(graph.states, graph.results, strict=True)}
        self.state_of |= {s: s for s in graph.states}

    def run(self) -> Graph:
        for node in self.graph.nodes:
            self.copy.copy(node, *self._arguments(node))
        kinds = {mask.name: "sequence" for mask in self.masks.values()}
        results = [self.copy.done[r] for r in self.graph.results]
        return self.copy.finished(results, masks={**self.graph.masks, **kinds})

    def _arguments(self, node: Node) -> list[Node]:
        if node.op == "matmul":
            return [self._masked(node.args[0], node.param)]
        learned = [a.param for a in node.args if a.op in ("vector", "scalar")]
        if node.op == "mul" and learned:
            return [self._masked(a, learned[0]) for a in node.args]
        return [self.copy.done[a] for a in node.args]

    def _masked(self, node: Node, param: str) -> Node:
        """A value with the states in it masked; what is not linear in a state stays."""
        own = self.copy.done[node]
        if node in self.state_of:
            mask = self._mask(self.state_of[node], "" if self.tied else param)
            if (own, mask) not in self.known:
                self.known[own, mask] = self.copy.add("mul", own, mask)
            return self.known[own, mask]
        if node.op not in LINEAR:
            return own
        factors = node.args[:1] if node.op == "div" else node.args
        args = [self._masked(a, param) for a in factors]
        args += [self.copy.done[a] for a in node.args[len(factors) :]]
        if all(a is self.copy.done[b] for a, b in zip(args, node.args, strict=True)):
            return own
        return self.copy.again(node, *args) if node.op == "slice" else self.copy.add(node.op, *args)

    def _mask(self, state: Node, param: str) -> Node:
        key = (state.name, param)
        if key not in self.masks:
            name = "_".join(
                ["drop", state.name, *param.split(".")] if param else ["drop", state.name]
            )
            self.masks[key] = self.copy.input(name, state.size)
        return self.masks[key]


def with_zoneout(graph: Graph, together: Sequence[Sequence[str]]) -> Graph:
    """s(t) = m * s(t-1) + (1 - m) * new s, with a mask m [T, B, units] of zeros and ones.

    `together`: names of states that are kept together, under one mask. What the step makes of a
    new state itself (h = o * tanh(c)) is made before, as in Krueger et al. 2016.

    Raises SettingError where states under one mask have different sizes.

    >>> from recurra import cells
    >>> with_zoneout(cells.find("lstm").graph(), [["h"], ["c"]]).masks
    {'zone_h': 'step', 'zone_c': 'step'}
    """
    copy = _copied(graph)
    changed: dict[str, Node] = {}
    kinds = dict(graph.masks)
    for names in together:
        size = _common_size(graph, names)
        mask = copy.input(f"zone_{names[0]}", size)
        kinds[mask.name] = "step"
        rest = copy.add("sub", copy.constant(1.0), mask)
        for name, old, new in _states(graph, copy, names):
            kept, made = copy.add("mul", mask, old), copy.add("mul", rest, new)
            changed[name] = copy.add("add", kept, made, name=name)
    return copy.finished(_results(graph, copy, changed), masks=kinds)


def with_expectation(graph: Graph, together: Sequence[Sequence[str]]) -> Graph:
    """s(t) = p * s(t-1) + (1 - p) * new s: zoneout outside of training.

    The probabilities p are one more stored tensor `zoneout`, with a number for each entry of
    `together`, so that kernels do not depend on them.

    >>> from recurra import cells
    >>> with_expectation(cells.find("lstm").graph(), [["h", "c"]]).group["zoneout"].params
    ('zoneout.h',)
    """
    copy = _copied(graph)
    changed: dict[str, Node] = {}
    params = []
    for names in together:
        _common_size(graph, names)
        params.append(Param(_free(graph, f"zoneout.{names[0]}"), "scalar", ONE, "", EXPECTED))
        share = copy.scalar(params[-1].name)
        for name, old, new in _states(graph, copy, names):
            back = copy.add("mul", share, copy.add("sub", old, new))
            changed[name] = copy.add("add", new, back, name=name)
    group = Group(EXPECTED, "scalar", tuple(p.name for p in params), "")
    return copy.finished(
        _results(graph, copy, changed),
        params=(*graph.params, *params),
        groups=(*graph.groups, group),
    )


def _copied(graph: Graph) -> Rewriter:
    copy = Rewriter(graph)
    for node in graph.nodes:
        copy.copy(node)
    return copy


def _states(graph: Graph, copy: Rewriter, names: Sequence[str]) -> list[tuple[str, Node, Node]]:
    """Name, old and new value of some states."""
    pairs = zip(graph.states, graph.results, strict=True)
    return [(s.name, copy.done[s], copy.done[r]) for s, r in pairs if s.name in names]


def _results(graph: Graph, copy: Rewriter, changed: dict[str, Node]) -> list[Node]:
    pairs = zip(graph.states, graph.results, strict=True)
    return [changed.get(s.name, copy.done[r]) for s, r in pairs]


def _common_size(graph: Graph, names: Sequence[str]) -> str:
    sizes = {s.size for s in graph.states if s.name in names}
    if len(sizes) != 1:
        raise SettingError(
            say("compiler.sizes.states_of_different_sizes", cell=graph.cell, states=tuple(names))
        )
    return sizes.pop()


def _free(graph: Graph, name: str) -> str:
    while name in graph.param:
        name += "_"
    return name

"""Prints the loop over time that a careful author would write for a cell, in torch or JAX.

The text is Python; it is run through `exec` and is visible to debuggers and tests. What a printed
primitive looks like stands in a table for each language.
"""

import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from recurra.bench.rivals.stacking import Arrangement, Block, Chain, arrange
from recurra.compiler.slices import slices
from recurra.ir import ONE, Graph, Node
from recurra.words import Text, say

ARITHMETIC = ("add", "sub", "mul", "div")
FUNCTIONS = ("abs", "tanh", "exp", "log", "sqrt", "cos", "sin", "floor")
NOT_PRINTED = frozenset({"block_sum", "block_largest", "slice"})  # of parts of the units


@dataclass(frozen=True)
class Language:
    """How things are written."""

    name: str
    primitives: Mapping[str, str]  # a for the first argument, b for the second
    linear: str  # x, w (stored [rows, columns]), no bias
    linear_bias: str  # the same with bias b
    add_product: str  # p + x times the transposed matrix wt
    transpose: str
    split: Callable[[str, list[int]], str]
    concatenate: str  # items; along the first axis
    zeros: str  # n numbers like `like`
    constant: str  # value v like `like`
    expand: str  # a to the shape of `like`
    join: str  # items along the last axis
    frame: str  # the whole function


def primitives(module: str) -> dict[str, str]:
    """What is written alike in both languages, but for the module that the functions are of."""
    return {
        "add": "{a} + {b}",
        "sub": "{a} - {b}",
        "mul": "{a} * {b}",
        "div": "{a} / {b}",
        "neg": "-{a}",
        **{name: f"{module}.{name}({{a}}, {{b}})" for name in ("maximum", "minimum")},
        **{name: f"{module}.{name}({{a}})" for name in FUNCTIONS},
    }


def reason_against(graph: Graph) -> Text:
    """Why no loop is printed for a graph; empty where one is."""
    if any(p.blocks > 1 for p in graph.params):
        return say("bench.rivals.no_loop_of_blocks")
    if any(n.transposed for n in graph.nodes):
        return say("bench.rivals.no_loop_of_transposed")
    without = sorted({n.op for n in graph.nodes if n.op in NOT_PRINTED})
    return say("bench.rivals.no_loop_of", operations=without) if without else ""


class _Writer:
    """Collects the lines of the three parts: once, for the whole sequence, for each step."""

    def __init__(self, graph: Graph, sizes: Mapping[str, int], language: Language) -> None:
        self.plan: Arrangement = arrange(graph)
        self.graph, self.sizes, self.language = graph, sizes, language
        self.once: list[str] = []
        self.whole: list[str] = []
        self.step: list[str] = []
        self.streams: dict[str, str] = {}  # of the whole sequence -> of one step
        self.names: dict[Any, str] = {s: f"state_{s.name}" for s in graph.states}
        self.names |= {i: f"in_{i.name}" for i in graph.inputs}
        self.like = f"in_{graph.inputs[0].name}"

    def units(self, size: str) -> int:
        return 1 if size == ONE else self.sizes[size]

    def assign(self, lines: list[str], key: Any, name: str, text: str) -> str:
        lines.append(f"{name} = {text}")
        self.names[key] = name
        return name

    # what depends on parameters alone

    def fixed(self, node: Node) -> str:
        if node not in self.names:
            self.assign(self.once, node, f"k{node.index}", self._fixed_text(node))
        return self.names[node]

    def _fixed_text(self, node: Node) -> str:
        if node.op == "constant":
            return self.language.constant.format(v=repr(node.value), like=self.like)
        if node.op in ("bias", "vector", "scalar"):
            return self.slice(node.param)
        if node.op == "matmul":
            operand, weight = self.fixed(node.args[0]), self.slice(node.param)
            return self.language.linear.format(x=operand, w=weight)
        return self.primitive(node, self.fixed)

    def slice(self, param: str) -> str:
        group = self.graph.group[self.graph.param[param].group]
        first, last = slices(self.graph, group, self.sizes)[param]
        whole = len(group.params) == 1
        return f"weights[{group.name!r}]" + ("" if whole else f"[{first}:{last}]")

    def stacked(self, operand: Node) -> str:
        """The matrices applied to an operand, as one."""
        key = ("stack", operand)
        if key not in self.names:
            params = [c.product(operand).param for b in self.plan.stack(operand) for c in b.chains]
            group = self.graph.group[self.graph.param[params[0]].group]
            if tuple(params) == group.params:
                text = f"weights[{group.name!r}]"
            else:
                items = ", ".join(self.slice(p) for p in params)
                text = self.language.concatenate.format(items=items)
            self.assign(self.once, key, f"w{operand.index}", text)
        return self.names[key]

    def transposed(self, operand: Node) -> str:
        key = ("transposed", operand)
        if key not in self.names:
            text = self.language.transpose.format(w=self.stacked(operand))
            self.assign(self.once, key, f"wt{operand.index}", text)
        return self.names[key]

    def stacked_bias(self, operand: Node) -> str:
        """The biases that are added together with the products of an operand, or ""."""
        blocks = self.plan.stack(operand)
        mine = [b for b in blocks if b.operands[0] is operand]
        if not any(c.biases for b in mine for c in b.chains):
            return ""
        items = []
        for block in blocks:
            for chain in block.chains:
                biases = chain.biases if block in mine else ()
                zeros = self.language.zeros.format(n=self.units(chain.root.size), like=self.like)
                items.append(" + ".join(self.slice(b.param) for b in biases) or zeros)
        params = tuple(c.biases[0].param for b in mine for c in b.chains if len(c.biases) == 1)
        group = self.graph.group[self.graph.param[params[0]].group] if params else None
        if group and len(items) == len(params) and params == group.params:
            return f"weights[{group.name!r}]"
        text = self.language.concatenate.format(items=", ".join(items))
        return self.assign(self.once, ("bias", operand), f"b{operand.index}", text)

    # what depends on the inputs too

    def sequence(self, node: Node) -> str:
        """A value for all steps; what depends on parameters alone stays as it is."""
        if node in self.plan.fixed:
            return self.fixed(node)
        if node not in self.names:
            chain = self.plan.chain.get(node)
            text = (
                self.primitive(node, self.sequence)
                if chain is None
                else self._sum(self._chain_part(self.whole, chain), chain, self.sequence)
            )
            self.assign(self.whole, node, f"s{node.index}", text)
        return self.names[node]

    def _before(self, block: Block) -> str:
        """The part of a block that is known before the loop, or ""."""
        key = ("before", block)
        if key not in self.names:
            parts = [self._product_part(self.whole, block, o) for o in self._known(block)]
            self.names[key] = " + ".join(parts)
            if len(parts) > 1:
                self.assign(self.whole, key, f"p{block.index}", self.names[key])
        return self.names[key]

    def _known(self, block: Block) -> list[Node]:
        return [o for o in block.operands if o in self.plan.hoisted]

    # the loop

    def value(self, node: Node) -> str:
        """A value of this step."""
        if node in self.plan.fixed:
            return self.fixed(node)
        if node in self.plan.hoisted:
            return self.stream(self.sequence(node))
        return self.names[node]

    def stream(self, name: str) -> str:
        return self.streams.setdefault(name, f"{name}_t")

    def compute(self, node: Node) -> None:
        """Write the line of a value that depends on the states."""
        chain = self.plan.chain.get(node)
        if chain is None:
            self.assign(self.step, node, f"v{node.index}", self.primitive(node, self.value))
            return
        part = self._chain_part(self.step, chain)
        if chain.others:
            self.assign(self.step, node, f"v{node.index}", self._sum(part, chain, self.value))
        else:
            self.names[node] = part

    def _sum(self, part: str, chain: Chain, value: Callable[[Node], str]) -> str:
        return " + ".join([part, *(value(o) for o in chain.others)])

    def _chain_part(self, lines: list[str], chain: Chain) -> str:
        """The sum of a chain's products and biases."""
        if ("part", chain) not in self.names:
            block = self.plan.block(chain)
            total = self._block(lines, block)
            names = [f"r{c.root.index}" for c in block.chains]
            if len(names) == 1:
                names = [total]
            else:
                widths = [self.units(c.root.size) for c in block.chains]
                lines.append(f"{', '.join(names)} = {self.language.split(total, widths)}")
            self.names |= {("part", c): n for c, n in zip(block.chains, names, strict=True)}
        return self.names["part", chain]

    def _block(self, lines: list[str], block: Block) -> str:
        before = self._before(block)
        if before and lines is self.step:
            before = self.stream(before)
        for operand in block.operands:
            if operand in self.plan.hoisted:
                continue
            alone = len(self.plan.stack(operand)) == 1
            if before and alone:
                x, wt = self.value(operand), self.transposed(operand)
                text = self.language.add_product.format(p=before, x=x, wt=wt)
            else:
                part = self._product_part(lines, block, operand)
                text = f"{before} + {part}" if before else part
            before = self.assign(lines, ("sum", block), f"q{block.index}", text)
        return before

    def _product_part(self, lines: list[str], block: Block, operand: Node) -> str:
        """The columns of a block in the product of an operand with its stacked matrices."""
        if ("product", operand, block) not in self.names:
            blocks = self.plan.stack(operand)
            x = self.sequence(operand) if lines is self.whole else self.value(operand)
            bias, w = self.stacked_bias(operand), self.stacked(operand)
            form = self.language.linear_bias if bias else self.language.linear
            total = f"m{operand.index}"
            lines.append(f"{total} = {form.format(x=x, w=w, b=bias)}")
            names = [f"m{operand.index}_{b.index}" for b in blocks]
            if len(blocks) == 1:
                names = [total]
            else:
                widths = [sum(self.units(c.root.size) for c in b.chains) for b in blocks]
                lines.append(f"{', '.join(names)} = {self.language.split(total, widths)}")
            self.names |= {("product", operand, b): n for b, n in zip(blocks, names, strict=True)}
        return self.names["product", operand, block]

    def primitive(self, node: Node, value: Callable[[Node], str]) -> str:
        literal = node.op in ARITHMETIC and any(a.op != "constant" for a in node.args)
        texts = [repr(a.value) if literal and a.op == "constant" else value(a) for a in node.args]
        return self.language.primitives[node.op].format(**dict(zip("ab", texts, strict=False)))

    def result(self, node: Node, state: Node) -> str:
        text = self.value(node)
        if node in self.plan.fixed or node.size != state.size:
            text = self.language.expand.format(a=text, like=self.names[state])
        return text


def text(graph: Graph, sizes: Mapping[str, int], language: Language) -> str:
    """The loop over a graph as the text of a function `run(inputs, states, weights)`."""
    w = _Writer(graph, sizes, language)
    recurrent = [n for n in graph.nodes if n not in w.plan.fixed | w.plan.hoisted | w.plan.inner]
    for node in recurrent:
        if node not in graph.states:
            w.compute(node)
    states = [w.names[s] for s in graph.states]
    results = [w.result(r, s) for r, s in zip(graph.results, graph.states, strict=True)]
    outputs = [states[i] for i in graph.output]
    out = outputs[0] if len(outputs) == 1 else language.join.format(items=", ".join(outputs))
    w.step.append(f"{', '.join(states)} = {', '.join(results)}")
    if not w.streams:
        w.stream(w.like)
    return language.frame.format(
        inputs=", ".join(f"in_{i.name}" for i in graph.inputs),
        states=", ".join(states),
        once="\n    ".join(["# once", *w.once]),
        whole="\n    ".join(["# for all steps at once", *w.whole]),
        step="\n        ".join(["# each step", *w.step]),
        sequences=", ".join(w.streams),
        unbound=", ".join(f"{s}.unbind(0)" for s in w.streams),
        streams=", ".join(w.streams.values()),
        out=out,
    )


def compiled(source: str, name: str, scope: dict[str, Any]) -> Callable[..., Any]:
    """The function `run` of a printed text; debuggers and tracebacks show its lines."""
    file = f"<{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), scope)
    run: Callable[..., Any] = scope["run"]
    return run

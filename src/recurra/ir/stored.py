"""Which stored tensors hold the parameters of the equations, and what they are called."""

from collections.abc import Sequence

from recurra.ir.nodes import Group, Param
from recurra.ir.signature import Signature
from recurra.ir.trace import Recorder


class Stored:
    """Matrices stacked by operand, the rest by the argument they belong to.

    params: those of the equations, whose group is not known yet. results: the nodes of the new
    states. taken: names that tensors of a layer have which are no parameters of the equations.
    """

    def __init__(
        self,
        recorder: Recorder,
        signature: Signature,
        results: Sequence[int],
        params: Sequence[Param],
        taken: Sequence[str],
    ) -> None:
        self.recorder, self.signature = recorder, signature
        self.results, self.params = list(results), params
        self._taken = dict.fromkeys(taken)

    def groups(self) -> tuple[Group, ...]:
        """The stored tensors."""
        members: dict[tuple[str, object], list[Param]] = {}
        for param in self.params:
            members.setdefault((param.role, self._owner(param)), []).append(param)
        groups = []
        for (role, _), params in sorted(members.items(), key=lambda m: m[0][0] != "matrix"):
            first, names = params[0], tuple(p.name for p in params)
            name = self._free(self._group_name(role, params), role, first)
            groups.append(Group(name, role, names, first.columns, first.blocks))
        rank = {"matrix": 1, "vector": 2, "scalar": 3, "bias": 4}
        return tuple(sorted(groups, key=lambda g: 0 if g.name == "weight_ih" else rank[g.role]))

    def _owner(self, param: Param) -> object:
        """What the parameters of one tensor have in common."""
        if param.role != "matrix":
            return param.name.split(".")[0]
        operand = self.recorder.params[param.name].operand
        if operand is None:  # it stands transposed alone: nothing else need have its columns
            return (param.name, "transposed")
        return (self._kind(operand), param.blocks)

    def _free(self, name: str, role: str, first: Param) -> str:
        """The name of a tensor, or one more like it that no other tensor has."""
        if name in self._taken:
            owner = first.name if role == "matrix" else first.name.split(".")[0]
            name = f"weight_{owner.replace('.', '_')}"
        while name in self._taken:
            name += "_"
        self._taken[name] = None
        return name

    def _group_name(self, role: str, params: list[Param]) -> str:
        if role == "bias":
            first = self.signature.params.index(params[0].name.split(".")[0])
            others = {p.name.split(".")[0] for p in self.params if p.role == "bias"}
            return "bias" if len(others) == 1 else f"bias_{self.signature.params[first]}"
        operands = {self._operand_name(self.recorder.params[p.name].operand) for p in params}
        if role == "scalar" or len(operands) != 1 or None in operands:
            return f"weight_{params[0].name.split('.')[0]}"
        return f"weight_{operands.pop()}h"

    def _kind(self, operand: int) -> object:
        """Operands whose matrices are stacked: of children, what is the same of each of them."""
        raw = self.recorder.nodes[operand]
        return raw.param.partition(".")[2] if raw.op == "child" else operand

    def _operand_name(self, operand: int | None) -> str | None:
        if operand is None:
            return None
        if operand in self.results:
            return self.signature.states[self.results.index(operand)]
        raw = self.recorder.nodes[operand]
        if raw.op == "child":
            what = raw.param.partition(".")[2]
            return "i" if what == "x" else what
        if raw.op == "input":
            return "i" if len(self.signature.inputs) == 1 else raw.param
        return raw.param if raw.op == "state" else None

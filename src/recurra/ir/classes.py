"""Classes of equal sizes get their names, and what a user may choose of them."""

from recurra.errors import CellError
from recurra.ir.expressions import names
from recurra.ir.nodes import ONE, SizeClass
from recurra.ir.signature import Signature
from recurra.ir.sizes import Length
from recurra.ir.trace import Recorder
from recurra.words import Text, say


class Classes:
    """The sizes of a recording that is complete, by the representative of each class.

    A class is called by its first state, else by the parameter whose rows are declared, else by
    the slice whose length it is, else by its first input.

    Raises CellError for a slice that should be as long as what it is cut from.
    """

    def __init__(self, recorder: Recorder, signature: Signature) -> None:
        self.recorder, self.signature = recorder, signature
        find, leaves = recorder.sizes.find, [*signature.inputs, *signature.states]
        variables = [recorder.nodes[i].size for i in range(len(leaves))]
        of = {name: find(v) for name, v in zip(leaves, variables, strict=True) if v is not None}
        self.states = {name: of[name] for name in signature.states}
        self.inputs = {name: of[name] for name in signature.inputs}
        self.declared = self._declared()
        self.slices: dict[int, list[Length]] = {}
        for length in recorder.lengths:
            self.slices.setdefault(find(length.size), []).append(length)
        self.names: dict[int, str] = {}  # of each class
        self._name_all()

    def _declared(self) -> dict[int, str]:
        """Of each class that `sizes` declares, the first name that it declares it by."""
        declared: dict[int, str] = {}
        params = {n.replace(".", "_"): p for n, p in self.recorder.params.items()}
        params |= self.recorder.params
        for name in self.signature.sizes:
            param = params.get(name)
            if name in self.states:
                declared.setdefault(self.states[name], name)
            elif param is not None and param.rows is not None:
                declared.setdefault(self.recorder.sizes.find(param.rows), name)
        return declared

    def _name_all(self) -> None:
        for name, root in self.states.items():
            self._call(root, name)
        declared = [n for n in self.recorder.params if n in self.signature.sizes]
        for name in [*declared, *self.signature.sizes]:
            roots = [r for r, n in self.declared.items() if n == name]
            for root in roots:
                self._call(root, name.replace(".", "_"))
        for length in self.recorder.lengths:
            root = self.recorder.sizes.find(length.size)
            if length.last >= 0:
                self._call(root, f"slice{length.last - length.first}")
        for name, root in self.inputs.items():
            if root not in self.slices:
                self.names.setdefault(root, name)
        for length in self.recorder.lengths:
            self._call_rest(length)
        for name, root in self.inputs.items():
            self.names.setdefault(root, name)

    def _call(self, root: int, name: str) -> None:
        """Name a class that has no name; no two have the same, nor that of an input's width."""
        if root in self.names:
            return
        taken = {*self.names.values(), *self.inputs, *self.states} - {
            n for n, r in self.states.items() if r == root
        }
        while name in taken or name == ONE:
            name += "_"
        self.names[root] = name

    def _call_rest(self, length: Length) -> None:
        """Name the class of a slice to the end after what it is cut from."""
        find = self.recorder.sizes.find
        source = self.names.get(find(length.source))
        if source is not None:
            self._call(find(length.size), f"{source}_from{length.first}")

    def name(self, variable: int | None, what: Text, line: int) -> str:
        """The name of a size; raises CellError where nothing says what it is."""
        if variable is None:
            return ONE
        name = self.names.get(self.recorder.sizes.find(variable))
        if name is None:
            raise CellError(
                say("ir.classes.unknown_rows", value=what),
                cell=self.signature.name,
                file=self.signature.file,
                line=line or None,
                remedy=say("ir.classes.declare_rows", value=what),
            )
        return name

    def classes(self) -> tuple[SizeClass, ...]:
        """What has a number of units of its own; the main one, which has no default, first."""
        owned = {r: n for r, n in self.names.items() if not self._of_input(r)}
        free = [n for r, n in owned.items() if r not in self.declared and not self._is_slice(r)]
        main = free[0] if free else next(iter(owned.values()))
        made = {n: self._class(r, n, main) for r, n in owned.items()}
        return (made.pop(main), *made.values())

    def _of_input(self, root: int) -> bool:
        """Whether an input's width is all there is to a size."""
        own = root in self.states.values() or root in self.declared or root in self.slices
        return root in self.inputs.values() and not own

    def _is_slice(self, root: int) -> bool:
        return root in self.slices and root not in self.states.values()

    def _class(self, root: int, name: str, main: str) -> SizeClass:
        lengths = self._lengths(root, name)
        declared = self.signature.sizes.get(self.declared.get(root, ""), "")
        if declared and names(declared) & set(self.inputs):
            return SizeClass(name, declared, True, lengths)
        if self._is_slice(root) and not declared:
            return SizeClass(name, lengths[0], True, lengths[1:])
        if name == main:
            return SizeClass(name, "", False, lengths)
        return SizeClass(name, declared or (lengths or (main,))[0], False, lengths)

    def _lengths(self, root: int, name: str) -> tuple[str, ...]:
        """What slices say of a class, as expressions, plain numbers first."""
        lengths = dict[str, None]()
        for length in self.slices.get(root, ()):
            written = str(length.last - length.first)
            if length.last < 0:
                source = self.name(length.source, say("ir.classes.slice_of_value"), length.line)
                written = f"{source} - {length.first}"
                if source == name:
                    raise CellError(
                        say("ir.classes.slice_meets_its_source", first=length.first),
                        cell=self.signature.name,
                        file=self.signature.file,
                        line=length.line or None,
                        remedy=say("ir.classes.bring_or_cut"),
                    )
            lengths[written] = None
        return tuple(sorted(lengths, key=lambda written: not written.isdigit()))

    def projects(self) -> tuple[str, ...]:
        """The inputs that may be of another width than what they enter element by element.

        An input whose width the class is declared to have is not among them, and of a class of
        inputs alone the first one is not: the others are brought to its width.
        """
        return tuple(n for n, root in self.inputs.items() if self._projected(n, root))

    def _projected(self, name: str, root: int) -> bool:
        if self._of_input(root):
            return self.names[root] != name
        declared = self.signature.sizes.get(self.declared.get(root, ""), "")
        return declared.strip() != name

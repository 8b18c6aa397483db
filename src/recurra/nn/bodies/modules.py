"""Bodies without a cell as designs: those of `settings.bodies`, and a user's own modules."""

import hashlib
import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast, final

import torch
from torch import nn

from recurra.cells.find import Named
from recurra.errors import SettingError
from recurra.nn.bodies.body import Body, Interface
from recurra.nn.bodies.count import counted, numbers
from recurra.nn.bodies.design import Design, How, Measures, Sizes, with_file
from recurra.nn.bodies.own import Own, arguments
from recurra.nn.recurrent import Recurrent
from recurra.settings.bodies import BODIES, check_options
from recurra.words import Text, say

UNITS = "units"


def body_class(name: str) -> type[Body]:
    """The class of a line of `settings.bodies`."""
    module, _, own = BODIES[name].rpartition(".")
    return cast(type[Body], getattr(importlib.import_module(f"recurra.nn.bodies.{module}"), own))


def options_of(kind: Callable[..., Any]) -> dict[str, type]:
    """The options of a body that an expression may give, and their types."""
    known = inspect.signature(kind, eval_str=True).parameters.values()
    keyword = (p for p in known if p.kind is p.KEYWORD_ONLY and p.name != "generator")
    return {p.name: p.annotation for p in keyword}


@final
@dataclass(frozen=True)
class Module:
    """A body that is counted while it runs: of this package, or (`own`) of a user."""

    named: Named
    kind: type
    own: bool = False
    cell: None = None
    plain: bool = False

    @property
    def spec(self) -> str:
        """As it was written."""
        return self.named.spec

    @property
    def name(self) -> str:
        """Of the class, where nothing stands in brackets."""
        if self.spec.endswith(")"):
            return self.spec
        return self.kind.__name__ if self.own else self.named.body

    @property
    def options(self) -> dict[str, Any]:
        """Its options, without its units."""
        return {k: v for k, v in self.named.options.items() if k != UNITS}

    @property
    def equations(self) -> str:
        """What it computes, where it says so."""
        return str(getattr(self.kind, "equations", ""))

    @property
    def fingerprint(self) -> str:
        """Of its name and the revision of what it computes, or of the user's file."""
        if self.own:
            return with_file(self.kind.__name__, self.spec)
        text = f"{self.named.body} {getattr(self.kind, 'revision', 1)}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def given_units(self) -> int:
        """As its expression has them."""
        return int(self.named.options.get(UNITS, 0))

    def checked(self) -> "Module":
        """The same; SettingError where an option is unknown, or of another type."""
        if self.own:
            return self
        known = options_of(self.kind)
        known |= {UNITS: int} if self._sized else {}
        for name in cast(type[Body], self.kind).decided:
            known.pop(name)
        check_options(self.spec, self.named.options, known)
        return self

    def reason_against(self, interface: Interface, recurrence: Mapping[str, float]) -> Text:
        """Its own, or that it has no recurrence of which anything could be dropped."""
        if any(recurrence.values()):
            return say("bodies.no_recurrence", name=self.name)
        return "" if self.own else cast(type[Body], self.kind).reason_against(interface)

    def sizes(self, interface: Interface, units: int) -> dict[str, int]:
        """So many units, or the next multiple."""
        if not self._sized:
            return {}
        step = self._multiple
        return {UNITS: -(-units // step) * step}

    def fitting(self, interface: Interface) -> tuple[int, int]:
        """Any multiple, where its size follows from a number."""
        return (self._multiple, self._multiple) if self._sized else (0, 0)

    def parameters(self, interface: Interface, sizes: Sizes) -> tuple[int, int]:
        """Counted from the module, which is made without memory; a user's own with it."""
        if self.own:
            body = self._made(interface, sizes, None)
        else:
            with torch.device("meta"):
                body = self._made(interface, sizes, None)
        return numbers(body), body.output_size

    def measures(self, interface: Interface, sizes: Sizes) -> Measures:
        """Counted while it reads one window."""
        body = self._made(interface, sizes, None).eval()
        x = torch.zeros(body.window, 1, interface.input_size)
        for module in body.modules():
            if isinstance(module, Recurrent):
                module.backend = "reference"  # whose operations are torch's
        found = counted(lambda: body.at_end(x))
        done = found.operations
        return Measures(
            body.output_size, numbers(body), done.flops, done.transcendental,
            found.values + x.numel(), reread=body.window,
        )  # fmt: skip

    def build(self, interface: Interface, sizes: Sizes, how: How) -> nn.Module:
        """The body, of the type asked for."""
        return self._made(interface, sizes, how.generator).to(how.dtype)

    def notes(self, interface: Interface) -> tuple[Text, ...]:
        """That it reads its window again."""
        return (say("bodies.rereads", steps=interface.window),)

    @property
    def _sized(self) -> bool:
        if self.own:
            return bool(arguments(self.kind, 1, 1).keys() - {"window"})
        return cast(type[Body], self.kind).own_units

    @property
    def _multiple(self) -> int:
        return 1 if self.own else cast(type[Body], self.kind).multiple(self.options)

    def _made(self, interface: Interface, sizes: Sizes, generator: torch.Generator | None) -> Body:
        width, window, units = interface.input_size, interface.window, sizes.get(UNITS, 0)
        if self.own:
            return Own(self.kind, width, units, window, self.options, generator)
        given = {**cast(type[Body], self.kind).given(interface), **self.options}
        with torch.random.fork_rng(devices=[]):  # of torch's own generator nothing is drawn
            made: Body = self.kind(width, units, window, **given, generator=generator)
        return made


def built(design: Design, given: Mapping[str, Any]) -> Body:
    """A body from what its `settings` gave; SettingError where they are another's."""
    assert isinstance(design, Module), "bodies of cells are built from their own settings"
    known = "own" if design.own else design.named.body
    if given["kind"] != known:
        raise SettingError(say("bodies.other_kind", kind=given["kind"], name=design.name))
    other = Module(Named(design.spec, given["options"], own=design.kind), design.kind, design.own)
    wanted = Interface(given["input_size"], window=given["window"])
    return other._made(wanted, {UNITS: given["units"]}, None)


def least(design: Design, given: Mapping[str, Any]) -> int:
    """How many numbers that body has; no memory is taken but for a user's own."""
    if isinstance(design, Module) and design.own:
        return 0
    with torch.device("meta"):
        return numbers(built(design, given))

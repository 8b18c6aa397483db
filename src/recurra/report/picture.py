"""What a figure hands to the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from recurra.report import beyond, phrases
from recurra.report.folder import Material
from recurra.report.palette import Look
from recurra.words import text


@dataclass(frozen=True)
class Panel:
    """One of many small drawings, with its name and one line below it."""

    name: str
    svg: str
    caption: str


@dataclass(frozen=True)
class Picture:
    """A figure: drawn once for wide and once for narrow screens, or as panels."""

    key: str
    title: str
    reading: str  # one sentence for someone who has never seen such a figure
    conditions: str  # seeds, examples, threads, machine: what the numbers depend on
    wide: str = ""
    narrow: str = ""
    legend: tuple[str, ...] = ()  # architectures shown
    panels: tuple[Panel, ...] = ()
    more: str = ""  # heading of panels that are folded away; "": they are all shown

    @property
    def beyond(self) -> str:
        """What its arrows mean, where it has any."""
        return explained(self.wide, self.narrow, *(panel.svg for panel in self.panels))


def explained(*drawings: str) -> str:
    """What arrows at the edges of drawings mean; "" where there are none."""
    some = any(beyond.DRAWN in drawing for drawing in drawings)
    return text("report.figures.beyond") if some else ""


@dataclass(frozen=True)
class Scene:
    """What every figure draws from."""

    material: Material
    looks: dict[str, Look]

    def trained(self) -> str:
        """Conditions of a number that comes from trainings."""
        seeds, results = self.material.plan.seeds, self.material.results
        return text(
            "report.conditions.trained",
            seeds=seeds,
            whole=seeds == tuple(range(seeds[0], seeds[0] + len(seeds))),
            threads=results.threads,
            machine=phrases.machine(results),
        )

    def tested(self) -> str:
        """Conditions of the scores on the test part."""
        once = len({a.network for a in self.material.scored}) == 2
        return text(
            "report.conditions.tested", examples=self._examples(), trained=self.trained(), once=once
        )

    def tested_one(self, name: str) -> str:
        """Conditions of what one architecture did on the test part."""
        examples = self._examples()
        if any(a.name == name and not a.network for a in self.material.plan.architectures):
            machine = phrases.machine(self.material.results)
            return text("report.conditions.tested_baseline", examples=examples, machine=machine)
        return text(
            "report.conditions.tested", examples=examples, trained=self.trained(), once=False
        )

    def measured(self) -> str:
        """Conditions of a time or a size."""
        results = self.material.results
        return text(
            "report.conditions.measured",
            repeats=tuple(sorted({c.repeats for c in self.material.costs if c.repeats})),
            threads=results.threads,
            machine=phrases.machine(results),
        )

    def _examples(self) -> str:
        data = self.material.plan.data
        windows = data.task == "forecasting"
        return text(
            "report.conditions.examples", number=data.counts.get("test", 0), windows=windows
        )


def told(captions: Iterable[tuple[str, str]]) -> str:
    """What is read aloud of several curves: the name and the caption of each."""
    said = tuple(text("report.figures.told", name=name, caption=c) for name, c in captions)
    return text("report.conditions.together", sentences=said)

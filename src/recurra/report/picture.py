"""What a figure hands to the page."""

from dataclasses import dataclass

from recurra.report import phrases
from recurra.report.folder import Material
from recurra.report.palette import Look


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


@dataclass(frozen=True)
class Scene:
    """What every figure draws from."""

    material: Material
    looks: dict[str, Look]

    def trained(self) -> str:
        """Conditions of a number that comes from trainings."""
        plan, results = self.material.plan, self.material.results
        where = f"{phrases.threads(results)} a training, {phrases.machine(results)}"
        return f"{_seeds(plan.seeds)}, {where}"

    def tested(self) -> str:
        """Conditions of the scores on the test part."""
        kinds = {a.kind for a in self.material.scored}
        once = "; a baseline is fitted once" if kinds == {"cell", "baseline"} else ""
        return f"{self._examples()}, {self.trained()}{once}"

    def tested_one(self, name: str) -> str:
        """Conditions of what one architecture did on the test part."""
        if any(a.name == name and a.kind == "baseline" for a in self.material.plan.architectures):
            where = phrases.machine(self.material.results)
            return f"{self._examples()}, a baseline, fitted once, {where}"
        return f"{self._examples()}, {self.trained()}"

    def _examples(self) -> str:
        data = self.material.plan.data
        what = "windows" if data.task == "forecasting" else "examples"
        return f"{data.counts.get('test', 0):,} test {what}"

    def measured(self) -> str:
        """Conditions of a time or a size."""
        results = self.material.results
        repeats = sorted({c.repeats for c in self.material.costs if c.repeats})
        times = f"medians of {phrases.listed(f'{r:,}' for r in repeats)} repeats" if repeats else ""
        parts = (times, "batch 1", phrases.threads(results), phrases.machine(results))
        return ", ".join(p for p in parts if p)


def _seeds(seeds: tuple[int, ...]) -> str:
    if len(seeds) == 1:
        return f"1 seed ({seeds[0]})"
    whole = seeds == tuple(range(seeds[0], seeds[0] + len(seeds)))
    which = f"{seeds[0]} to {seeds[-1]}" if whole else ", ".join(map(str, seeds))
    return f"{len(seeds)} seeds ({which})"

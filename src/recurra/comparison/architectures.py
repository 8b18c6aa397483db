"""From the names of networks to the competitors of a plan, and from those to models."""

from collections import Counter
from collections.abc import Sequence

from recurra import cells
from recurra.comparison.competitors import Trained, Wish, competitor
from recurra.comparison.sizing import has_forget_bias
from recurra.compiler.forest import misfit
from recurra.errors import SettingError
from recurra.nn.bodies.find import find
from recurra.nn.model import Model
from recurra.records import Architecture, Recurrence
from recurra.settings.pooling import LAST
from recurra.tasks import Task
from recurra.tasks.inputs import check_known
from recurra.tasks.network import PLAIN
from recurra.words import say


def describe(
    specs: Sequence[str],
    task: Task,
    hidden_size: int,
    match: str,
    recurrence: Recurrence = PLAIN,
    inputs: str = "",
    pooling: str = LAST,
) -> tuple[Architecture, ...]:
    """The competitors with their sizes: equal hidden size, or the parameter count of the LSTM.

    `inputs`: which columns the inputs of cells with several get, see `tasks.inputs`; `pooling`: how
    heads read the features, see `nn.pooling`.
    Raises SettingError for an unknown network, one named twice or one that cannot be trained with
    `recurrence`, CellError for equations that cannot be followed.
    """
    wish = Wish(hidden_size, match, recurrence, inputs, pooling=pooling)
    designs = {spec: find(spec) for spec in specs}
    if len(designs) < len(specs) or not specs:
        raise SettingError(say("comparison.errors.cells_once"))
    check_known(inputs, tuple(d.cell for d in designs.values() if d.cell is not None))
    often = Counter(d.name for d in designs.values())
    named = {spec: d.name if often[d.name] == 1 else spec for spec, d in designs.items()}
    return tuple(Trained(spec, named[spec]).describe(task, wish) for spec in specs)


def build(
    architecture: Architecture,
    task: Task,
    seed: int,
    backend: str,
    dtype: str = "float32",
    init: str = "uniform",
    recurrence: Recurrence = PLAIN,
) -> Model:
    """The model of one architecture with starting weights drawn from `seed` alone."""
    wish = Wish(recurrence=recurrence, backend=backend, dtype=dtype, init=init, seed=seed)
    model: Model = competitor(architecture).build(architecture, task, wish)
    return model


def default_cells(task: Task) -> tuple[str, ...]:
    """What is compared where nothing is asked for: of trees the cells that take them, and two that
    read their sentences."""
    forest = task.forest
    if forest is None:
        return tuple(cells.DEFAULT)
    fitting = (n for n in cells.TREE_NAMES if not misfit(cells.find(n).graph(), forest))
    return (*fitting, "gru", "lstm")


def check_init(init: str, architectures: Sequence[Architecture], task: Task) -> None:
    """Raise SettingError where the starting weights cannot be drawn for all networks alike.

    "chrono" (Tallec & Ollivier 2018) sets the bias of forget paths from the longest sequence.
    """
    if init != "chrono":
        return
    known = {a.name: find(a.spec).cell for a in architectures}
    without = [name for name, cell in known.items() if cell is None or not has_forget_bias(cell)]
    if without:
        raise SettingError(say("comparison.errors.no_forget_bias", cells=tuple(without)))
    if task.summary.lengths[2] < 3:
        raise SettingError(say("comparison.errors.short_for_chrono"))

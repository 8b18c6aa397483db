"""The test part, touched once: predictions of the final models, made after all choices."""

import math
from collections.abc import Iterator

from recurra.comparison import every_node
from recurra.comparison.context import Context
from recurra.comparison.examined import of_task
from recurra.comparison.trial import Job, untrained
from recurra.diagnose.examine import QUICK, ask
from recurra.diagnose.gradient_ratio import profile
from recurra.errors import RecurraError
from recurra.findings import Finding
from recurra.nn.batch import Batch
from recurra.nn.bodies.find import find
from recurra.nn.model import Model
from recurra.records import GradientProfile
from recurra.tasks import Task
from recurra.tasks.served import Network, served

GRADIENT_EXAMPLES = 256  # of the validation part
GRADIENT_BATCH = 64


def final_model(context: Context, job: Job) -> Model:
    """The model of a final training with the weights of its best look."""
    model = untrained(context, job.architecture, job.seed)
    model.load_state_dict(context.store.get(job.key, "checkpoint").group("best"))
    return model.eval()


def predict_test(context: Context, job: Job) -> None:
    """Keep the predictions of the test part for the statistics."""
    task, store = context.task, context.store
    if store.has(job.key, "predictions"):
        return
    model = final_model(context, job)
    if every_node.asked(task, model):
        store.put(job.key, "nodes", every_node.predictions(task, model))
    trained = served(task.facts(), Network(model))
    found = trained.predictions(task.given("test"))
    store.put(job.key, "predictions", found)  # last: it says that all is there


def gradients(context: Context, job: Job) -> GradientProfile:
    """How far back the loss of a final model depends on its inputs, on the validation part."""
    cell = find(job.architecture.spec).cell
    if cell is not None and cell.for_trees:
        return GradientProfile(job.architecture.name, (0,), (math.nan,))  # of chains alone
    return profile(final_model(context, job), _some(context.task), name=job.architecture.name)


def remembered(context: Context, job: Job) -> tuple[Finding, ...]:
    """Does a final model remember far enough? The quick questions, on the validation part."""
    try:
        model = final_model(context, job)
        return ask(of_task(model, context.task, job.architecture.name), QUICK)
    except RecurraError:  # its answers are not finite, or it cannot be looked into
        return ()


def _some(task: Task) -> Iterator[Batch]:
    """Batches evenly spaced over the validation part."""
    every = max(1, task.steps("validation", GRADIENT_BATCH) * GRADIENT_BATCH // GRADIENT_EXAMPLES)
    for number, batch in enumerate(task.batches("validation", GRADIENT_BATCH)):
        if number % every == 0:
            yield batch

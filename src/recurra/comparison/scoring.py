"""The test part, touched once: predictions of the final models, made after all choices."""

import math
from collections.abc import Iterator

import numpy as np

from recurra import cells
from recurra.comparison import every_node
from recurra.comparison.examined import of_task
from recurra.comparison.trial import Job, checkpoint_path, predictions_path, room, untrained
from recurra.diagnose.examine import QUICK, ask
from recurra.diagnose.gradient_ratio import profile
from recurra.errors import RecurraError
from recurra.findings import Finding
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.records import GradientProfile
from recurra.tasks import Task
from recurra.tasks.served import Network, served
from recurra.train import checkpoint

GRADIENT_EXAMPLES = 256  # of the validation part
GRADIENT_BATCH = 64


def final_model(job: Job) -> Model:
    """The model of a final training with the weights of its best look."""
    setting, _ = room()
    model = untrained(job.architecture, job.seed)
    state = checkpoint.load(checkpoint_path(setting.state, job.key))
    model.load_state_dict(state.group("best"))
    return model.eval()


def predict_test(job: Job) -> None:
    """Keep the predictions of the test part for the statistics."""
    setting, task = room()
    path = predictions_path(setting.state, job.key)
    if path.exists():
        return
    model = final_model(job)
    if every_node.asked(task, model):
        every_node.predict(task, model, setting.state, job.key)
    trained = served(task.facts(), Network(model))
    np.save(path, trained.predictions(task.given("test")))  # last: it says that all is there


def gradients(job: Job) -> GradientProfile:
    """How far back the loss of a final model depends on its inputs, on the validation part."""
    _, task = room()
    if job.architecture.spec and cells.find(job.architecture.spec).for_trees:
        return GradientProfile(job.architecture.name, (0,), (math.nan,))  # of chains alone
    return profile(final_model(job), _some(task), name=job.architecture.name)


def remembered(job: Job) -> tuple[Finding, ...]:
    """Does a final model remember far enough? The quick questions, on the validation part."""
    _, task = room()
    try:
        return ask(of_task(final_model(job), task, job.architecture.name), QUICK)
    except RecurraError:  # its answers are not finite, or it cannot be looked into
        return ()


def _some(task: Task) -> Iterator[Batch]:
    """Batches evenly spaced over the validation part."""
    every = max(1, task.steps("validation", GRADIENT_BATCH) * GRADIENT_BATCH // GRADIENT_EXAMPLES)
    for number, batch in enumerate(task.batches("validation", GRADIENT_BATCH)):
        if number % every == 0:
            yield batch

"""What each network costs, measured after the search, alone, the candidates taking turns."""

import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import torch

from recurra.bench.clock import Timing, interleaved
from recurra.bench.load import Load
from recurra.comparison.context import Context, Setting
from recurra.comparison.sizing import pooled
from recurra.comparison.trial import run_updates, untrained
from recurra.comparison.workers import ONE_THREAD
from recurra.errors import RunError
from recurra.json_lines import to_json
from recurra.nn import Forest
from recurra.nn.batch import Batch
from recurra.nn.bodies.find import find
from recurra.nn.model import Model
from recurra.nn.tree_model import TreeModel
from recurra.records import Architecture, Cost, DataSummary, Search
from recurra.settings import Training
from recurra.settings.pooling import LAST
from recurra.tasks import Task
from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.given import Given
from recurra.tasks.network import interface
from recurra.words import say

BYTES = {"float32": 4, "float64": 8}
ROUNDS = 7
LOOK_BATCH = 256  # examples of the validation part predicted at once


def measure_all(
    context: Context, architectures: Sequence[Architecture], search: Search, seconds: float
) -> tuple[Cost, ...]:
    """Times of all networks within about so many seconds; runs in a worker, alone."""
    task = context.task
    models = {a.name: untrained(context, a).eval() for a in architectures}
    batch = next(iter(task.batches("validation", 1)))
    load = Load()
    with torch.inference_mode():
        streams = {name: _step(model, task, batch) for name, model in models.items()}
        steps = interleaved(
            {name: step for name, step in streams.items() if step is not None},
            rounds=ROUNDS,
            calls=200,
            limit=seconds * 0.2,
        )
        sequences = interleaved(
            {name: _sequence(model, batch) for name, model in models.items()},
            rounds=ROUNDS,
            calls=60,
            limit=seconds * 0.2,
        )
    busy = load.share()
    updates = interleaved(
        {name: _update(model, task, context.setting.training) for name, model in models.items()},
        rounds=ROUNDS,
        calls=8,
        limit=seconds * 0.5,
    )
    some = next(iter(task.batches("validation", LOOK_BATCH)))
    with torch.inference_mode():
        looks = interleaved(
            {name: _sequence(model, some) for name, model in models.items()},
            rounds=ROUNDS,
            calls=8,
            limit=seconds * 0.1,
        )
    return tuple(
        dataclasses.replace(
            _cost(
                context,
                a,
                search,
                steps.get(a.name),
                sequences[a.name],
                updates[a.name],
                looks[a.name],
            ),
            busy=busy,
        )
        for a in architectures
    )


def measure_simple(context: Context, keys: Mapping[str, str], seconds: float) -> tuple[Cost, ...]:
    """Times of one answer of each fitted baseline, name -> key of its fit; runs in a worker."""
    store = context.store
    found = {n: store.get(k, "bundle").answerer for n, k in keys.items() if store.has(k, "bundle")}
    if not found:  # a run that was begun by an older version
        return ()
    one = context.task.given("validation").head(1)
    load = Load()
    answers = interleaved(
        {name: partial(model.predict, one) for name, model in found.items()},
        rounds=ROUNDS,
        calls=20,
        limit=seconds * 0.1,
    )
    busy = load.share()
    memory = {name: answering_bytes(model, one) for name, model in found.items()}
    return tuple(
        Cost(
            name,
            memory_inference=memory[name],
            sequence_p50=time.p50,
            sequence_p99=time.p99,
            disk=store.size(keys[name], "bundle"),
            noise=time.noise,
            busy=busy,
            repeats=time.rounds,
        )
        for name, time in answers.items()
    )


def answering_bytes(model: FittedBaseline, one: Given) -> int:
    """What a fitted baseline holds, and the most that it takes beside that for an answer.

    As of networks, libraries are not counted; and what they have loaded or compiled for the first
    answer is there already.
    """
    model.predict(one)
    tracemalloc.start()
    try:
        model.predict(one)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return sum(array.nbytes for array in model.arrays().values()) + peak


def training_memory(
    architectures: Sequence[Architecture],
    setting: Setting,
    data: DataSummary,
    common: Path | None = None,
) -> dict[str, int]:
    """Rise of the memory of a fresh process by a few updates, for each network, in bytes."""
    order = json.dumps(
        {
            "setting": json.loads(to_json(setting)),
            "data": json.loads(to_json(data)),
            "architectures": [json.loads(to_json(a)) for a in architectures],
            "parent": os.getpid(),
            "common": str(common or ""),
        }
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "recurra.comparison.footprint"],
        input=order,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    if done.returncode != 0:
        raise RunError(say("comparison.errors.memory_failed", said=done.stderr.strip()[-300:]))
    return {str(k): int(v) for k, v in json.loads(done.stdout.splitlines()[-1]).items()}


def inference_bytes(architecture: Architecture, task: Task, dtype: str) -> int:
    """Parameters, states (or the inputs that are read again), a step's own values, and output."""
    wanted = interface(task, architecture.inputs)
    body = find(architecture.spec).measures(wanted, architecture.hidden)
    values = body.values
    if architecture.pooling != LAST:
        values += pooled(architecture.pooling, body, wanted).values
    output = 1
    for size in task.output_shape:
        output *= size
    return BYTES[dtype] * (architecture.parameters + values + output)


def _environment() -> dict[str, str]:
    paths = [p for p in sys.path if p]
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)}


def _step(model: Model, task: Task, batch: Batch) -> Callable[[], object] | None:
    """One more input of a stream: body and head, the state carried on; of a tree, where nothing
    streams, one node of two leaves. None: the body cannot stream."""
    if isinstance(model, TreeModel):
        word = int(batch.x[0, 0])
        pair = batch._replace(trees=Forest.of([([2, 2, -1], [word, word, -1])]), nodes=None)
        return lambda: model(pair)
    if getattr(model.body, "bidirectional", False):
        return None
    stepper, one = model.stepper(window=task.summary.lookback), batch._replace(x=batch.x[:1])
    x = model.embedded(one).x[0]
    window = getattr(stepper, "window", getattr(model.body, "window", 0))
    for _ in range(window):  # a window that is read again is full
        stepper.step(x)
    return lambda: model.head(stepper.step(model.embedded(one).x[0]), batch.future)


def _sequence(model: Model, batch: Batch) -> Callable[[], object]:
    return lambda: model(batch)


def _update(model: Model, task: Task, training: Training) -> Callable[[], object]:
    """Two updates of the training loop, batches included."""
    return lambda: run_updates(model, task, training, 2)


def _cost(
    context: Context,
    architecture: Architecture,
    search: Search,
    step: Timing | None,
    sequence: Timing,
    update: Timing,
    look: Timing,
) -> Cost:
    task, looks = context.task, context.setting.training.fitting.evaluations
    evaluation = look.p50 * task.steps("validation", LOOK_BATCH)
    training = update.p50 / 2 * search.rungs[-1] + evaluation * looks
    return Cost(
        architecture=architecture.name,
        train_seconds=training,
        step_p50=None if step is None else step.p50,
        step_p99=None if step is None else step.p99,
        sequence_p50=sequence.p50,
        sequence_p99=sequence.p99,
        memory_inference=inference_bytes(architecture, task, context.setting.dtype),
        noise=statistics.median([t.noise for t in (step, sequence, update) if t is not None]),
        repeats=sequence.rounds,
    )

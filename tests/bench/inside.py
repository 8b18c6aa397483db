"""The rivals in this process instead of in processes of their own."""

import dataclasses

from recurra.bench import answers
from recurra.bench.rivals import OWN, RIVALS
from recurra.bench.worker import Worker


class Inside:
    """A crew in this process."""

    def __init__(self, rivals, threads):
        found = {r.name: r for r in (OWN, *RIVALS)}
        self.workers = {name: Worker(found[name]) for name in rivals}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __getitem__(self, name):
        return Answering(self.workers[name])


class Answering:
    def __init__(self, worker):
        self.worker = worker

    def ask(self, **request):
        if request["do"] == "peak":
            return {"gflops": 50.0}
        return answers.from_line(answers.to_line(self.worker.answer(request)))

    def prepare(self, job):
        return self.ask(do="prepare", job=dataclasses.asdict(job))

"""All questions about one model, asked in order."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from recurra.diagnose import (
    ablation,
    attribution,
    dependency,
    gates,
    gradient_ratio,
    horizon,
    idle,
    learned,
    stability,
    states,
    time_constants,
    tree_attribution,
    tree_dependency,
    tree_gradient_ratio,
    tree_horizon,
    tree_stability,
    tree_states,
)
from recurra.diagnose.subject import Subject, answers
from recurra.errors import SettingError, unknown
from recurra.findings import Finding
from recurra.nn.bodies.body import Body
from recurra.train import one_thread
from recurra.words import Text, say

ALL = (
    learned,
    gradient_ratio,
    stability,
    horizon,
    dependency,
    gates,
    time_constants,
    ablation,
    attribution,
    states,
    idle,
)
OF_ANY_BODY = (learned, horizon, dependency, attribution)  # those that look at answers alone
OF_TREES = {  # those that are measured in another way where examples are trees
    gradient_ratio.KEY: tree_gradient_ratio,
    stability.KEY: tree_stability,
    horizon.KEY: tree_horizon,
    dependency.KEY: tree_dependency,
    attribution.KEY: tree_attribution,
    states.KEY: tree_states,
}
QUESTIONS: dict[str, Text] = {module.KEY: module.QUESTION for module in ALL}
QUICK = ("gradient_ratio", "stability", "horizon", "dependency", "gates", "time_constants")

Tell = Callable[[Text], None]  # the question that is being asked


def ask(
    subject: Subject, questions: Sequence[str] | None = None, tell: Tell | None = None
) -> tuple[Finding, ...]:
    """The findings on a model, in the order of `QUESTIONS`.

    Of a body without a cell, to questions about states and gates the answer is that it has none.
    Raises SettingError for an unknown question, for a body that is neither such a one nor a
    `recurra.nn.Recurrent`, and where the model's answers are not finite numbers.

    >>> import torch
    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.batch import Batch
    >>> from recurra.nn.heads import ForecastHead
    >>> from recurra.nn.model import Model
    >>> from recurra.diagnose.subject import subject
    >>> model = Model(Recurrent("lstm", 2, 3, backend="reference"), ForecastHead(3, 1))
    >>> batch = Batch(torch.randn(6, 8, 2), target=torch.zeros(8, 1, 1))
    >>> found = ask(subject(model, [batch]), ["gates", "stability"])
    >>> [f.key for f in found]
    ['stability', 'gates']
    """
    wanted = chosen(QUESTIONS if questions is None else questions)
    with one_thread():  # the products are small, and numbers do not depend on the machine
        for block in subject.batches:
            if not np.isfinite(answers(subject.model, [block])).all():
                raise SettingError(say("diagnose.examine.not_finite", model=subject.name))
        found = []
        for module in ALL:
            if module.KEY not in wanted:
                continue
            asked = OF_TREES.get(module.KEY, module) if subject.trees else module
            if tell is not None:
                tell(asked.QUESTION)
            able = module in OF_ANY_BODY or not isinstance(subject.model.body, Body)
            found.append(asked.find(subject) if able else _unasked(asked.KEY, subject))
    return tuple(found)


def _unasked(key: str, subject: Subject) -> Finding:
    """What is said where a question is about states or gates, and the body has none."""
    return Finding(
        key=key,
        question=QUESTIONS[key],
        model=subject.name,
        number=None,
        unit="",
        threshold=(),
        rule="none",
        verdict="open",
        answer=say("diagnose.examine.no_states", model=subject.name),
        advice=(),
        conditions=subject.conditions(),
    )


def chosen(questions: Iterable[str]) -> frozenset[str]:
    """These questions; SettingError where one is unknown."""
    wanted = frozenset(questions)
    for name in sorted(wanted):
        if name not in QUESTIONS:
            raise unknown(say("nouns.question"), name, QUESTIONS)
    return wanted

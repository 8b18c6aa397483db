"""How busy a machine is with other work."""

import pytest

from recurra.bench.load import Load


@pytest.mark.parametrize(
    ("spent", "own", "whole", "share"),
    [(5.0, 1.0, 8.0, 0.5), (1.0, 1.5, 8.0, 0.0), (9.0, 0.0, 8.0, 1.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_what_others_took(
    spent: float, own: float, whole: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all processor time, without this process's own; never below 0 or above 1."""
    now = iter(((10.0, 3.0, 100.0), (10.0 + spent, 3.0 + own, 100.0 + whole)))
    monkeypatch.setattr(Load, "_now", lambda self: next(now))
    assert Load().share() == share


def test_own_work_is_not_that_of_others() -> None:
    """A loop of our own is not counted."""
    load = Load()
    before = load._start
    while load._now()[1] - before[1] < 0.2:
        sum(range(10_000))
    spent, own, whole = (a - b for a, b in zip(load._now(), before, strict=True))
    assert load.share() <= (spent - own) / whole + 0.2

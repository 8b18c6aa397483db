"""The clock on candidates whose times are known."""

import time

from recurra.bench.clock import interleaved


def test_candidates_take_turns() -> None:
    order: list[str] = []
    found = interleaved(
        {"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=2, calls=3
    )
    assert order == [*"aabb", *"aaabbb", *"aaabbb"]  # two calls each to warm up
    assert found["a"].rounds == 2 and found["a"].calls == 3


def test_a_sleep_is_measured() -> None:
    found = interleaved({"sleep": lambda: time.sleep(0.01)}, rounds=3, calls=3)["sleep"]
    assert found.p50 >= 0.01 and found.p99 >= found.p50


def test_the_limit_reduces_the_calls() -> None:
    found = interleaved({"s": lambda: time.sleep(0.01)}, rounds=2, calls=1000, limit=0.1)["s"]
    assert 1 <= found.calls <= 5

"""What a task is, it says itself: nobody else asks for its class."""

import re
from pathlib import Path

import recurra

ASKED = re.compile(r"isinstance\(.*(Classification|Forecasting|Regression|Counts)\b")


def test_no_class_of_a_task_is_asked_for_outside_tasks():
    package = Path(recurra.__file__).parent
    files = [f for f in package.rglob("*.py") if package / "tasks" not in f.parents]
    assert files
    assert not [f.name for f in files if ASKED.search(f.read_text(encoding="utf-8"))]

"""`--task` takes what there is and what the data allow, and says what else is wrong."""

from pathlib import Path

import pytest

from recurra.data import gather
from recurra.errors import RecurraError, SettingError
from recurra.records import Source
from recurra.settings.reading import TASKS
from recurra.tasks import KINDS, kind_of, pose


def table(folder: Path) -> Path:
    file = folder / "sales.csv"
    rows = (f"2024-01-{1 + k // 24:02d} {k % 24:02d}:00,{k % 7}" for k in range(240))
    file.write_text("\n".join(["time,count", *rows]) + "\n", encoding="utf-8")
    return file


def test_a_task_that_does_not_exist_is_refused_for_any_data(tmp_path: Path) -> None:
    for data in (str(table(tmp_path)), "digits", "probe:adding"):
        with pytest.raises(SettingError, match="unknown task 'foo'"):
            gather(Source.of(data, task="foo"))


@pytest.mark.parametrize("task", TASKS)
def test_a_task_that_the_data_do_not_allow_is_refused(task: str, tmp_path: Path) -> None:
    source = Source.of(str(table(tmp_path)), task=task, target=("count",))
    allowed = {name for kind in KINDS if kind.of == "series" for name in kind.asked}
    assert allowed == {"auto", "forecasting"}
    if task in allowed:
        data = gather(source)
        assert kind_of(data) == "series" and pose(data, source).name == "forecasting"
        return
    with pytest.raises(RecurraError) as refused:
        pose(gather(source), source)
    assert f"--task {task}" in str(refused.value) or "group" in str(refused.value)

"""The page: whole, offline, safe, the same for the same records."""

from pathlib import Path

from tests.report import samples

from recurra.report import page


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    folder = samples.classification(tmp_path)
    assert page.render(folder) == page.render(folder)

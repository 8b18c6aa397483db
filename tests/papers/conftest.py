"""Reproductions that run in this process and draw no report."""

import pytest
from tests.papers.stand_ins import Here

from recurra.papers import laboratory


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(laboratory.workers, "processes", lambda number: Here())
    monkeypatch.setattr(laboratory.paper_page, "write", lambda folder: None)

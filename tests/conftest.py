"""Fixtures for all tests."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ["LC_ALL"] = "C.UTF-8"  # English, in commands that tests start as well


@pytest.fixture
def data_file() -> Callable[[str], Path]:
    """`data_file("series/x.csv.gz")`: a file or folder below RECURRA_DATA.

    Skips where the variable is not set; fails where it is set and the file is missing.
    """

    def find(name: str) -> Path:
        root = os.environ.get("RECURRA_DATA")
        if not root:
            pytest.skip(f"RECURRA_DATA is not set, needed for {name}")
        path = Path(root) / name
        if not path.exists():
            pytest.fail(f"RECURRA_DATA is set, but {path} is missing")
        return path

    return find

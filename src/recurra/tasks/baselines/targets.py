"""Where the series of windows begin."""

from typing import Any

import numpy as np


def first_rows(given: Any, where: np.ndarray) -> np.ndarray:
    """[N]: the row at which each origin's group begins."""
    return given.starts[given.group(where)]

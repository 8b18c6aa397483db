"""Puts `odd_cells` where tests below can import it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

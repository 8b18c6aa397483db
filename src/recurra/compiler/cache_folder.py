"""The user's cache folder: what may be lost at any time, and is made again."""

import os
import sys
from pathlib import Path


def wanted() -> Path:
    """RECURRA_CACHE, else the platform's folder for caches; it need not be there yet."""
    if os.environ.get("RECURRA_CACHE"):
        return Path(os.environ["RECURRA_CACHE"]).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
        return base / "recurra" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "recurra"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "recurra"

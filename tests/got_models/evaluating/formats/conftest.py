"""A judge's server on this machine."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "support"))

from local_server import server  # noqa: F401

"""Chat servers on this machine, good and bad."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from local_server import hang, server, trickle  # noqa: F401

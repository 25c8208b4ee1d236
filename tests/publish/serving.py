"""A host that serves a folder and nothing else: ``python -m http.server``."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield its address without a slash at its end."""
    command = [sys.executable, "-u", "-m", "http.server", "-b", "127.0.0.1", "-d", str(folder), "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            said = re.search(r"port (\d+)", server.stdout.readline())
            assert said is not None
            yield f"http://127.0.0.1:{said[1]}"
        finally:
            server.terminate()

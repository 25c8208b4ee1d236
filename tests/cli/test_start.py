"""What a question does not import: starting is most of what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import ROOT

PROGRAM = """
import sys
from kg.cli import main
status = main(sys.argv[1:])
sys.stderr.write("\\n".join(sys.modules))
sys.exit(status)
"""
SLOW = {
    *(
        "asyncio",
        "dataclasses",
        "importlib.resources",
        "inspect",
        "kg.build",
        "kg.graph",
        "kg.things",
    ),
    *("kg.document", "kg.store.remote", "kg.store.writer", "logging", "multiprocessing", "pathlib"),
    *("rdflib", "rich", "shtab", "shutil", "SPARQLWrapper", "subprocess", "tempfile", "threading"),
    *("tomllib", "typing", "yaml"),
}


def test_a_question_imports_little(dataset: Path) -> None:
    words = ["query", "projects-by-asset", "釧路港", "--data", str(dataset)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    imported = set(done.stderr.split("\n"))
    assert "pyoxigraph" in imported
    assert not imported & SLOW

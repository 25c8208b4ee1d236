"""Editions of a plan in a published site: in the dumps and in files of their own, nowhere else."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from kg.publish import parts, working
from kg.publish.check_rdf import Statements
from kg.publish.publishing import publish
from kg.store.versions import current_path
from tests.older_editions import DROPPED_WORK

GRAPH = "https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph"


@pytest.fixture
def site(editions_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site of a plan with an edition of 2021, of which only the data are made."""
    kept = ("dumps", "graphs", "void", "groups", "editions", "static")
    made = tuple(part for part in parts.PARTS if part.name in kept)
    monkeypatch.setattr(working, "PARTS", made)
    publish(current_path(str(editions_folder)), tmp_path / "site")
    return tmp_path / "site"


def test_dumps_with_graphs_have_the_edition_and_turtle_has_not(site: Path) -> None:
    for name, form in (
        ("dataset.nq", pyoxigraph.RdfFormat.N_QUADS),
        ("dataset.trig", pyoxigraph.RdfFormat.TRIG),
    ):
        quads = pyoxigraph.parse(path=str(site / name), format=form)
        found = {
            str(getattr(quad.graph_name, "value", ""))
            for quad in quads
            if getattr(quad.object, "value", "") == DROPPED_WORK
        }
        assert found == {GRAPH}, name
    assert DROPPED_WORK not in (site / "dataset.ttl").read_text(encoding="utf-8")


def test_an_edition_has_files_of_its_own(site: Path) -> None:
    texts = [
        (site / f"data/kushiro-nemuro@2021/all.{suffix}").read_text(encoding="utf-8")
        for suffix in ("ttl", "jsonld", "nt")
    ]

    assert all(DROPPED_WORK in text for text in texts)
    others = [path for path in (site / "data").rglob("*.nt") if "@" not in str(path)]
    assert others
    assert not [p for p in others if DROPPED_WORK in p.read_text(encoding="utf-8")]


def test_a_check_finds_an_edition_in_the_turtle_of_the_current_one(site: Path) -> None:
    def faults(turtle: bytes) -> list[str]:
        with Statements() as statements:
            for name in ("dataset.nq", "dataset.trig"):
                list(statements.look(name, (site / name).read_bytes()))
            list(statements.look("dataset.ttl", turtle))
            found = [finding.en for finding in statements.compare()]
        return [text for text in found if "dataset.ttl" in text]

    turtle = (site / "dataset.ttl").read_bytes()
    assert faults(turtle) == []
    assert faults(turtle + (site / "data/kushiro-nemuro@2021/all.nt").read_bytes()) != []

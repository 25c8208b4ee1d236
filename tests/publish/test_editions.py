"""Editions of a plan in a published site: in the dumps and in files of their own, nowhere else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDFS

from kg.publish import parts, working
from kg.publish.check_rdf import Statements
from kg.publish.publishing import publish
from kg.store.versions import current_path
from tests.older_editions import DROPPED_WORK

GRAPH = "https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph"


@pytest.fixture(scope="module")
def site(editions_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of a plan with an edition of 2021, of which only the data are made."""
    kept = ("dumps", "graphs", "void", "groups", "editions", "static")
    made = tuple(part for part in parts.PARTS if part.name in kept)
    folder = tmp_path_factory.mktemp("editions") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "PARTS", made)
        publish(current_path(str(editions_folder)), folder)
    return folder


def unpacked(site: Path, name: str) -> bytes:
    """Return what a dump holds."""
    return gzip.decompress((site / f"{name}.gz").read_bytes())


def graphs_with_the_work(site: Path, name: str, form: pyoxigraph.RdfFormat) -> set[str]:
    """Return the graphs of a dump in which a thing is called as the work that was dropped."""
    return {
        str(getattr(quad.graph_name, "value", ""))
        for quad in pyoxigraph.parse(unpacked(site, name), format=form)
        if quad.predicate.value == str(RDFS.label)
        and getattr(quad.object, "value", "") == DROPPED_WORK
    }


def test_dumps_with_graphs_have_the_edition_and_turtle_has_not(site: Path) -> None:
    for name, form in (
        ("dataset.nq", pyoxigraph.RdfFormat.N_QUADS),
        ("dataset.trig", pyoxigraph.RdfFormat.TRIG),
    ):
        assert graphs_with_the_work(site, name, form) == {GRAPH}, name
    assert not graphs_with_the_work(site, "dataset.ttl", pyoxigraph.RdfFormat.TURTLE)


def test_an_edition_has_files_of_its_own(site: Path) -> None:
    texts = [
        (site / f"data/kushiro-nemuro@2021/all.{suffix}").read_text(encoding="utf-8")
        for suffix in ("ttl", "jsonld", "nt")
    ]

    assert all(DROPPED_WORK in text for text in texts)
    others = [path for path in (site / "data").rglob("*.nt") if "@" not in str(path)]
    assert others
    told = [path.name for path in others if DROPPED_WORK in path.read_text(encoding="utf-8")]
    assert told == ["changes.nt"]


def test_a_check_finds_an_edition_in_the_turtle_of_the_current_one(site: Path) -> None:
    def faults(turtle: bytes) -> list[str]:
        with Statements() as statements:
            for name in ("dataset.nq", "dataset.trig"):
                list(statements.look(f"{name}.gz", (site / f"{name}.gz").read_bytes()))
            list(statements.look("dataset.ttl.gz", gzip.compress(turtle)))
            found = [finding.en for finding in statements.compare()]
        return [text for text in found if "dataset.ttl" in text]

    turtle = unpacked(site, "dataset.ttl")
    assert faults(turtle) == []
    assert faults(turtle + (site / "data/kushiro-nemuro@2021/all.nt").read_bytes()) != []

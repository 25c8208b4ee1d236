"""What is said of things is looked up alike in every store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode

from kg.store.embedded import EmbeddedStore
from kg.store.loading import make_store
from kg.store.port import Store
from kg.store.remote import RemoteStore
from tests.sparql_server import serving_store
from tests.store.conftest import QUADS

A, B, NOBODY = (NamedNode(f"x:{name}") for name in ("a", "b", "nobody"))
LABEL, PAGE, NEAR = (NamedNode(f"x:{name}") for name in ("label", "page", "near"))
AGAIN = '<x:a> <x:label> "釧路港"@ja <x:three> .\n'
"""What one graph says is said by another."""


@pytest.fixture(params=["folder", "memory", "union", "endpoint"])
def asked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Yield the same quads as a folder, in memory, without their merge, and behind an endpoint."""
    quads = tmp_path / "small.nq"
    quads.write_text(QUADS + AGAIN, encoding="utf-8")
    stores: dict[str, Callable[[], Store]] = {
        "memory": lambda: EmbeddedStore.load(str(quads)),
        "union": lambda: _without_merge(quads),
    }
    if request.param in stores:
        yield stores[request.param]()
        return
    make_store(tmp_path / "store", quads)
    if request.param == "folder":
        yield EmbeddedStore.open(str(tmp_path / "store"))
        return
    with serving_store(tmp_path / "store") as endpoint:
        yield RemoteStore(endpoint)


def _without_merge(quads: Path) -> EmbeddedStore:
    store = pyoxigraph.Store()
    store.load(path=quads, format=pyoxigraph.RdfFormat.N_QUADS)
    return EmbeddedStore(store)


def said(store: Store, *args: list[NamedNode]) -> list[tuple[str, ...]]:
    return sorted(tuple(getattr(term, "value", "") for term in row) for row in store.said_of(*args))


def test_what_is_said_of_things_is_found_once(asked: Store) -> None:
    found = [("x:a", "x:label", "釧路港"), ("x:a", "x:page", "3")]
    assert said(asked, [A]) == said(asked, [A, A, NOBODY]) == found
    more = [*found, ("x:b", "x:label", '国"道\n'), ("x:b", "x:near", "x:a")]
    assert said(asked, [B, A]) == more
    assert said(asked, []) == said(asked, [NOBODY]) == []


def test_some_properties_alone(asked: Store) -> None:
    found = [("x:a", "x:page", "3"), ("x:b", "x:near", "x:a")]
    assert said(asked, [A, B], [NEAR, PAGE, NEAR]) == found
    assert said(asked, [A], [NEAR]) == []


def test_what_points_to_a_thing_is_found(asked: Store) -> None:
    assert [tuple(row) for row in asked.pointing_to(A, 5)] == [(B, NEAR)]
    assert [tuple(row) for row in asked.pointing_to(A, 0)] == []
    assert [tuple(row) for row in asked.within(["x:three"]).pointing_to(A, 5)] == []
    assert [tuple(row) for row in asked.pointing_to(NOBODY, 5)] == []


def test_graphs_that_alone_are_asked(asked: Store) -> None:
    assert said(asked.within(["x:three"]), [A, B]) == [("x:a", "x:label", "釧路港")]
    assert said(asked.within(["x:one", "x:two"]), [A, B], [LABEL, NEAR]) == [
        ("x:a", "x:label", "釧路港"),
        ("x:b", "x:label", '国"道\n'),
        ("x:b", "x:near", "x:a"),
    ]

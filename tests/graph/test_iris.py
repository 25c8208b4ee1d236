"""IRIs: one for each name, valid, and the same however the name is written."""

from __future__ import annotations

import unicodedata

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document.model import Span
from kg.errors import IriError
from kg.graph.iris import Iris, segment

names = st.text(min_size=1, max_size=40).filter(
    lambda name: unicodedata.normalize("NFKC", name).strip() != ""
)


@given(names)
def test_any_name_makes_a_valid_iri(name: str) -> None:
    iri = str(Iris("https://example.org/id/", "plan").asset(name))
    assert pyoxigraph.NamedNode(iri).value == iri
    assert iri.startswith("https://example.org/id/asset/")
    assert iri.count("/") == "https://example.org/id/asset/".count("/")


@given(names, names)
def test_two_names_share_an_iri_only_if_they_fold_to_one(one: str, other: str) -> None:
    folded = [unicodedata.normalize("NFKC", name).strip() for name in (one, other)]
    assert (segment(one) == segment(other)) == (folded[0] == folded[1])


@given(names)
def test_width_does_not_change_an_iri(name: str) -> None:
    assert segment(unicodedata.normalize("NFKC", name)) == segment(name)


@pytest.mark.parametrize("name", ["", " ", "　", "\n"])
def test_nameless_thing_has_no_iri(name: str) -> None:
    with pytest.raises(IriError):
        segment(name)


def test_japanese_names_stay_japanese() -> None:
    iris = Iris("https://w3id.org/chiiki/id/", "kushiro-nemuro")
    assert str(iris.asset("釧路港")) == "https://w3id.org/chiiki/id/asset/釧路港"
    assert (
        str(iris.asset("釧路川", "標茶地区")) == "https://w3id.org/chiiki/id/asset/釧路川/標茶地区"
    )
    assert str(iris.agent("ＮＰＯ")) == "https://w3id.org/chiiki/id/agent/NPO"
    assert str(iris.within("project", "1-1")).endswith("/id/kushiro-nemuro/project/1-1")
    assert str(iris.passage(Span(3, 9))).endswith("/passage/3-9")

"""The page that tells a person what went wrong, when to try again, and a way back."""

from __future__ import annotations

import gzip
from typing import Any
from xml.etree.ElementTree import Element

import html5rdf
import pyoxigraph
import pytest

from kg.errors import UsageError
from kg.store.embedded import EmbeddedStore
from kg.web.pages.endpoint import problem_page
from kg.web.problems import problem, problem_of
from kg.workers.messages import Reply

QUESTION = "/questions/partners-of-agent"


def told(reply: Reply, lang: str = "ja") -> Element:
    values: dict[str, Any] = {
        "lang": lang,
        "root": "/plans",
        "base": "",
        "path": QUESTION,
        "args": {"agent": "国"},
    }
    page = problem_page(reply, values, "")
    assert page.status == reply.status
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(page.body.decode())
    return root


def text_at(page: Element, path: str) -> str:
    return " ".join("".join(one.itertext()) for one in page.iterfind(path))


def actions(page: Element) -> dict[str, str]:
    found = page.iterfind(".//p[@class='actions']/a")
    return {one.text or "": one.get("href", "") for one in found}


def test_what_took_too_long_can_be_tried_again_in_the_time_that_programs_are_told() -> None:
    reply = problem(503, "limit", "the question took longer than 3 s", headers={"Retry-After": "7"})
    page = told(reply)
    assert "7 秒ほど待って" in text_at(page, ".//p[@class='hint']")
    assert "3 秒のうちに答えが出ませんでした。" in text_at(page, ".//details[@open]")
    assert actions(page) == {
        "もう一度試す": "/plans/questions/partners-of-agent?agent=%E5%9B%BD&lang=ja",
        "はじめのページへ": "/plans/",
    }
    english = told(reply, "en")
    assert "Try again in some 7 seconds." in text_at(english, ".//p[@class='hint']")
    assert "Try again" in actions(english)


@pytest.mark.parametrize("status", [400, 404, 500])
def test_what_will_fail_again_leads_back_alone(status: int) -> None:
    page = told(problem(status, "no", "there is no such page"))
    assert list(actions(page)) == ["はじめのページへ"]
    assert page.find(".//details[@open]") is None


def test_a_compressed_problem_is_told_too() -> None:
    reply = problem(503, "limit", "9 questions wait already", headers={"Content-Encoding": "gzip"})
    page = told(Reply(503, reply.media_type, gzip.compress(reply.body), reply.headers))
    assert "9 questions wait already" in text_at(page, ".//details")


def test_where_a_query_is_wrong_is_told_with_its_line() -> None:
    with pytest.raises(UsageError) as caught:
        EmbeddedStore(pyoxigraph.Store()).select("SELECT ?s\nWHER { ?s ?p ?o }")
    page = told(problem_of(caught.value))
    said = text_at(page, ".//details/p")
    assert "2 行目：SPARQL として正しくありません。6 文字目、「{ ?s ?p ?o }」のところです。" in said
    assert "line 2: the query is no valid SPARQL: column 6" in said

"""How pages say to cite them, each form read by a program of its own."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import html5rdf
import pytest

from kg.web.pages.citing import Citation, Passage, text_fragment
from tests.web.serving import Served

PASSAGE = "/plan/kushiro-nemuro/3?from=2764&to=2770"
PAGES = [
    "/",
    "/about",
    "/page/asset/釧路港",
    "/plan/kushiro-nemuro",
    PASSAGE,
    "/questions/projects",
    "/questions",
    "/map",
    "/network",
    "/changes/kushiro-nemuro",
]
CSL = "data:application/vnd.citationstyles.csl+json;charset=utf-8"


def page(served: Served, path: str) -> Any:
    from urllib.parse import quote

    answer = served.ask(quote(path, safe="/?=&"), headers={"Accept": "text/html"})
    assert answer.status == 200
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(answer.text)


def files(root: Any) -> dict[str, str]:
    found = {}
    for link in root.iter("a"):
        if link.get("download"):
            kind, _, data = link.get("href").partition(",")
            found[kind] = unquote(data)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_offers_bibtex_and_csl(served: Served, path: str) -> None:
    bibtexparser = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    found = files(page(served, path))
    bib = found["data:application/x-bibtex;charset=utf-8"]
    (entry,) = bibtexparser.parse_string(bib).entries
    (item,) = json.loads(found["data:application/vnd.citationstyles.csl+json;charset=utf-8"])
    assert entry.key == item["id"]
    assert item["type"] in ("report", "entry", "dataset")
    assert re.search("sha256:[0-9a-f]{64}", item["note"])
    assert entry["version"] == item["version"]


def test_a_passage_is_cited_with_plan_edition_page_and_characters(served: Served) -> None:
    root = page(served, PASSAGE)
    (item,) = json.loads(files(root)["data:application/vnd.citationstyles.csl+json;charset=utf-8"])
    assert item["author"] == [{"literal": "地域づくり連携会議"}]
    assert item["publisher"] == "釧路開発建設部"
    assert item["issued"] == {"date-parts": [[2025, 3]]}
    assert item["page"] == "3"
    assert item["note"].startswith("char=2764,2770; ")
    assert unquote(item["URL"]).endswith("#char=2764,2770:~:text=釧路港の整備")
    hrefs = [unquote(link.get("href", "")) for link in root.iter("a")]
    assert "#char=2764,2770:~:text=釧路港の整備" in hrefs


def test_a_thing_is_cited_by_its_iri(served: Served) -> None:
    (item,) = json.loads(
        files(page(served, "/page/asset/釧路港"))[
            "data:application/vnd.citationstyles.csl+json;charset=utf-8"
        ]
    )
    assert item["URL"] == "https://w3id.org/chiiki/id/asset/釧路港"
    assert "author" not in item


def test_each_page_of_the_data_is_cited_by_its_own_title_and_key(served: Served) -> None:
    found = {}
    for path in ("/", "/map", "/network", "/questions", "/things", "/changes/kushiro-nemuro"):
        (item,) = json.loads(files(page(served, path))[CSL])
        found[path] = item
    whole = found.pop("/")
    assert {item["container-title"] for item in found.values()} == {whole["title"]}
    assert found["/map"]["title"] == "地図"
    assert "author" not in found["/changes/kushiro-nemuro"]  # the plan's author compared nothing
    for name in ("id", "title", "URL"):
        assert len({item[name] for item in (whole, *found.values())}) == 1 + len(found), name


def test_an_answer_is_cited_with_what_was_asked(served: Served) -> None:
    found = []
    for city in ("釧路市", "根室市"):
        path = f"/questions/projects-by-area?area={city}"
        (item,) = json.loads(files(page(served, path))[CSL])
        assert item["title"] == f"地域に関わるプロジェクト（{city}）"
        assert unquote(item["URL"]).endswith(path)
        found.append(item)
    assert found[0]["id"] != found[1]["id"]
    (form,) = json.loads(files(page(served, "/questions/projects-by-area"))[CSL])
    assert form["title"] == "地域に関わるプロジェクト"
    assert form["URL"].endswith("/questions/projects-by-area")


def test_two_passages_of_a_page_have_a_key_each(served: Served) -> None:
    text = PASSAGE.partition("?")[0]
    pages = [page(served, path) for path in (PASSAGE, f"{text}?from=2764&to=2767", text)]
    keys = [json.loads(files(one)[CSL])[0]["id"] for one in pages]
    assert keys[0] == f"{keys[2]}-2764-2770"
    assert len({*keys}) == 3
    names = [link.get("download") for link in pages[0].iter("a") if link.get("download")]
    assert names == [f"{keys[0]}.bib", f"{keys[0]}.json"]


def test_the_text_of_a_plan_and_what_is_known_of_it_have_a_key_each(served: Served) -> None:
    paths = ("/plan/kushiro-nemuro", "/page/kushiro-nemuro", PASSAGE)
    text, known, passage = (json.loads(files(page(served, path))[CSL])[0] for path in paths)
    assert text["id"] == "kushiro-nemuro-2025-03-kushiro-nemuro"
    assert len({text["id"], known["id"], passage["id"]}) == 3
    assert known["URL"] == "https://w3id.org/chiiki/id/kushiro-nemuro"
    # What has no text keeps its name.
    vocabularies = json.loads(files(page(served, "/page/vocab"))[CSL])[0]["id"]
    assert vocabularies.endswith("-vocab")
    assert "-page-" not in vocabularies


@pytest.mark.parametrize("path", PAGES)
def test_a_page_tells_search_engines_of_the_dataset(served: Served, path: str) -> None:
    root = page(served, path)
    (script,) = [one for one in root.iter("script") if one.get("type") == "application/ld+json"]
    told = json.loads(script.text)
    dataset = told if told["@type"] == "Dataset" else told["isPartOf"]
    assert dataset["@id"] == "https://w3id.org/chiiki/id/endpoint/union"
    assert len(dataset["description"]) >= 50  # what search engines for datasets ask for
    if path in ("/", "/about"):
        assert told["url"] == served.address
        assert {"地域計画", "地域振興"} <= set(told["keywords"])
        assert told["spatialCoverage"] == ["釧路・根室連携地域"]
        assert told["isBasedOn"][0]["datePublished"] == "2025-03"
        assert "license" not in told["isBasedOn"][0]


def test_signs_of_tex_are_words_in_bibtex() -> None:
    bibtexparser = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    made = Citation("k", "report", "50% {A} & B_C#\\", "", "", "", "", "", None, "", "", "")
    (entry,) = bibtexparser.parse_string(made.bibtex()).entries
    assert entry["title"] == r"50\% \{A\} \& B\_C\#\textbackslash{}"


def test_words_over_several_lines_are_found_by_their_ends() -> None:
    assert unquote(text_fragment("一行目\n二行目\n三行目")) == ":~:text=一行目,三行目"
    assert text_fragment(" \n") == ""
    assert Passage(1, 2, "a,b").fragment == "char=1,2:~:text=a%2Cb"


def test_csl_is_read_by_a_processor(served: Served) -> None:
    pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    from citeproc.source.json import CiteProcJSON

    (item,) = json.loads(
        files(page(served, PASSAGE))["data:application/vnd.citationstyles.csl+json;charset=utf-8"]
    )
    read = CiteProcJSON([item])[item["id"]]
    assert "".join(map(str, read.title)) == item["title"]
    assert (read.issued.year, read.issued.month) == (2025, 3)

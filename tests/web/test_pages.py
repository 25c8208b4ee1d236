"""The pages for people, from a real server: in both languages, valid, whole without scripts."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5rdf
import pytest

from kg.build import build
from kg.messages import in_japanese
from kg.questions.catalogue import Catalogue
from kg.web.addresses.names import decoded, encoded
from kg.web.addresses.pages import Addresses
from kg.web.pages import questions
from kg.web.pages.choices import choices
from kg.web.pages.places import shape_of
from kg.web.pages.words import LANGUAGES, words_in
from kg.web.receipts.ids import Request, write_id
from kg.workers.messages import Job
from tests.conftest import REAL_PLAN, SMALL_PLAN
from tests.web import in_process
from tests.web.in_process import asked, opened
from tests.web.serving import Answer, Served, serving

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
PORT = quote("/page/asset/釧路港")
WORDS = "/plan/kushiro-nemuro/3?from=2764&to=2770"
PAGES = (
    *("/", "/plan", "/plan/kushiro-nemuro", WORDS, "/plan/kushiro-nemuro/1", "/map", "/network"),
    *("/questions", "/questions?q=" + quote("港"), "/editor", "/about"),
    *("/questions/goals", "/questions/projects-by-asset"),
    "/questions/projects-by-asset?asset=" + quote("釧路港"),
    "/questions/passages-by-page?page=3",
    *("/things", "/things/Port", "/things/Project"),
    *("/search", "/search?q=" + quote("釧路"), "/search?kind=Port&q=" + quote("港")),
    *("/page/ontology", "/page/vocab", PORT, quote("/page/agent/国"), "/page/area/01206"),
    *("/page/kushiro-nemuro", "/page/kushiro-nemuro/project/1-1", "/page/kushiro-nemuro/goal/4"),
    *("/page/kushiro-nemuro/project/1-1/work/5", "/page/kushiro-nemuro/listing/4-1"),
    *("/page/kushiro-nemuro/passage/2764-2770", quote("/page/vocab/work-category/港湾")),
    *("/page/kushiro-nemuro/project/1-1/participation/lead-1", "/page/kushiro-nemuro/field/1"),
    quote("/page/kushiro-nemuro/geometry/asset/雌阿寒岳"),
)
ELSEWHERE = (
    *("/ontology.", "/vocab."),
    "/api/",
    "/data/",
    "/vocab/",
    "/id/",
    "/.well-known/",
    "/receipt",
    "/static/",
)
"""Addresses of other parts of the server, which have tests of their own."""


ASSETS = """\
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
SELECT DISTINCT ?asset (EXISTS { ?asset geo:hasGeometry/geo:asWKT ?wkt } AS ?is_located) WHERE {
  ?asset a chiiki:Asset
}"""


@pytest.fixture(scope="module")
def server(dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the dataset of the real plan."""
    with serving(dataset_folder, tmp_path_factory.mktemp("pages") / "log") as found:
        yield found


def ask(server: Served, target: str, **headers: str) -> Answer:
    sent = {"Accept": HTML, **{name.replace("_", "-"): text for name, text in headers.items()}}
    return server.ask(target, headers=sent)


def parsed(answer: Answer) -> Element:
    root: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    return root


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def links(root: Element) -> list[tuple[str, str]]:
    return [(one.get("href", ""), text_of(one)) for one in root.iter("a")]


class Links(HTMLParser):
    """Reads where the links of a page lead, without a look at whether it is valid."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs.append(dict(attrs).get("href") or "")

    @classmethod
    def of(cls, answer: Answer) -> list[str]:
        reader = cls()
        reader.feed(answer.text)
        return reader.hrefs


def main_of(root: Element) -> str:
    found = root.find(".//main")
    assert found is not None
    return text_of(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_and_in_its_language(server: Served, path: str, lang: str) -> None:
    answer = ask(server, f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == lang
    root = parsed(answer)
    assert root.get("lang") == lang
    assert len(list(root.iter("h1"))) == len(list(root.iter("main"))) == 1
    assert text_of(next(root.iter("title")))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    inside = {quote(f"#{name}", safe="#=,-") for name in ids if name}
    hrefs = [href.partition(":~:")[0] for href, _ in links(root)]  # browsers take the rest off
    assert {href for href in hrefs if href.startswith("#")} <= inside | {f"#{name}" for name in ids}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_or_style_of_its_own(server: Served, path: str) -> None:
    root = parsed(ask(server, path))
    assert not list(root.iter("style"))
    scripts = [one for one in root.iter("script") if one.get("type") != "application/ld+json"]
    assert all(one.get("src") and not text_of(one) for one in scripts)
    for one in root.iter():
        assert one.get("style") is None
        assert not [name for name in one.keys() if name.startswith("on")]  # noqa: SIM118
    hosts = {
        urlsplit(one.get(name, "")).netloc
        for one in root.iter()
        for name in ("src", "action", "data-suggest", "data-endpoint", "data-geojson")
    }
    assert hosts == {""}


@pytest.mark.parametrize("path", PAGES)
def test_the_plans_words_stay_japanese_on_english_pages(server: Served, path: str) -> None:
    root = parsed(ask(server, path, Accept_Language="en"))
    wrong: list[str] = []

    def walk(element: Element, lang: str) -> None:
        lang = element.get("lang", lang)
        texts = [element.text or "", *(child.tail or "" for child in element)]
        if lang != "ja" and element.tag not in ("title", "textarea", "code", "pre", "dd", "option"):
            # A sentence of ours may name a heading of the plan.
            ours = re.compile("[A-Za-z]{3}")
            kana = re.compile("[\u3040-\u30ff]")
            wrong.extend(text for text in texts if kana.search(text) and not ours.search(text))
        for child in element:
            walk(child, lang)

    body = root.find("body")
    assert body is not None
    walk(body, "en")
    assert not wrong


def test_links_from_the_start_lead_somewhere(server: Served) -> None:
    seen: set[str] = {"/"}
    waiting = ["/"]
    broken: list[tuple[str, int, str]] = []
    sorts: dict[str, int] = {}
    while waiting and len(seen) < 1500:
        path = waiting.pop(0)
        answer = ask(server, path)
        if answer.status != 200:
            broken.append((path, answer.status, answer.text[:200]))
        if answer.media_type != "text/html":
            continue
        for href in Links.of(answer):
            target = urlsplit(urljoin(path, href))
            if (
                target.scheme == "data"
                or target.netloc
                or target.path.startswith(ELSEWHERE)
                or target.path == "/sparql"
            ):
                continue
            found = f"{target.path}{f'?{target.query}' if target.query else ''}"
            # Of one sort of address, such as the pages of passages, some are enough.
            sort = re.sub(r"\d+|[^/]*%[^/]*|\?.*", "*", found)
            if found not in seen and "lang=" not in found and sorts.get(sort, 0) < 4:
                sorts[sort] = sorts.get(sort, 0) + 1
                seen.add(found)
                waiting.append(found)
    assert not broken
    assert len(seen) > 150


def test_the_start_says_what_the_plan_is_and_lists_every_row_of_its_index(server: Served) -> None:
    root = parsed(ask(server, "/"))
    said = main_of(root)
    for words in ("釧路開発建設部", "2025-03", "21,606", "www.hkd.mlit.go.jp"):
        assert words in said
    index = [one for one in root.iter("ul") if one.get("class") == "index"]
    assert [len(one) for one in index] == [3, 4, 2, 6, 2]
    assert said.count("再掲") == 6


def test_the_start_lists_projects_that_no_index_and_no_goal_has(tmp_path: Path) -> None:
    """The small plan has no index; without its second goal one project pursues none."""
    plan = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, plan)
    whole = (plan / "plan.txt").read_text(encoding="utf-8")
    one_goal = whole.replace("目標２　安心して歩ける浜\n", "")
    no_goal = one_goal.replace("目標１　人が集まる港\n", "")
    shown = []
    for number, text in enumerate((whole, one_goal, no_goal)):
        (plan / "plan.txt").write_text(text, encoding="utf-8")
        assert not build([plan], tmp_path / str(number)).has_failed
        root = in_process.parsed(asked(opened(tmp_path / str(number)), "page-start", "/"))
        goals = root.find(".//section[@aria-labelledby='goals-1']")
        assert goals is not None
        lists = [len(one) for one in goals.iter("ul") if one.get("class") == "index"]
        shown.append(([text_of(one) for one in goals.iter() if one.tag in ("h2", "h3")], lists))
    heading = "地域のめざす姿とプロジェクト"
    assert shown == [
        ([heading, "1 人が集まる港", "2 安心して歩ける浜"], [1, 1]),
        ([heading, "1 人が集まる港", "めざす姿と結び付かないプロジェクト"], [1, 1]),
        (["プロジェクト"], [2]),
    ]


def test_a_question_of_the_start_page_is_answered(server: Served) -> None:
    root = parsed(ask(server, "/"))
    asked = {href for href, _ in links(root) if href.startswith("/questions/")}
    names = [name for user in choices()["users"] for name in user["questions"]]
    assert {urlsplit(href).path.rpartition("/")[2] for href in asked} == set(names)
    for href in asked:
        found = next(iter(parsed(ask(server, href)).iterfind(".//*[@id='answer']")), None)
        assert found is not None, href


def test_the_page_of_a_thing_leads_to_things_words_and_questions(server: Served) -> None:
    root = parsed(ask(server, PORT))
    found = dict.fromkeys(links(root))
    assert (quote("/page/agent/国"), "国") in found
    assert ("/page/kushiro-nemuro/project/1-1", "1-(1)") in found
    assert ("/page/kushiro-nemuro/project/1-1/work/5", "釧路港の整備") in found
    assert ("/page/kushiro-nemuro/project/1-2/work/10", "釧路港の整備") in found or [
        href for href, text in found if text == "釧路港の整備" and "/1-2/work/" in href
    ]
    words = "/plan/kushiro-nemuro/3?from=2764&to=2770#char=2764,2770:~:text="
    assert (words + quote("釧路港の整備"), "3") in found
    questions = [href for href, _ in found if href.startswith("/questions/works-by-asset")]
    assert questions == ["/questions/works-by-asset?asset=" + quote("釧路港")]
    formats = [one.get("href") for one in root.iter("link") if one.get("type") == "text/turtle"]
    assert formats == [quote("/data/asset/釧路港.ttl")]
    header = server.ask(PORT, method="HEAD", headers={"Accept": HTML}).headers["link"]
    assert f'<{formats[0]}>; rel="alternate"; type="text/turtle"' in header


def test_what_the_plan_does_not_say_has_its_source_and_the_words_of_it(server: Served) -> None:
    told = parsed(ask(server, PORT)).find(".//*[@id='sources']")
    assert told is not None
    rows = {text_of(row[0]): row[1] for row in told.iter("li")}
    assert {"法令上の区分", "読み"} <= rows.keys()
    legal = rows["法令上の区分"]
    assert text_of(legal[0]) == "重要港湾"
    assert "港格 重要港湾" in text_of(next(legal.iter("q")))
    source = "https://www.hkd.mlit.go.jp/ky/kk/kou_kei/ud49g700000063vr.html"
    assert links(legal) == [(source, source)]
    project = parsed(ask(server, "/page/kushiro-nemuro/project/1-1"))
    assert project.find(".//*[@id='sources']") is None


def test_works_of_state_and_prefecture_stand_side_by_side(server: Served) -> None:
    root = parsed(ask(server, quote("/page/asset/釧路湿原")))
    beside = root.find(".//*[@id='works-by-asset']//*[@class='beside']")
    assert beside is not None
    assert [text_of(one) for one in beside.iter("h3")] == ["国", "道"]


def test_a_row_names_the_thing_of_its_own_project(server: Served) -> None:
    root = parsed(ask(server, "/questions/projects-by-asset?asset=" + quote("釧路港")))
    table = root.find(".//table")
    assert table is not None
    for row in table.iterfind(".//tbody/tr"):
        code, _, _, measure = list(row)[:4]
        wanted = text_of(code).replace("(", "").replace(")", "")
        assert [f"/project/{wanted}/" in href for href, _ in links(measure)] == [True]


@pytest.mark.parametrize(
    ("question", "column"),
    [
        *(("initiatives", 3), ("co-creations-by-project?project=1-2", 2)),
        *(("agents-together", 0), ("agents-together", 1), ("co-creations-by-partner", 0)),
        ("assets-of-several-leads", 2),
    ],
)
def test_each_body_of_an_answer_leads_to_its_page(
    server: Served, question: str, column: int
) -> None:
    table = parsed(ask(server, f"/questions/{question}")).find(".//table")
    assert table is not None
    for row in table.iterfind(".//tbody/tr"):
        names = [name for name in text_of(list(row)[column]).split("、") if name]
        found = links(list(row)[column])
        assert [text for _, text in found] == names
        assert all("/agent/" in href for href, _ in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_codes_of_an_answer_are_told_in_words_of_the_vocabulary(server: Served, lang: str) -> None:
    asked = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label { ?concept skos:inScheme <https://w3id.org/chiiki/vocab/certainty> ;
  skos:prefLabel ?label . FILTER(LANG(?label) = "xx") }"""
    labels = {*server.query(asked.replace("xx", lang), "text/csv").text.split()[1:]}
    table = parsed(ask(server, f"/questions/initiatives?lang={lang}")).find(".//table")
    assert table is not None
    shown = {text_of(list(row)[4]) for row in table.iterfind(".//tbody/tr")}
    assert shown == labels
    told = server.ask("/api/queries/initiatives").json()
    assert {item["certainty"] for item in told["items"]} == {"explicit", "shared", "unknown"}


def test_codes_of_mentions_are_told_in_japanese(server: Served) -> None:
    table = parsed(ask(server, "/questions/all-mentions")).find(".//table")
    assert table is not None
    rows = [[text_of(cell) for cell in row] for row in table.iterfind(".//tbody/tr")]
    heads = [text_of(head) for head in table.iter("th")]
    for name in ("種別", "結び付け方"):
        assert not [row for row in rows if re.search("[a-z]", row[heads.index(name)])]


def test_words_lead_to_what_was_made_of_them_and_back(server: Served) -> None:
    root = parsed(ask(server, WORDS))
    lit = [one for one in root.iter("mark") if one.get("class") == "lit"]
    assert "".join(text_of(one) for one in lit) == "釧路港の整備"
    hrefs = [href for one in lit for href, _ in links(one)]
    assert hrefs == [quote("/page/asset/釧路港"), "/page/kushiro-nemuro/project/1-1/work/5"]
    assert {one.get("data-kind") for one in lit} == {"work"}
    assert root.find(".//*[@id='char=2764,2770']") is not None
    back = links(parsed(ask(server, hrefs[1])))
    assert any(href.startswith(WORDS) for href, _ in back)


def test_the_text_is_the_plans_own_to_the_last_character(server: Served) -> None:
    source = (REAL_PLAN / "source.txt").read_bytes().decode()
    read = ""
    for number in range(1, 25):
        root = parsed(ask(server, f"/plan/kushiro-nemuro/{number}"))
        block = root.find(".//*[@class='text']")
        assert block is not None
        read += "".join(block.itertext())
    assert read == source.replace("\r\n", "\n")


def test_every_run_of_a_page_is_lit_by_what_it_became(server: Served) -> None:
    root = parsed(ask(server, "/plan/kushiro-nemuro/3"))
    block = root.find(".//*[@class='text']")
    assert block is not None
    plain = (block.text or "") + "".join(child.tail or "" for child in block)
    assert not plain.strip()


def test_a_page_is_called_by_its_headings_and_tells_the_number_printed_on_it(
    server: Served,
) -> None:
    """Page 13 of the document has 19 in its footer, the only number of a page in the text."""
    contents = parsed(ask(server, "/plan/kushiro-nemuro"))
    names = [one.text for one in contents.findall(".//ol//*[@class='heading']")]
    assert len(names) == 24
    assert names[0] == "目項、地域のめざす姿、地域重点プロジェクトの各プロジェクトの概要"
    assert names[12] == "安全・安心に住み続けられる強靱な国土づくりプロジェクト（２/３）"
    for number in (12, 13):
        text = ask(server, f"/plan/kushiro-nemuro/{number}").body.decode()
        assert ("紙面の番号 19" in text) == (number == 13)
        assert "もとの文書の先頭から数えた" in text


def test_no_two_landmarks_of_a_page_of_the_text_are_called_alike(server: Served) -> None:
    for lang in LANGUAGES:
        root = parsed(ask(server, f"/plan/kushiro-nemuro/3?lang={lang}"))
        names = [nav.get("aria-label") for nav in root.iter("nav")]
        assert len(names) > 2
        assert len(names) == len(set(names))


def test_an_answer_has_files_its_query_and_a_link(server: Served) -> None:
    path = "/questions/projects-by-asset?asset=" + quote("釧路港")
    root = parsed(ask(server, path))
    found = {text: href for href, text in links(root)}
    file = f"/api/queries/projects-by-asset?asset={quote('釧路港')}&format=csv&lang=ja"
    assert found["CSV"] == f"{file}&labels=ja&bom=1"
    csv = ask(server, found["CSV"]).body
    assert csv.startswith("\ufeff番号,名称,推進主体".encode())
    assert found["JSON"] == file.replace("csv", "json")
    assert "https://w3id.org/chiiki/id/asset/釧路港" in text_of(next(root.iter("pre")))
    assert found["SPARQL の画面で開く"].startswith("/editor?query=")
    assert unquote(next(text for text in found if text.startswith("http"))).endswith("asset=釧路港")


def test_where_a_page_shows_words_the_files_of_its_answer_have_them_with_pages(
    server: Served,
) -> None:
    root = parsed(ask(server, "/questions/projects-by-area?area=" + quote("釧路市")))
    quoted = [text_of(one) for one in root.iter("q")]
    assert quoted
    found = {text: href for href, text in links(root)}
    for name in ("CSV", "TSV", "Excel"):
        assert found[name].endswith("&sources=1")
    assert "sources" not in found["JSON"]
    body = ask(server, found["CSV"]).body.decode("utf-8-sig")
    assert body.splitlines()[0].endswith(",根拠の計画,根拠のページ,根拠の原文")
    assert all(words.removesuffix("…") in body for words in quoted)
    shown = ask(server, "/questions/geometries")
    assert not list(parsed(shown).iter("q"))
    assert "format=csv" in shown.text
    assert "sources=1" not in shown.text


def test_the_files_of_an_answer_too_long_for_sources_have_none(
    dataset_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = opened(dataset_folder)
    page: dict[str, object] = {"lang": "ja", "root": "", "base": "", "args": {}}
    page |= {"path": "/questions/projects", "rest": "projects"}
    assert b"sources=1" in site.do(Job("page-question", page)).body
    monkeypatch.setattr(questions, "QUOTED_ROWS", 5)
    shown = site.do(Job("page-question", page)).body
    assert b"format=csv" in shown
    assert b"sources=1" not in shown


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # Read in the plan: the measures with 釧路港 in each project, pp. 3, 4, 7, 10 and 14.
        (
            "served-projects?asset=釧路港",
            {
                "1-(1)": "釧路港の整備",
                "1-(2)": "釧路港の利用促進に向けた取組",
                "2-(1)": "みなとオアシスの推進",
                "3-(1)": "ブルーカーボン生態系の創出（釧路港）",
                "4-(3)": "釧路港の整備",
            },
        ),
        # And the harbour of 浜中町, p. 16.
        (
            "projects-by-area?area=浜中町",
            {"1-(3)": "漁港施設の整備（外郭施設等）：散布漁港（浜中町）"},
        ),
    ],
)
def test_the_words_that_a_row_rests_on_stand_before_those_it_belongs_to(
    server: Served, question: str, said: dict[str, str]
) -> None:
    rows = parsed(ask(server, "/questions/" + quote(question, safe="?="))).findall(".//tbody/tr")
    found = {text_of(row.findall("td")[0]): [text_of(one) for one in row.iter("q")] for row in rows}
    assert {code: quotes[0] for code, quotes in found.items() if code in said} == said


def test_a_question_begins_in_short_and_has_all_of_its_description(server: Served) -> None:
    for lang in LANGUAGES:
        root = parsed(ask(server, f"/questions/gaps?lang={lang}"))
        lead, folded = root.find(".//main/header/p"), root.find(".//main/header/details/p")
        assert lead is not None
        assert folded is not None
        whole = Catalogue().get("gaps").description[lang]
        assert len(text_of(lead)) < len(whole) / 3
        assert f"{text_of(lead)} {text_of(folded)}".replace("。 ", "。") == whole
    listed = main_of(parsed(ask(server, "/questions")))
    assert "変換が不確かなのは" not in listed


def test_an_answer_leads_to_a_page_that_proves_it(server: Served) -> None:
    path = "/questions/projects-by-asset?asset=" + quote("釧路港")
    place = {text: href for href, text in links(parsed(ask(server, path)))}
    receipt = place["この答えがどのように得られたか"]
    told = server.ask(receipt, headers={"Accept": "application/json"}).json()
    page = ask(server, receipt)
    root = parsed(page)
    text = main_of(root)
    assert (page.status, page.media_type) == (200, "text/html")
    assert "答えは今も同じです。" in text
    for fact in (told["sha256"], told["dataset"]["sha256"], told["dataset"]["version"]):
        assert fact in text
    assert f"{told['engine']['name']} {told['engine']['version']}" in text
    assert "7 行：すべての行があります" in text
    assert told["query"].strip() == "".join(next(root.iter("pre")).itertext()).strip()
    rows = root.findall(".//tbody/tr")
    assert len(rows) == told["rows"] == 7
    for row, quotes in zip(rows, told["quotes"], strict=True):
        behind = row.find("td[@class='quotes']")
        assert behind is not None
        for quoted in quotes:
            words = f"from={quoted['char_start']}&to={quoted['char_end']}"
            said = next(text for href, text in links(behind) if words in href)
            assert said.startswith(quoted["words"])
    again = root.find(".//main//form")
    assert again is not None
    assert again.get("action") == receipt
    file = next(href for href, text in links(root) if text == "JSON")
    assert ask(server, file).json()["same"] is True


def test_a_receipt_of_an_answer_that_has_changed_says_so(server: Served) -> None:
    query = "SELECT ?port WHERE { ?port a <https://w3id.org/chiiki/ontology#Port> }"
    name = write_id(Request("sparql", query, bytes(32), b"x" * 32))
    for lang, told in (("ja", "答えは変わりました"), ("en", "The answer is another one now")):
        root = parsed(ask(server, f"/receipt/{name}?lang={lang}"))
        assert told in main_of(root)
        assert (b"x" * 32).hex() in main_of(root)
        assert PORT in [href for href, _ in links(root)]
    assert ask(server, "/receipt/none").media_type == "text/html"
    assert "回答証明" in main_of(parsed(ask(server, "/receipt/none")))


def test_a_value_that_means_nothing_is_told_beside_its_field(server: Served) -> None:
    answer = ask(server, "/questions/projects-by-asset?asset=" + quote("釧路"))
    root = parsed(answer)
    assert answer.status == 400
    field = root.find(".//input[@id='field-asset']")
    assert field is not None
    assert field.get("aria-invalid") == "true"
    told = root.find(f".//*[@id='{field.get('aria-describedby')}']")
    assert told is not None
    assert "釧路港" in [text for _, text in links(told)]
    assert "「釧路」に当たる施設・自然物は、このデータセットにありません。" in text_of(told)
    assert told.find(".//p[@lang='en']") is None
    english = parsed(ask(server, "/questions/projects-by-asset?lang=en&asset=" + quote("釧路")))
    assert "“釧路” does not name one thing of that kind." in main_of(english)


def test_a_chart_shows_the_counts_of_the_table(server: Served) -> None:
    root = parsed(ask(server, "/questions/goals-by-measures"))
    bars = root.find(".//*[@class='bars']")
    assert bars is not None
    assert [text_of(bar[2]) for bar in bars] == ["223", "99", "95", "49", "26"]


def test_no_chart_takes_the_number_of_a_page_or_a_line_for_a_count() -> None:
    places = {
        column.name
        for question in Catalogue()
        for column in question.columns
        if column.type == "integer" and re.search("page|line", column.name)
    }
    assert {"page", "page_old", "line"} <= places <= set(choices()["chart"]["never"])


def test_an_answer_with_places_has_a_map_of_them(server: Served) -> None:
    root = parsed(ask(server, "/questions/municipalities"))
    place = root.find(".//*[@id='map']")
    assert place is not None
    shown = json.loads(place.get("data-features", ""))
    assert shown["type"] == "FeatureCollection"
    labels = {one["properties"]["label"] for one in shown["features"]}
    towns = {text_of(list(row)[1]) for row in root.iterfind(".//tbody/tr")}
    assert labels == towns
    every = {one["id"]: one for one in ask(server, "/map.geojson").json()["features"]}
    assert all(every[one["id"]] == one for one in shown["features"])
    port = parsed(ask(server, "/questions/projects-by-asset?asset=" + quote("釧路港")))
    assert port.find(".//*[@id='map']") is None


def test_a_list_of_suggestions_has_what_can_be_given(server: Served) -> None:
    root = parsed(ask(server, "/questions/projects-by-agent"))
    offered = [one.get("value") for one in root.iterfind(".//datalist/option")]
    assert "国" in offered
    assert len(offered) == len(set(offered)) == 48


def test_search_lights_the_words_and_sorts_by_kind(server: Served) -> None:
    root = parsed(ask(server, "/search?q=" + quote("釧路港")))
    first = root.find(".//main//ol/li")
    assert first is not None
    assert links(first)[0] == (PORT, "釧路港")
    assert {text_of(one) for one in root.iter("mark")} == {"釧路港"}
    kinds = [text for href, text in links(root) if "kind=" in href]
    assert "港湾 1" in kinds


@pytest.mark.parametrize(
    "target",
    [
        "/page/area/01223",
        "/questions/measures-by-area?area=根室市",
        "/questions/assets-by-area?area=中標津町",
    ],
)
def test_what_is_said_of_an_answer_leads_to_the_questions_that_it_names(
    server: Served, target: str
) -> None:
    root = parsed(ask(server, quote(target, safe="/?=")))
    told = [one for one in root.iter("p") if "municipalities-without-work" in text_of(one)]
    named = [a.get("href") for one in told for a in one.iter("a")]
    assert set(named) == {"/questions/municipalities-without-work"}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("プロジェクト１－（１）", "/page/kushiro-nemuro/project/1-1"),
        ("めざす姿4", "/page/kushiro-nemuro/goal/4"),
        ("goal 4", "/page/kushiro-nemuro/goal/4"),
    ],
)
def test_a_search_without_hits_offers_what_questions_take_it_for(
    server: Served, typed: str, address: str
) -> None:
    found = [href for href, _ in links(parsed(ask(server, f"/search?q={quote(typed)}")))]
    assert address in found


@pytest.mark.parametrize("typed", ["釧路巷", "釧路こう", "釧路港湾"])
def test_a_search_without_hits_offers_near_names(server: Served, typed: str) -> None:
    root = parsed(ask(server, f"/search?q={quote(typed)}"))
    near = {text: href for href, text in links(root)}
    assert near["釧路港"] == f"/search?q={quote('釧路港')}"
    assert parsed(ask(server, near["釧路港"])).find(".//ol[@class='hits']") is not None
    nothing = links(parsed(ask(server, f"/search?q={quote('ぴゃぴゃ')}")))
    assert not [href for href, _ in nothing if href.startswith("/search?q=") and "&" not in href]
    assert "/things" in [href for href, _ in nothing]


@pytest.mark.parametrize("typed", ["釧路巷", "釧路こう"])
def test_a_wrong_value_is_offered_near_names(server: Served, typed: str) -> None:
    path = f"/questions/projects-by-asset?asset={quote(typed)}"
    near = {text: href for href, text in links(parsed(ask(server, path)))}
    answer = parsed(ask(server, near["釧路港"]))
    assert len(answer.findall(".//section[@id='answer']//tbody/tr")) == 7


def test_things_of_one_name_are_offered_with_what_tells_them_apart(server: Served) -> None:
    """道道の整備 is a work of three projects (pp. 16, 18 and 22)."""
    path = "/questions/repeats-of-measure?measure="
    answer = ask(server, path + quote("道道の整備"))
    assert answer.status == 400
    offered = [pair for pair in links(parsed(answer)) if "道道の整備" in pair[1]]
    assert [text for _, text in offered] == [
        f"道道の整備 {code} 基盤整備" for code in ("1-(3)", "2-(4)", "4-(6)")
    ]
    assert all(ask(server, href).status == 200 for href, _ in offered)


def test_a_kind_that_nothing_found_is_of_is_told(server: Served) -> None:
    search = "/search?q=" + quote("港")
    whole, port = (main_of(parsed(ask(server, search + more))) for more in ("", "&kind=Port"))
    odd = main_of(parsed(ask(server, f"{search}&kind=Foo")))
    told = "「Foo」という種類のものはありません"
    assert told in odd
    assert told not in whole + port
    assert "70 件" in odd


def test_a_part_beyond_the_hits_is_the_first(server: Served) -> None:
    search = "/search?q=" + quote("港")
    first, second, beyond = (
        parsed(ask(server, search + more)) for more in ("", "&offset=50", "&offset=9999")
    )
    assert main_of(beyond) == main_of(first) != main_of(second)


@pytest.mark.parametrize(
    "asked", ["from=abc&to=5", "from=2770&to=2764", "from=-5&to=2770", "from=999999&to=9999999"]
)
def test_characters_that_a_page_has_not_are_told(server: Served, asked: str) -> None:
    told = "指定された範囲の文字は、このページにありません"
    assert told in main_of(parsed(ask(server, f"/plan/kushiro-nemuro/3?{asked}")))
    assert told not in main_of(parsed(ask(server, WORDS)))


def test_a_page_of_a_plan_has_one_address(server: Served) -> None:
    statuses = [ask(server, f"/plan/kushiro-nemuro/{n}").status for n in ("1", "01", "0", "001")]
    assert statuses == [200, 404, 404, 404]


def test_a_plan_that_there_is_not_tells_nothing_of_a_thing(server: Served) -> None:
    assert ask(server, f"{PORT}?plan=kushiro-nemuro").status == 200
    assert ask(server, f"{PORT}?plan=foo").status == 404


def test_a_question_tells_which_names_it_does_not_know(server: Served) -> None:
    path = "/questions/projects-by-asset?asset=" + quote("釧路港")
    known, odd = (parsed(ask(server, path + more)) for more in ("&offset=0", "&project=foo&x=1"))
    told = "この質問が受け取らない項目は使っていません：project, x"
    assert told in main_of(odd)
    assert "受け取らない" not in main_of(known)
    assert [text_of(one) for one in odd.iter("td")] == [text_of(one) for one in known.iter("td")]


def test_suggestions_are_labels_with_addresses(server: Served) -> None:
    hits = ask(server, "/search/suggestions?lang=en&q=" + quote("くしろこう")).json()
    assert hits[0]["label"] == "釧路港"
    assert hits[0]["href"] == PORT
    assert hits[0]["kindLabel"] == "port"
    assert json.loads(ask(server, "/search/suggestions?q=").text) == []
    works = ask(server, "/search/suggestions?q=" + quote("釧路港の整備")).json()
    same = [one["code"] for one in works if one["label"] == "釧路港の整備"]
    assert len(set(same)) == len(same) > 1  # several projects have a work of that name


def test_truth_is_told_in_words(server: Served) -> None:
    for lang, word in (("ja", "いいえ"), ("en", "no")):
        root = parsed(ask(server, f"/page/kushiro-nemuro/project/1-1/group/1?lang={lang}"))
        told = [text_of(cell) for cell in root.iter("td")]
        assert word in told
        assert not {"true", "false"} & set(told)


def test_what_the_map_shows_is_geojson_and_the_rest_is_named(server: Served) -> None:
    answer = ask(server, "/map.geojson")
    shown = answer.json()
    assert answer.media_type == "application/geo+json"
    labels = {one["properties"]["label"] for one in shown["features"]}
    assert {"釧路市", "雌阿寒岳"} <= labels
    root = parsed(ask(server, "/map"))
    named = {text for href, text in links(root) if href.startswith("/page/")}
    assert labels < named
    assert "釧路湿原" in named - labels
    rows = server.query(ASSETS, "text/csv").text.split()[1:]
    total, located = len(rows), sum(row.endswith("true") for row in rows)
    assert f"施設・自然物 {total} 件のうち {total - located} 件は" in main_of(root)
    assert "どれも点で示します" in main_of(root)


def test_places_are_listed_by_what_they_are_and_by_their_readings(server: Served) -> None:
    root = parsed(ask(server, "/map"))
    section = next(one for one in root.iter("section") if one.get("aria-labelledby") == "located")
    listed = [text for _, text in links(section)]
    towns = ["厚岸町", "釧路市", "釧路町", "標茶町", "標津町", "白糠町", "鶴居村", "弟子屈町"]
    assert listed[:8] == towns
    kinds = [text_of(one).partition(" ")[0] for one in section.iter("span")][1:]
    assert len([a for a, b in pairwise(kinds) if a != b]) == len({*kinds}) - 1
    shown = ask(server, "/map.geojson").json()["features"]
    assert [one["properties"]["label"] for one in shown] == [
        name for name in listed if "GeoJSON" not in name
    ]


def test_the_network_joins_only_what_it_shows(server: Served) -> None:
    network = ask(server, "/network.json").json()
    ids = {one["id"] for one in network["nodes"]}
    assert {one["kind"] for one in network["nodes"]} == {"goal", "project", "asset", "agent"}
    assert all({edge["source"], edge["target"]} <= ids for edge in network["edges"])
    leads = [edge for edge in network["edges"] if edge["kind"] == "lead"]
    assert len(leads) == 11


def test_the_editor_gets_examples_prefixes_and_the_terms(server: Served) -> None:
    examples = ask(server, "/editor/examples.json?lang=en").json()
    assert len(examples) == len(Catalogue().names())
    assert not [one for one in examples if "#+" in one["query"]]
    assert "chiiki" in ask(server, "/editor/prefixes.json").json()
    schema = ask(server, "/editor/schema.json").json()
    assert {"iri": "https://w3id.org/chiiki/ontology#Port", "label": "港湾"} in schema["classes"]
    asked = ask(server, "/editor?query=" + quote("ASK { <a:b> ?p '</textarea><script>' }"))
    area = parsed(asked).find(".//textarea")
    assert area is not None
    assert text_of(area) == "ASK { <a:b> ?p '</textarea><script>' }"


def test_the_language_is_that_of_the_address_the_cookie_the_browser(server: Served) -> None:
    def lang(target: str, **headers: str) -> str:
        return ask(server, target, **headers).headers["content-language"]

    assert lang("/") == "ja"
    assert lang("/", Accept_Language="en-GB,en;q=0.9,ja;q=0.2") == "en"
    assert lang("/", Accept_Language="en", Cookie="a=b; lang=ja") == "ja"
    assert lang("/?lang=en", Accept_Language="ja", Cookie="lang=ja") == "en"
    assert lang("/?lang=fr", Cookie="lang=../x") == "ja"


def test_only_a_chosen_language_is_remembered(server: Served) -> None:
    assert "set-cookie" not in ask(server, "/", Cookie="lang=en").headers
    cookie = ask(server, "/map?lang=en").headers["set-cookie"]
    assert cookie.startswith("lang=en; Path=/; Max-Age=")
    assert "SameSite=Lax" in cookie


def test_a_page_names_its_other_language_and_its_own_address(server: Served) -> None:
    path = "/questions/projects-by-asset?asset=" + quote("釧路港")
    root = parsed(ask(server, f"{path}&lang=en"))
    found = {one.get("hreflang"): one.get("href", "") for one in root.iter("link")}
    for lang in LANGUAGES:
        other = ask(server, found[lang].removeprefix(server.address.rstrip("/")))
        assert other.headers["content-language"] == lang
    own = [one.get("href") for one in root.iter("link") if one.get("rel") == "canonical"]
    assert own == [f"{server.address}questions/projects-by-asset"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/nothing", 404),
        (quote("/page/asset/無い"), 404),
        ("/page/asset/%FF", 404),
        ("/page", 404),
        ("/plan/none", 404),
        ("/plan/kushiro-nemuro/0", 404),
        ("/plan/kushiro-nemuro/99", 404),
        ("/plan/kushiro-nemuro/" + quote("３"), 404),
        ("/questions/none", 404),
        ("/questions/../../etc/passwd", 404),
        ("/static/none.css", 404),
    ],
)
def test_a_problem_is_a_page_for_people_and_json_for_programs(
    server: Served, target: str, status: int
) -> None:
    if target.startswith("/static/"):
        assert ask(server, target).status == status
        return
    page = ask(server, target)
    assert (page.status, page.media_type) == (status, "text/html")
    assert main_of(parsed(page)).startswith(f"{status} このページはありません")
    told = server.ask(target, headers={"Accept": "application/json"})
    assert (told.status, told.media_type) == (status, "application/problem+json")
    assert told.json()["status"] == status


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/questions/", "/questions"),
        ("/map/?lang=en", "/map?lang=en"),
        (
            "/search/?q=" + quote("釧路 港") + "&kind=asset",
            "/search?q=" + quote("釧路 港") + "&kind=asset",
        ),
        (quote("/page/asset/釧路港") + "/", quote("/page/asset/釧路港")),
        ("/plan/kushiro-nemuro/3//", "/plan/kushiro-nemuro/3"),
        ("/nothing/", "/nothing"),
        ("//elsewhere.example/", "/elsewhere.example"),
        ("/\\elsewhere.example/", "/%5Celsewhere.example"),
    ],
)
def test_a_slash_at_the_end_is_no_other_page(server: Served, target: str, place: str) -> None:
    for method in ("GET", "HEAD"):
        led = server.ask(target, method=method, headers={"Accept": "text/html"})
        assert (led.status, led.headers["location"], led.body) == (308, place, b"")
    assert server.ask(target, method="POST", body=b"").status == 405


@pytest.mark.parametrize(
    "target",
    [
        *("/nothing", "/page/none", "/page/%FF", "/plan/none", "/plan/kushiro-nemuro/99"),
        *("/things/none", "/questions/none", "/id/none", "/vocab/none", "/receipt/none"),
        "/search?q=" + "+".join(map(str, range(99))),
    ],
)
def test_what_went_wrong_is_told_in_japanese_with_the_english_beside(
    server: Served, target: str
) -> None:
    root = parsed(ask(server, target, Accept_Language="ja"))
    main = root.find(".//main")
    assert main is not None
    told = [text_of(one) for one in main.iter("p") if one.get("lang") == "en"]
    assert told
    for parent in list(main.iter()):
        for one in list(parent):
            if one.get("lang") == "en" or one.tag in ("code", "pre"):
                parent.remove(one)
    assert not re.findall(r"[A-Za-z]+(?: [A-Za-z]+){2,}", text_of(main))
    for message in told:
        assert any(in_japanese(line, on_page=True) for line in message.splitlines())


@pytest.mark.parametrize(
    "target",
    [
        "projects-by-asset?asset=" + quote("無い港"),
        "projects-by-area?area=" + quote("無い町"),
        "passages-by-page?page=x",
    ],
)
def test_a_wrong_value_is_told_in_japanese_alone(server: Served, target: str) -> None:
    root = parsed(ask(server, f"/questions/{target}", Accept_Language="ja"))
    told = root.find(".//*[@class='notice warn']")
    assert told is not None
    assert not re.findall(r"[A-Za-z]{2,}", text_of(told))
    assert text_of(told).endswith("。")


def test_english_of_the_data_is_marked_on_japanese_pages(server: Served) -> None:
    """Sources of the gazetteer are in English; a screen reader must be told to read them so."""
    japanese = list(parsed(ask(server, "/questions/geometries?lang=ja")).iter("td"))
    english = [text_of(cell) for cell in japanese if cell.get("lang") == "en"]
    assert any("made from GSI and J-LIS" in text for text in english)
    assert not any(cell.get("lang") == "en" for cell in japanese if text_of(cell) == "釧路市")
    cells = list(parsed(ask(server, "/questions/assets?lang=en")).iter("td"))
    assert {cell.get("lang") for cell in cells if text_of(cell) == "釧路港"} == {"ja"}
    assert {cell.get("lang") for cell in cells if text_of(cell) == "Nakashibetsu Airport"} == {None}


def test_the_plans_licence_is_told_in_the_language_of_the_page(server: Served) -> None:
    assert "利用条件の記載はありません" in main_of(parsed(ask(server, "/about?lang=ja")))
    assert "The text states no licence" in main_of(parsed(ask(server, "/about?lang=en")))


def test_to_cite_is_to_name_the_iri_and_where_it_was_read(server: Served) -> None:
    cited = parsed(ask(server, "/about")).find(".//blockquote")
    assert cited is not None
    assert ("/id/kushiro-nemuro", "https://w3id.org/chiiki/id/kushiro-nemuro") in links(cited)
    assert f"（閲覧先：{server.address}page/kushiro-nemuro）" in text_of(cited)
    # Who drew it up comes first, as at the foot of its pages, then what it is, then who issued it.
    assert text_of(cited).startswith("地域づくり連携会議 (2025-03)「")
    assert "」釧路開発建設部、" in text_of(cited)


def test_a_browser_that_asks_for_an_icon_gets_one(server: Served) -> None:
    icon = server.ask("/favicon.ico")
    assert (icon.status, icon.media_type) == (200, "image/x-icon")
    assert icon.body.startswith(b"\0\0\1\0")
    named = next(one for one in parsed(ask(server, "/")).iter("link") if one.get("rel") == "icon")
    drawn = server.ask(named.get("href", ""))
    assert (drawn.status, drawn.media_type) == (200, named.get("type"))
    assert drawn.text.startswith("<svg")


def test_pages_can_only_be_read(server: Served) -> None:
    answer = server.ask("/", method="POST", headers={"Accept": HTML}, body=b"x")
    assert (answer.status, answer.media_type) == (405, "text/html")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert server.ask("/map", method="HEAD", headers={"Accept": HTML}).body == b""


@pytest.mark.parametrize(
    "target",
    [
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "/questions?q=%3Cscript%3E",
        "/questions/search?text=%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/questions/projects-by-asset?asset=%22%20autofocus%20onfocus=alert(1)%20x=%22",
        "/plan/kushiro-nemuro/3?from=%3Cscript%3E&to=1",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/page/%3Cscript%3Ealert(1)%3C/script%3E",
        "/map?lang=%3Cscript%3E",
    ],
)
def test_what_is_asked_is_text_on_the_page(server: Served, target: str) -> None:
    root = parsed(ask(server, target))
    scripts = [one for one in root.iter("script") if one.get("type") != "application/ld+json"]
    assert scripts
    assert all(one.get("src", "").startswith("/static/") for one in scripts)
    assert not list(root.iter("img"))
    assert not [one for one in root.iter() if one.get("onfocus") or one.get("onerror")]


@pytest.mark.parametrize("form", ["%E9%87%A7%E8%B7%AF%E6%B8%AF", "%e9%87%a7%e8%b7%af%e6%b8%af"])
def test_a_japanese_address_may_be_encoded_in_any_way(server: Served, form: str) -> None:
    raw = f"GET /page/asset/{form} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
    with server.connect() as wire:
        wire.sendall(raw.encode())
        answer = b""
        while piece := wire.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 200")
    assert f'<link rel="canonical" href="http://a.example{PORT}">'.encode() in answer


def test_a_page_that_has_not_changed_is_not_sent_again(server: Served) -> None:
    first = ask(server, "/about")
    again = ask(server, "/about", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    other = ask(server, "/about?lang=en", If_None_Match=first.headers["etag"])
    assert other.status == 200


@pytest.mark.parametrize("target", ["/page/ontology", "/page/ontology?lang=en", "/about"])
def test_each_fact_has_one_value_beside_its_name(server: Served, target: str) -> None:
    lists = [one for one in parsed(ask(server, target)).iter("dl") if one.get("class") == "facts"]
    assert lists
    for one in lists:
        assert [child.tag for child in one] == ["dt", "dd"] * (len(one) // 2)


def test_pages_stand_below_a_path(serve_below: Served) -> None:
    root = parsed(ask(serve_below, "/plans/page/kushiro-nemuro/project/1-1?lang=en"))
    inner = [href for href, _ in links(root) if not href.startswith(("#", "http", "data:"))]
    assert len(inner) > 50
    assert not [href for href in inner if not href.startswith("/plans/")]
    assert "Path=/plans;" in ask(serve_below, "/plans/?lang=en").headers["set-cookie"]
    own = [one.get("href") for one in root.iter("link") if one.get("rel") == "canonical"]
    assert own == ["https://data.example/plans/page/kushiro-nemuro/project/1-1"]


@pytest.fixture
def serve_below(dataset_folder: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve below a path, as behind a proxy."""
    options = ("--root-path", "/plans", "--base-url", "https://data.example")
    with serving(dataset_folder, tmp_path / "log", *options) as found:
        yield found


def test_two_plans_of_another_base_have_their_pages(two_plans_folder: Path, tmp_path: Path) -> None:
    with serving(two_plans_folder, tmp_path / "log") as server:
        start = parsed(ask(server, "/"))
        assert len([one for one in start.iter("ul") if one.get("class") == "index"]) == 10
        about = [text_of(one) for one in start.iter("h2") if one.get("id", "").startswith("about-")]
        assert len(about) == 2
        assert all(one.startswith("この計画について：") for one in about)
        thing = "/page/north/project/1-1"
        for path in ("/plan", "/plan/kushiro-nemuro/3", thing, PORT, "/questions/projects"):
            assert ask(server, path).status == 200, path
        found = {href for href, _ in links(parsed(ask(server, PORT)))}
        plans = {href.split("/")[2] for href in found if href.startswith("/plan/")}
        assert plans == {"kushiro-nemuro", "north"}
        cells = parsed(ask(server, "/questions/projects")).iterfind(".//td[@class='quotes']")
        notes = {text_of(one) for cell in cells for one in cell.iterfind("a/span")}
        assert {"kushiro-nemuro 2 ページ", "north 2 ページ"} < notes


def test_pages_of_an_endpoint_do_without_the_text(server: Served, tmp_path: Path) -> None:
    with serving(None, tmp_path / "log", endpoint=server.endpoint) as other:
        for path in ("/", PORT, "/questions/goals", "/map", "/network", "/page/ontology", "/about"):
            assert ask(other, path).status == 200, path
        page = ask(other, "/plan/kushiro-nemuro/3?lang=ja")
        assert page.status == 200
        assert "このサーバーに本文はありません" in page.text


def test_all_things_are_listed_once_by_kind(server: Served) -> None:
    root = parsed(ask(server, "/things?lang=en"))
    kinds = [one.get("href", "") for one in root.iterfind(".//main//ul/li/a")]
    listed: list[str] = []
    for kind in kinds:
        page = parsed(ask(server, kind))
        listed += [one.get("href", "") for one in page.iterfind(".//main//ul/li/a")]
    assert len(listed) == len(set(listed))
    assert {"/page/area/01206", PORT, "/page/kushiro-nemuro/project/1-1"} <= set(listed)
    assert "/page/vocab/certainty" not in listed


def test_things_of_a_plan_are_listed_as_it_has_them_others_by_their_readings(
    server: Served,
) -> None:
    def listed(kind: str) -> list[str]:
        page = parsed(ask(server, f"/things/{kind}?lang=ja"))
        return [text_of(one) for one in page.iterfind(".//main//ul/li")]

    projects = listed("Project")
    assert [text.partition(" ")[0] for text in projects[:4]] == ["1-(1)", "1-(2)", "1-(3)", "2-(1)"]
    assert listed("FishingPort")[:2] == ["厚岸漁港 あっけしぎょこう", "羅臼漁港 らうすぎょこう"]


def test_every_question_stands_in_one_group() -> None:
    grouped = [name for group in choices()["groups"] for name in group["questions"]]
    assert sorted(grouped) == sorted(Catalogue().names())


def test_what_is_chosen_for_the_pages_has_words() -> None:
    words = words_in("ja")
    chosen = choices()
    keys = [f"group.{group['name']}" for group in chosen["groups"]]
    keys += [f"user.{user['name']}" for user in chosen["users"]]
    keys += [f"nav.{entry['name']}" for entry in chosen["navigation"]]
    keys += [f"fact.{fact['name']}" for fact in chosen["facts"]]
    kinds = {**chosen["kinds"]["classes"], **chosen["kinds"]["claims"]}
    keys += [f"kind.{kind}" for kind in kinds.values()]
    assert not [key for key in keys if not words.has(key)]


def test_every_word_of_a_template_is_there() -> None:
    folder = Path(__file__).parents[2] / "kg" / "web" / "pages"
    told = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")))
    told += "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    used = set(re.findall(r'(?:\bt|words|count)\(\s*"([a-z_.]+)"', told))
    words = words_in("en")
    assert {key for key in used if not key.endswith((".", "_"))} <= words.keys()


@pytest.mark.parametrize("name", ["asset/釧路港", "A%20B", "x/項（１）・Ⅲ", "area/01206", "a(b)~c"])
def test_an_address_and_its_iri_are_one(name: str) -> None:
    assert decoded(encoded(name)) == name
    addresses = Addresses("https://a.example/id/")
    path = addresses.page(f"https://a.example/id/{name}")
    assert path is not None
    assert path.isascii()
    assert addresses.iri(path.removeprefix("/page/")) == f"https://a.example/id/{name}"


def test_a_shape_is_read_or_left_out() -> None:
    ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]
    assert shape_of("POLYGON ((0 0, 1 0, 1 1, 0 0))") == {"type": "Polygon", "coordinates": [ring]}
    assert shape_of("LINESTRING (0 0, 1 1)") is None


@pytest.mark.parametrize(
    ("lang", "plan", "position", "document"),
    [
        (
            "ja",
            "釧路・根室連携地域「地域づくり推進ビジョン」Ⅲ 地域重点プロジェクト",
            "箇所の示し方",
            "箇所のある文書",
        ),
        (
            "en",
            "Kushiro and Nemuro Cooperation Area: Regional Development Promotion Vision, Part III, "
            "Priority Projects",
            "Selector",
            "Document of the passage",
        ),
    ],
)
def test_what_stands_around_a_thing_is_named_in_the_language_of_its_page(
    server: Served, lang: str, plan: str, position: str, document: str
) -> None:
    def page(path: str) -> Element:
        return parsed(ask(server, f"/page/kushiro-nemuro/{path}?lang={lang}"))

    def pointing(page: Element) -> list[str]:
        found = page.iterfind(".//section[@id='pointing']//summary")
        return [(one.text or "").removeprefix("←").strip() for one in found]

    way = page("project/1-1").findall(".//nav[@class='breadcrumb']//a")
    assert text_of(way[-1]) == plan
    assert pointing(page("passage/2764-2770/position")) == [position]
    text = page("source")
    assert document in pointing(text)
    assert [one.get("id") for one in text.iterfind(".//main//section")] == ["facts", "pointing"]

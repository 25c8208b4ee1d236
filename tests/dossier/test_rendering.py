"""Each form of a dossier holds the same rows; nothing in a text of the plan becomes markup."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5rdf
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyoxigraph import NamedNode, RdfFormat
from rdflib import Graph

from kg.dataset import Dataset
from kg.dossier.data import CSV_COLUMNS
from kg.dossier.making import command_line
from kg.dossier.model import Dossier, Section
from kg.dossier.tables import lay_out, width_of, wrap
from kg.questions.answers import Answer
from kg.questions.formats import plain
from tests.dossier.conftest import THINGS, Show

HOSTILE = '<script>alert("釧路")</script>|`*_[a](javascript:1)&amp;\'"><img src=//evil.example/x>'
NAMESPACE = "{http://www.w3.org/1999/xhtml}"

each_thing = pytest.mark.parametrize("thing", THINGS)


@pytest.fixture(scope="module")
def hostile(dataset: Dataset) -> Dossier:
    """Return a dossier whose title and cells try to be markup."""
    answer: Answer = dataset.query("works-by-asset", asset="釧路湿原")
    cells = [row._replace(work=HOSTILE, lead=HOSTILE + row.lead) for row in answer.rows]
    question, facts = answer.question, dataset.catalogue.get("facts")
    hostile = Answer(question, {}, cells, answer.sources, dataset.store)
    section = Section(HOSTILE, "asset", HOSTILE, hostile, ("lead", "work", "page"), "lead")
    empty = section._replace(answer=Answer(facts, {}, [], [], dataset.store))
    return Dossier(
        "https://example.org/1", HOSTILE, HOSTILE, HOSTILE, "en", (section, empty), None, None
    )


def parse(page: str) -> Element:
    """Parse a page as HTML 5, every error of form an exception."""
    root: Element = html5rdf.HTMLParser(strict=True).parse(page)
    return root


def all_of(root: Element, name: str) -> list[Element]:
    return list(root.iter(NAMESPACE + name))


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


# ---- HTML --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
@each_thing
def test_a_page_is_well_formed_and_says_its_language(thing: str, lang: str, show: Show) -> None:
    root = parse(show(thing, lang).to_html())
    assert root.get("lang") == lang
    (heading,) = all_of(root, "h1")
    assert text_of(heading) == show(thing, lang).title
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    targets = [str(a.get("href")).removeprefix("#") for a in all_of(root, "a")]
    assert set(targets) <= set(names)
    labelled = [element.get("aria-labelledby") for element in root.iter()]
    assert {one for one in labelled if one} <= set(names)


@each_thing
def test_a_page_shows_every_row_under_its_command(thing: str, show: Show) -> None:
    dossier = show(thing)
    root = parse(dossier.to_html())
    sections = {element.get("id"): element for element in all_of(root, "section")}
    for section in dossier.filled:
        element = sections[section.name]
        rows = [row for body in all_of(element, "tbody") for row in all_of(body, "tr")]
        assert len(rows) == len(section.rows)
        assert text_of(all_of(element, "code")[-1]) == section.command
        for head in all_of(element, "th"):
            assert head.get("scope") == "col"
    for section in dossier.empty:
        assert section.command in text_of(sections["empty"])


def test_a_section_says_what_its_rows_do_not_tell(show: Show) -> None:
    """Where 歯舞漁港 lies, for one, neither the document nor a source says."""
    for lang, told in (
        ("ja", "ここにないものもあることがあります"),
        ("en", "some may be missing here"),
    ):
        dossier = show("根室市", lang)
        caution = dossier.section("measures-by-area").caution(lang)
        assert caution is not None
        assert told in caution
        page = dossier.to_html()
        assert caution in page
        assert caution.split("（")[0] in dossier.to_markdown()
        assert told[:6] in dossier.to_text().replace("\n  ", "")
    assert dossier.section("facts").caution("ja") is None


def hosts(root: Element) -> Iterator[str]:
    """Yield whatever a browser would fetch or go to."""
    for element in root.iter():
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            if element.get(name):
                yield str(element.get(name))


@each_thing
def test_a_page_asks_no_other_host_and_runs_nothing(thing: str, show: Show) -> None:
    page = show(thing).to_html()
    root = parse(page)
    assert all(target.startswith("#") for target in hosts(root))
    names = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    style = text_of(all_of(root, "style")[0])
    assert not re.search(r"url\(|@import|https?:", style)
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert "default-src 'none'" in page


def test_a_page_escapes_what_would_be_markup(hostile: Dossier) -> None:
    root = parse(hostile.to_html())
    assert not all_of(root, "script")
    assert not all_of(root, "img")
    assert text_of(all_of(root, "h1")[0]) == HOSTILE
    cells = [text_of(cell) for cell in all_of(root, "td")]
    assert cells.count(HOSTILE) == 3
    captions = [text_of(caption) for caption in all_of(root, "h3")]
    assert captions == [HOSTILE + "国", HOSTILE + "道"]
    assert all(target.startswith("#") for target in hosts(root))


def test_an_english_page_says_which_words_are_japanese(show: Show) -> None:
    root = parse(show("釧路港", "en").to_html())
    for cell in all_of(root, "td"):
        is_japanese = re.search("[ぁ-んァ-ヶ一-龠]", text_of(cell)) is not None
        assert (cell.get("lang") == "ja") == is_japanese, text_of(cell)


# ---- Markdown ----------------------------------------------------------------


@each_thing
def test_markdown_has_a_row_for_each_row(thing: str, show: Show) -> None:
    dossier = show(thing)
    tokens = MarkdownIt("commonmark").enable("table").parse(dossier.to_markdown())
    bodies = sum(token.type == "tr_open" for token in tokens)
    tables = sum(token.type == "table_open" for token in tokens)
    assert tables == sum(len(section.tables()) for section in dossier.filled)
    assert bodies - tables == sum(len(section.rows) for section in dossier.filled)


def test_markdown_lets_no_text_be_markup(hostile: Dossier) -> None:
    page = MarkdownIt("commonmark").enable("table").render(hostile.to_markdown())
    root = html5rdf.HTMLParser().parse(page)
    names = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert not names & {"script", "img", "em", "strong"}
    assert [text_of(one) for one in all_of(root, "td")].count(HOSTILE) == 3


# ---- terminal ----------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 110])
@each_thing
def test_no_table_is_wider_than_the_terminal(thing: str, width: int, show: Show) -> None:
    for line in show(thing).to_text(width).split("\n"):
        if not line.startswith(("  $ ", "http")) and "kg query" not in line:
            assert width_of(line) <= width, line


def test_columns_stand_under_their_headings() -> None:
    lines = lay_out(["名称", "Page"], [["釧路港", "3"], ["阿寒IC", "12"]], [False, True], 40)
    assert lines == ["名称    Page", "──────  ────", "釧路港     3", "阿寒IC    12"]
    assert len({width_of(line) for line in lines}) == 1


@given(
    st.text(alphabet="釧路港、。（）ABCd-1・ー", max_size=80),
    st.integers(min_value=6, max_value=40),
)
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(width_of(line) <= width for line in lines)


def test_no_line_begins_with_a_closing_sign() -> None:
    lines = wrap("釧路港の整備、根室港の整備。", 12)
    assert lines == ["釧路港の整", "備、根室港の", "整備。"]


def test_a_terminal_shows_headings_in_bold_only_if_asked(show: Show) -> None:
    assert "\x1b[1m" in show("釧路港").to_text(bold=True)
    assert "\x1b" not in show("釧路港").to_text()


# ---- data --------------------------------------------------------------------


@each_thing
def test_json_and_csv_hold_all_columns_of_all_rows(thing: str, show: Show) -> None:
    dossier = show(thing)
    read: dict[str, Any] = json.loads(dossier.to_json())
    assert [one["rows"] for one in read["sections"]] == [
        [row._asdict() for row in section.rows] for section in dossier.sections
    ]
    lines = list(csv.reader(io.StringIO(dossier.to_csv())))
    assert tuple(lines[0]) == CSV_COLUMNS
    wanted = [
        [section.name, str(number), name, plain(cell)]
        for section in dossier.sections
        for number, row in enumerate(section.rows, start=1)
        for name, cell in row._asdict().items()
        if cell is not None
    ]
    assert [[line[0], line[2], line[3], line[5]] for line in lines[1:]] == wanted


def test_csv_for_excel_has_a_mark_and_its_line_ends(show: Show) -> None:
    written = show("釧路港").to_csv(excel=True)
    assert written.startswith("\ufeffsection,")
    assert "\r\n" in written


# ---- RDF ---------------------------------------------------------------------


def said_by(quad: pyoxigraph.Quad) -> tuple[str, str, str]:
    """Return a triple by its values: Oxigraph gives back xsd:nonNegativeInteger as xsd:integer."""
    return str(quad.subject), quad.predicate.value, getattr(quad.object, "value", "")


@each_thing
def test_turtle_and_json_ld_say_the_same_and_nothing_new(
    thing: str, show: Show, dataset: Dataset
) -> None:
    dossier = show(thing)
    turtle = set(pyoxigraph.parse(dossier.to_turtle(), format=RdfFormat.TURTLE))
    assert turtle == set(pyoxigraph.parse(dossier.to_jsonld(), format=RdfFormat.JSON_LD))
    said = dataset.store.select(
        f"SELECT DISTINCT ?property ?value WHERE {{ <{dossier.iri}> ?property ?value }}"
    )[1]
    thing_itself = [quad for quad in turtle if quad.subject == NamedNode(dossier.iri)]
    assert len(thing_itself) == len(list(said))
    whole = pyoxigraph.parse(path=f"{dataset.version}/dataset.nq", format=RdfFormat.N_QUADS)
    assert set(map(said_by, turtle)) <= set(map(said_by, whole))
    assert json.loads(dossier.to_jsonld())["@graph"][0]["@id"] == dossier.iri


def test_the_description_brings_passages_statements_and_document(show: Show) -> None:
    graph = Graph().parse(data=show("1-(1)").to_turtle(), format="turtle")
    asked = graph.query(
        f"""PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX schema: <https://schema.org/>
        SELECT ?words ?exact ?sum WHERE {{
          ?statement rdf:subject <{show("1-(1)").iri}> ;
            rdf:predicate chiiki:code ; rdf:object "1-(1)" ;
            chiiki:derivedFrom ?passage .
          ?passage chiiki:words ?words ; oa:hasSource ?source ; oa:hasSelector ?selector .
          ?selector oa:exact ?exact . ?source schema:sha256 ?sum .
        }}"""
    )
    assert {str(row[0]) for row in asked} == {"１－（１）、４－（２）"}  # type: ignore[index]


def test_the_same_thing_gives_the_same_bytes(dataset: Dataset) -> None:
    first, second = dataset.show("釧路港"), dataset.show("釧路港")
    assert first.to_turtle() == second.to_turtle()
    assert first.to_jsonld() == second.to_jsonld()
    assert first.to_html() == second.to_html()


# ---- commands ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("釧路港", "釧路港"),
        ("1-(1)", "'1-(1)'"),
        ("https://w3id.org/chiiki/id/agent/国", "https://w3id.org/chiiki/id/agent/国"),
        ("it's; rm -rf /", "'it'\"'\"'s; rm -rf /'"),
        ("", "''"),
        ("$(id)", "'$(id)'"),
    ],
)
def test_a_command_can_be_given_to_a_shell(word: str, written: str) -> None:
    assert command_line("kg", word) == f"kg {written}"

"""The form of the ontology's files: prefixes, sections, blocks and their order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import resources
from kg.graph.ontology import Ontology
from kg.graph.term_use import declared_prefixes

FILES = [Path(path) for path in resources.files(resources.ONTOLOGY, ".ttl")]
SECTIONS = [
    "Header",
    "Annotation properties",
    "Classes",
    "Object properties",
    "Datatype properties",
    "Axioms over several terms",
    "Individuals",
]
PREDICATES = """
    a rdfs:subClassOf rdfs:subPropertyOf owl:inverseOf owl:propertyChainAxiom owl:disjointWith
    owl:hasKey owl:members rdfs:domain rdfs:range skos:inScheme skos:topConceptOf
    skos:hasTopConcept skos:broader skos:notation rdfs:label skos:prefLabel skos:altLabel
    skos:definition skos:example skos:scopeNote skos:closeMatch skos:narrowMatch
    skos:relatedMatch rdfs:isDefinedBy
"""
HEADER_PREDICATES = """
    a owl:imports dcterms:title dcterms:description dcterms:creator dcterms:license
    dcterms:modified owl:versionIRI owl:versionInfo vann:preferredNamespacePrefix
    vann:preferredNamespaceUri sh:declare
"""
PREFIX = re.compile(r"@prefix ([a-z-]+): <([^>]+)> \.")
SECTION = re.compile(r"# ---- (.+?) (-+)")


def blocks(path: Path) -> list[str]:
    """Return the paragraphs of a file after its prefixes, comments of a block included."""
    return path.read_text("utf-8").rstrip("\n").split("\n\n")[1:]


def statements(path: Path) -> list[str]:
    """Return the blocks that say something, without their comments."""
    kept = []
    for block in blocks(path):
        lines = [line for line in block.split("\n") if not line.startswith("#")]
        if lines:
            kept.append("\n".join(lines))
    return kept


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def path(request: pytest.FixtureRequest) -> Path:
    """Return one file after the other."""
    found: Path = request.param
    return found


def test_there_are_four_files() -> None:
    names = [path.name for path in FILES]
    assert names == ["alignments.ttl", "chiiki.ttl", "prefixes.ttl", "vocabularies.ttl"]


def test_white_space_is_plain(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.endswith(".\n")
    assert "\r" not in text
    assert "\t" not in text
    assert not re.search(r" +$", text, re.MULTILINE)
    assert "\n\n\n" not in text
    assert "'" not in re.sub(r'"[^"\n]*"|#.*', "", text), "only double quotes"


def test_prefixes_are_sorted_used_and_those_of_the_table(path: Path, ontology: Ontology) -> None:
    head, body = path.read_text("utf-8").split("\n\n", 1)
    found = [PREFIX.fullmatch(line) for line in head.split("\n")]
    names = [match[1] for match in found if match]
    assert len(names) == len(found), "a prefix line of another form"
    assert names == sorted(names)
    for prefix in declared_prefixes(path):
        assert ontology.prefixes.get(prefix.name) == prefix.namespace
    unquoted = re.sub(r'"[^"\n]*"', "", body)
    assert [name for name in names if not re.search(rf"\b{name}:", unquoted)] == []


def test_the_table_is_sorted_and_says_each_prefix_once() -> None:
    path = Path(resources.ONTOLOGY) / "prefixes.ttl"
    rows = re.findall(r'sh:prefix "([^"]+)"', path.read_text("utf-8"))
    assert rows == sorted(set(rows))


def test_sections_come_in_order(path: Path) -> None:
    found = [match for block in blocks(path) if (match := SECTION.fullmatch(block))]
    assert all(len(match.group()) == 80 for match in found)
    places = [SECTIONS.index(match[1].split(":")[0]) for match in found]
    assert places == sorted(places)
    if path.name != "prefixes.ttl":
        assert places[0] == 0


def test_subjects_are_sorted_within_their_section(path: Path) -> None:
    subjects: list[str] = []
    for block in blocks(path):
        if SECTION.fullmatch(block):
            assert subjects == sorted(subjects)
            subjects = []
        lines = [line for line in block.split("\n") if not line.startswith("#")]
        if lines and lines[0] != "[]":
            subjects.append(lines[0])
    assert subjects == sorted(subjects)


def test_each_subject_has_one_block(path: Path) -> None:
    subjects = [statement.split("\n", 1)[0] for statement in statements(path)]
    named = [subject for subject in subjects if subject != "[]"]
    assert len(named) == len(set(named))


def test_predicates_stand_each_on_a_line_in_order(path: Path) -> None:
    for statement in statements(path):
        subject, *lines = statement.split("\n")
        assert " " not in subject, subject
        found = [line.split()[0] for line in lines if re.match(r" {4}\S", line)]
        found = [word for word in found if word not in (")", ")]")]
        order = (HEADER_PREDICATES if "owl:Ontology" in statement else PREDICATES).split()
        places = [order.index(word) for word in found if not word.startswith(")")]
        assert places == sorted(set(places)), subject
        assert all(re.match(r"( {4}){1,2}\S", line) for line in lines), subject


def test_japanese_comes_before_english(path: Path) -> None:
    for statement in statements(path):
        for part in re.split(r" ;\n", statement):
            tags = re.findall(r'"@(ja|en)\b', part)
            assert tags == sorted(tags, reverse=True), part

"""The ontology's terms: exactly those agreed on, each explained in two languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef

from kg import resources
from kg.graph import terms
from kg.graph.ontology import Ontology, union_of
from kg.graph.terms import CHIIKI, VOCAB
from kg.text import comparable

CLASSES = """
    Agent AgentKind Airport Area Asset AssetSection Bridge Campaign Change CoCreation
    CommunityFacility Comparison CooperationArea Edition FarmDistrict FishingPort Geometry
    Goal InfrastructureWork Initiative InitiativeGroup Law Listing Measure MeasureItem
    Mention Municipality NearRepeat Organization Park Participation Passage Plan
    PlanDocument PolicyField PolicyInstrument Port Prefecture Programme Project Region River
    Road Scheme SeaArea Subprefecture Volcano Wetland
"""
OBJECT_PROPERTIES = """
    assetKind candidate category cellBeside certainty changedProperty concernedBy
    concernsAsset derivedFrom earlier editionStatus firstPassage governmentLevel hasMeasure
    hasPart hasParticipation implementedBy implements inField inPassage later leadAgent
    listedAs lists locatedIn measureOf mentionOf mentionedIn nature newEdition newPassage
    newThing oldEdition oldPassage oldThing partOf participant participationIn pursuedBy
    pursuesGoal referredToBy refersTo repeats role servedBy serves statedIn targetArea
    thingClass
"""
DATATYPE_PROPERTIES = """
    asWritten categoryLabel charEnd charStart code comparedBy content decision difference
    endLine foundBy heading joinedBy legalClass localGovernmentCode newValue number oldValue
    openList overview page position precision primaryCode printedMark quote reading similarity
    startLine thingCode thingLabel vision words
"""
SCHEMES = (
    *("agent-kind", "asset-kind", "certainty", "change-nature", "edition-status"),
    *("government-level", "policy-field", "role", "work-category"),
)


def names(ontology: Ontology, kind: str) -> set[str]:
    return {term.name for term in ontology.terms.values() if term.kind == kind}


def texts(graph: Graph, subject: URIRef, predicate: URIRef, language: str) -> list[str]:
    found = graph.objects(subject, predicate)
    return [str(text) for text in found if isinstance(text, Literal) and text.language == language]


def test_the_terms_are_those_agreed_on(ontology: Ontology) -> None:
    assert names(ontology, "class") == set(CLASSES.split())
    assert names(ontology, "object property") == set(OBJECT_PROPERTIES.split())
    assert names(ontology, "datatype property") == set(DATATYPE_PROPERTIES.split())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_labels_are_there_once_and_differ(ontology: Ontology, language: str) -> None:
    labels = []
    for iri in ontology.terms:
        found = texts(ontology.core, iri, RDFS.label, language)
        assert len(found) == 1, iri
        labels += found
    assert [label for label, count in Counter(labels).items() if count > 1] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_definition_is_one_sentence(ontology: Ontology, language: str) -> None:
    stop = "。" if language == "ja" else "."
    for iri in ontology.terms:
        (definition,) = texts(ontology.core, iri, SKOS.definition, language)
        assert definition.count(stop) == 1, iri
        assert definition.endswith(stop), iri


def test_a_definition_does_not_begin_with_the_label(ontology: Ontology) -> None:
    for term in ontology.terms.values():
        for language, label in term.labels.items():
            assert not term.definitions[language].startswith(f"{label}は"), term.name
            assert not term.definitions[language].startswith(f"A {label} "), term.name


def test_english_labels_are_lower_case(ontology: Ontology) -> None:
    assert all(term.labels["en"] == term.labels["en"].lower() for term in ontology.terms.values())


def test_each_term_says_what_defines_it(ontology: Ontology) -> None:
    for iri in ontology.terms:
        assert list(ontology.core.objects(iri, RDFS.isDefinedBy)) == [terms.ONTOLOGY]


def test_examples_stand_in_the_plan(ontology: Ontology) -> None:
    source = Path(resources.PLANS) / "kushiro-nemuro" / "source.txt"
    text = comparable(source.read_text("utf-8"))
    examples = list(ontology.core.objects(None, SKOS.example))
    of_gazetteers = {
        *("Geometry", "legalClass", "localGovernmentCode", "precision", "quote", "reading"),
    }
    # What a program says of the document is not in its words; no group of this plan has a cell
    # beside it.
    of_plan_files = {"Edition", "editionStatus", "statedIn"}
    of_programs = {"cellBeside", "comparedBy", "difference", "similarity"}
    of_programs |= {"Change", "Comparison", "changedProperty", "nature", "newEdition", "oldEdition"}
    of_programs |= {"newPassage", "oldPassage", "newThing", "oldThing", "newValue", "oldValue"}
    of_programs |= {"thingClass", "thingCode", "thingLabel"}
    without = {
        str(iri).removeprefix(str(CHIIKI))
        for iri in ontology.terms
        if ontology.core.value(iri, SKOS.example) is None
    }
    # What no plan says has no example from one.
    assert without == of_gazetteers | of_plan_files | of_programs
    assert [str(example) for example in examples if comparable(str(example)) not in text] == []


def test_each_property_has_domain_and_range(ontology: Ontology) -> None:
    of_anything = {"derivedFrom", "firstPassage", "quote"}
    for term in ontology.terms.values():
        if term.kind != "class":
            domain = ontology.core.value(term.iri, RDFS.domain)
            assert (domain is None) == (term.name in of_anything), term.name
            assert ontology.core.value(term.iri, RDFS.range) is not None, term.name
            assert domain is None or union_of(ontology.core, domain), term.name


def test_an_inverse_has_domain_and_range_the_other_way_round(ontology: Ontology) -> None:
    core = ontology.core
    pairs = list(core.subject_objects(OWL.inverseOf))
    assert len(pairs) == 9
    for one, other in pairs:
        for here, there in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            mine, theirs = core.value(one, here), core.value(other, there)
            assert mine is not None
            assert theirs is not None
            assert set(union_of(core, mine)) == set(union_of(core, theirs)), one


def test_headers_are_complete_and_of_one_version(ontology: Ontology) -> None:
    for graph, iri in (
        (ontology.core, terms.ONTOLOGY),
        (ontology.alignments, URIRef(f"{terms.ONTOLOGY}/alignments")),
        (ontology.vocabularies, terms.VOCABULARIES),
    ):
        assert (iri, RDF.type, OWL.Ontology) in graph
        version = graph.value(iri, OWL.versionInfo)
        assert str(version) == "0.1.0"
        assert graph.value(iri, OWL.versionIRI) == URIRef(f"{iri}/{version}")
        assert str(graph.value(iri, DCTERMS.modified)) == "2026-11-30"
        licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
        assert graph.value(iri, DCTERMS.license) == licence
        assert graph.value(iri, DCTERMS.creator) == URIRef("https://w3id.org/chiiki/")
        for predicate in (DCTERMS.title, DCTERMS.description):
            for language in ("ja", "en"):
                assert len(texts(graph, iri, predicate, language)) == 1
    core = ontology.core
    assert str(core.value(terms.ONTOLOGY, VANN.preferredNamespacePrefix)) == "chiiki"
    assert str(core.value(terms.ONTOLOGY, VANN.preferredNamespaceUri)) == str(CHIIKI)


def test_the_core_stands_without_the_alignments(ontology: Ontology) -> None:
    outside = {
        str(value)
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain)
        for value in ontology.core.objects(None, predicate)
        if isinstance(value, URIRef) and not value.startswith(CHIIKI)
    }
    assert outside == set()


def test_code_and_table_agree_on_prefixes(ontology: Ontology) -> None:
    code = {prefix: str(namespace) for prefix, namespace in terms.PREFIXES.items()}
    assert code.items() <= ontology.prefixes.items()
    assert ontology.prefixes["oa"] == str(terms.OA)
    assert ontology.prefixes["geo"] == str(terms.GEO)
    assert ontology.prefixes["shape"] == str(terms.SHAPES)


def test_each_scheme_has_its_own_concepts(ontology: Ontology) -> None:
    graph = ontology.vocabularies
    schemes = {str(scheme) for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == {f"{VOCAB}{scheme}" for scheme in SCHEMES}
    for concept in ontology.concepts:
        scheme = URIRef(concept.rsplit("/", 1)[0])
        assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]
        is_top = (concept, SKOS.topConceptOf, scheme) in graph
        assert is_top == ((scheme, SKOS.hasTopConcept, concept) in graph)
        broader = list(graph.objects(concept, SKOS.broader))
        assert len(broader) == (0 if is_top else 1), concept
        assert all(above in ontology.concepts for above in broader)
        assert (
            concept not in graph.transitive_objects(broader[0], SKOS.broader) if broader else True
        )


def test_concepts_are_explained_and_no_label_is_ambiguous(ontology: Ontology) -> None:
    graph = ontology.vocabularies
    for scheme in SCHEMES:
        seen: Counter[str] = Counter()
        for concept in ontology.concepts:
            if not concept.startswith(f"{VOCAB}{scheme}/"):
                continue
            for language in ("ja", "en"):
                assert len(texts(graph, concept, SKOS.prefLabel, language)) == 1, concept
                assert len(texts(graph, concept, SKOS.definition, language)) == 1, concept
            for predicate in (SKOS.prefLabel, SKOS.altLabel):
                seen.update(texts(graph, concept, predicate, "ja"))
        assert [label for label, count in seen.items() if count > 1] == [], scheme


def test_a_japanese_local_name_is_the_japanese_label(ontology: Ontology) -> None:
    for concept in ontology.concepts:
        local = concept.rsplit("/", 1)[1]
        if not re.fullmatch("[a-z]+", local):
            assert texts(ontology.vocabularies, concept, SKOS.prefLabel, "ja") == [local]


@pytest.mark.parametrize(
    ("scheme", "notations"),
    [
        ("certainty", {"explicit", "shared", "unknown"}),
        ("role", {"lead", "implementer", "partner"}),
        (
            "change-nature",
            {"added", "changed", "dropped", "merged", "moved", "reworded", "split"},
        ),
    ],
)
def test_codes_have_their_notation(ontology: Ontology, scheme: str, notations: set[str]) -> None:
    graph = ontology.vocabularies
    concepts = {concept for concept in ontology.concepts if concept.startswith(f"{VOCAB}{scheme}/")}
    assert {concept.rsplit("/", 1)[1] for concept in concepts} == notations
    for concept in concepts:
        assert str(graph.value(concept, SKOS.notation)) == concept.rsplit("/", 1)[1]


def test_the_real_plan_uses_only_concepts_that_exist(ontology: Ontology, real_plan: Graph) -> None:
    used = {value for value in real_plan.objects() if str(value).startswith(VOCAB)}
    assert used
    assert used <= ontology.concepts

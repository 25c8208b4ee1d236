"""The canned queries themselves: well-formed, complete, and the same on every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import yaml
from rdflib import XSD

from kg.dataset import Dataset, open_dataset
from kg.graph.terms import PREFIXES
from kg.questions.answers import ask
from kg.questions.binding import bind
from kg.questions.catalogue import SOURCE, Catalogue, Question
from kg.questions.resolve import resolve_parameters
from tests.sparql_server import load, serving_store

CATALOGUE = Catalogue()
PROMISED = {
    "goals": "no field vision",
    "listings": "code title repeats",
    "projects": "code codes title lead area overview",
    "initiatives": "code group initiative implementers certainty",
    "co-creations": "code title content bodies open",
    "infrastructure": "code heading category work detail",
    "programmes": "code programme item",
    "assets": "asset label type projects",
    "projects-by-asset": "code title lead measure kind words page",
}
ALSO_PROMISED = {
    "assets-by-project": "project",
    "projects-by-agent": "agent",
    "projects-by-area": "area",
    "projects-by-goal": "goal",
    "shared-assets": "",
    "repeated-measures": "",
    "provenance": "resource",
    "search": "text",
}

each = pytest.mark.parametrize("question", list(CATALOGUE), ids=CATALOGUE.names())


def test_the_promised_questions_are_there_with_their_columns() -> None:
    for name, columns in PROMISED.items():
        assert [column.name for column in CATALOGUE.get(name).columns] == columns.split()
    for name, parameter in ALSO_PROMISED.items():
        needed = [p.name for p in CATALOGUE.get(name).params.values() if p.default is None]
        assert needed == parameter.split()
    assert len(CATALOGUE.names()) >= 28


def test_what_a_parameter_offers_is_a_column_of_a_question_that_needs_no_value() -> None:
    offers = [
        one.offers for question in CATALOGUE for one in question.params.values() if one.offers
    ]
    assert ("editions", "edition") in offers
    for name, column in offers:
        question = CATALOGUE.get(name)
        assert column in {one.name for one in question.columns}
        assert all(one.default is not None for one in question.params.values())


def test_titles_are_not_used_twice() -> None:
    for language in ("ja", "en"):
        titles = [question.title[language] for question in CATALOGUE]
        assert len(set(titles)) == len(titles)


@each
def test_texts_are_whole_sentences_in_both_languages(question: Question) -> None:
    assert re.fullmatch(r"[A-Z].*[a-z]\.", question.summary)
    assert len(question.summary) <= 100
    assert question.description["ja"].endswith("。")
    assert question.description["en"].endswith(".")
    for text in (question.title, question.description):
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", text["ja"])
    labels = [column.label for column in question.columns]
    labels += [parameter.label for parameter in question.params.values()]
    assert all(label["en"][0].isupper() and label["en"].isascii() for label in labels)


@each
def test_a_yaml_reader_reads_the_same_head(question: Question) -> None:
    head = [line for line in question.text.split("\n") if line.startswith("#+ ")]
    read = yaml.safe_load("\n".join(line.removeprefix("#+ ") for line in head))
    assert read["summary"] == question.summary
    assert read["title"] == question.title
    assert read["description"] == question.description
    assert list(read["params"]) == list(question.params)
    assert [c["name"] for c in read["columns"]] == [c.name for c in question.columns]
    assert read["example"] == {"params": question.example_params, "rows": question.example_rows}


@each
def test_the_file_parses_as_it_is_and_selects_its_columns(question: Question) -> None:
    solutions = pyoxigraph.Store().query(question.text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    columns = [column.name for column in question.columns]
    assert [v.value for v in solutions.variables if v.value != SOURCE] == columns


@each
def test_rows_are_ordered_and_not_cut(question: Question) -> None:
    body = question.text[question.text.index("SELECT") :]
    assert re.search(r"\nORDER BY [^{}]+\n$", body), "no ORDER BY at the end"
    banned = r"\b(LIMIT|OFFSET|FROM|SERVICE)\b" if _tells_of_editions(question) else _BANNED
    assert not re.search(banned, body)


_BANNED = r"\b(LIMIT|OFFSET|FROM|SERVICE|GRAPH)\b"


def _tells_of_editions(question: Question) -> bool:
    """Whether a question is about several editions, each of which has a graph of its own."""
    return question.name in ("editions", "editions-by-thing")


@each
def test_prefixes_are_those_of_the_table_and_used(question: Question) -> None:
    declared = re.findall(r"^PREFIX (\w+): <(.*)>$", question.text, re.M)
    assert declared == sorted(declared)
    body = re.sub(r"<[^>]*>", "", question.text[question.text.index("SELECT") :])
    for prefix, namespace in declared:
        assert str(PREFIXES[prefix]) == namespace
        assert f"{prefix}:" in body, f"{prefix} is not used"


@each
def test_every_parameter_is_used_in_the_query(question: Question) -> None:
    body = question.text[question.text.index("SELECT") :].split("\n")
    rest = "\n".join(line for line in body if "# params" not in line)
    for name in question.params:
        assert re.search(rf"\?{name}\b", rest), f"?{name} is not used"


@each
def test_the_example_values_stand_in_the_line_of_parameters(
    question: Question, dataset: Dataset
) -> None:
    for parameter in question.params.values():
        if parameter.default is not None:
            assert parameter.default == parameter.example
    examples = {name: parameter.example for name, parameter in question.params.items()}
    assert (
        bind(question, resolve_parameters(dataset.store, question, examples))
        .replace('"^^<http://www.w3.org/2001/XMLSchema#integer>', "")
        .replace('{ ("5 ', "{ (5 ")
        == question.text
    )


@each
def test_the_example_gives_its_rows(question: Question, dataset: Dataset) -> None:
    answer = ask(dataset.store, question, question.example_params)
    assert question.example_rows or question.empty, "no example rows"
    rows = [list(row) for row in answer.rows]
    assert rows[: len(question.example_rows)] == question.example_rows


@each
def test_every_row_comes_once(question: Question, dataset: Dataset) -> None:
    answer = ask(dataset.store, question, question.example_params)
    rows = list(zip(answer.rows, answer.sources, strict=True))
    assert len(set(rows)) == len(rows)


@each
def test_english_gives_the_same_rows_with_other_labels(
    question: Question, dataset: Dataset
) -> None:
    japanese = ask(dataset.store, question, question.example_params, "ja")
    english = ask(dataset.store, question, question.example_params, "en")
    if "lang" in question.params:
        assert len(english) == len(japanese)
        assert english.rows != japanese.rows or not question.example_rows
    else:
        assert english.rows == japanese.rows


@pytest.fixture(scope="module")
def quads(dataset: Dataset) -> Path:
    assert dataset.version is not None
    return Path(dataset.version) / "dataset.nq"


@pytest.fixture(scope="module")
def in_rdflib(quads: Path) -> rdflib.Dataset:
    """Return the dataset in a store of rdflib, for what asks for graphs."""
    graph = rdflib.Dataset(default_union=True)
    for quad in pyoxigraph.parse(path=str(quads), format=pyoxigraph.RdfFormat.N_QUADS):
        subject, predicate, value = (_to_rdflib(term) for term in quad.triple)
        graph.add((subject, predicate, value, rdflib.URIRef(quad.graph_name.value)))  # type: ignore[arg-type]
    return graph


@pytest.fixture(scope="module")
def merged(in_rdflib: rdflib.Dataset) -> rdflib.Graph:
    """Return the same without its graphs, in which rdflib looks things up faster."""
    graph = rdflib.Graph("SimpleMemory", bind_namespaces="none")
    for subject, predicate, value, _ in in_rdflib.quads():
        graph.add((subject, predicate, value))
    return graph


def _to_rdflib(term: object) -> rdflib.term.Node:
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=None if datatype == XSD.string else datatype)
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, pyoxigraph.BlankNode)
    return rdflib.BNode(term.value)


@each
@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # its own use
@pytest.mark.filterwarnings("ignore:Dataset.contexts:DeprecationWarning")  # its own use
def test_rdflib_gives_the_same_rows(
    question: Question, dataset: Dataset, in_rdflib: rdflib.Dataset, merged: rdflib.Graph
) -> None:
    terms = resolve_parameters(dataset.store, question, question.example_params)
    query = bind(question, terms)
    names, rows = dataset.store.select(query)
    expected = [
        [None if term is None else getattr(term, "value", "") for term in row] for row in rows
    ]
    result = (in_rdflib if re.search(r"\bGRAPH\b", query, re.IGNORECASE) else merged).query(query)
    assert [str(variable) for variable in result.vars or []] == names
    found = [[None if term is None else str(term) for term in row] for row in result]  # type: ignore[union-attr]
    # An empty text and no value are one in an answer.
    assert [[cell or None for cell in row] for row in found] == [
        [cell or None for cell in row] for row in expected
    ]


@pytest.fixture(scope="module")
def served(quads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    """Serve the dataset by the Oxigraph server of its wheel."""
    location = tmp_path_factory.mktemp("served")
    load(location, quads)
    with serving_store(location, "--union-default-graph") as address:
        yield open_dataset(endpoint=address)


@each
def test_a_server_gives_the_same_rows_and_passages(
    question: Question, dataset: Dataset, served: Dataset
) -> None:
    here = ask(dataset.store, question, question.example_params)
    there = ask(served.store, question, question.example_params)
    assert there.rows == here.rows
    assert there.sources == here.sources
    if here.rows:
        assert there.passages(0) == here.passages(0)

"""The embedded store: what it answers, and what it says when it cannot."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import EndpointError, GraphFileError, InputError, NotFoundError, UsageError
from kg.store.embedded import EmbeddedStore, open_current
from tests.store.conftest import QUADS

LABELS = "SELECT ?s ?label ?none WHERE { ?s <x:label> ?label } ORDER BY ?s"


def test_select_gives_terms_in_the_order_of_the_variables(store: EmbeddedStore) -> None:
    names, rows = store.select(LABELS)
    assert names == ["s", "label", "none"]
    assert list(rows) == [
        (
            pyoxigraph.NamedNode("x:a"),
            pyoxigraph.Literal("釧路港", language="ja"),
            None,
        ),
        (pyoxigraph.NamedNode("x:b"), pyoxigraph.Literal('国"道\n'), None),
    ]


@pytest.mark.parametrize("most", [0, 1, 2, 3, None])
def test_the_first_rows_are_given_and_all_are_counted(
    store: EmbeddedStore, most: int | None
) -> None:
    names, every = store.select(LABELS)
    assert store.first_of(LABELS, most) == (names, list(every)[:most], 2)
    with pytest.raises(UsageError, match="no SELECT query"):
        store.first_of("ASK {}", most)


def test_the_default_graph_is_the_union_of_all(store: EmbeddedStore) -> None:
    assert store.ask("ASK { ?x <x:near> ?y . ?y <x:page> 3 }")


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_query_asks_the_graphs_that_it_names(store: EmbeddedStore, is_merged: bool) -> None:
    if not is_merged:  # a store that ``kg build`` did not make
        raw = pyoxigraph.Store()
        raw.load(QUADS.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
        store = EmbeddedStore(raw)
    both = "ASK %s { <x:a> ?p ?o . <x:b> ?q ?r }"
    assert store.ask(both % "")
    assert store.ask(both % "FROM <x:one> FROM <x:two>")
    assert not store.ask(both % "FROM <x:one>")
    assert not store.ask(both % "from named <x:one>")
    _, rows = store.select("SELECT ?g FROM NAMED <x:two> { GRAPH ?g { ?s <x:near> ?o } }")
    assert [str(row[0]) for row in rows] == ["<x:two>"]
    assert not store.ask("ASK FROM NAMED <x:two> { GRAPH ?g { <x:a> <x:page> ?o } }")
    assert store.ask('ASK { <x:a> ?from ?o FILTER("FROM" = "FROM") }  # FROM <x:none>')
    output = io.BytesIO()
    store.write("SELECT ?s FROM <x:two> { ?s <x:label> ?o }", "text/csv", output)
    assert output.getvalue() == b"s\r\nx:b\r\n"


def test_construct_gives_triples(store: EmbeddedStore) -> None:
    found = list(store.construct("CONSTRUCT { ?s a ?o } WHERE { ?s <x:near> ?o }"))
    assert [str(triple.subject) for triple in found] == ["<x:b>"]


def test_query_tells_the_forms_apart(store: EmbeddedStore) -> None:
    assert isinstance(store.query(LABELS), tuple)
    assert store.query("ASK {}") is True
    assert len(list(store.query("DESCRIBE <x:a>"))) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["select", "ask", "construct"])
def test_another_form_than_the_wanted_is_refused(store: EmbeddedStore, form: str) -> None:
    other = "ASK {}" if form != "ask" else LABELS
    with pytest.raises(UsageError, match=f"no {form.upper()} query"):
        getattr(store, form)(other)


def test_a_syntax_error_names_line_and_place(store: EmbeddedStore) -> None:
    with pytest.raises(UsageError) as caught:
        store.select("SELECT ?s WHERE {\n  ?s ?p }")
    assert caught.value.line == 2
    assert "column 10, at the end of the line" in caught.value.message


def test_a_syntax_error_in_a_file_names_the_file(store: EmbeddedStore) -> None:
    with pytest.raises(GraphFileError) as caught:
        store.select("SELECT ?s WHERE { ?s foo:bar 3 }", where="queries/mine.rq")
    assert caught.value.place == "queries/mine.rq:1"
    assert "Prefix not found" in caught.value.message


@pytest.mark.parametrize(
    "text", ["", "   ", "SELECT", "\x00", "INSERT DATA { <a:a> a <a:b> }", "{"]
)
def test_what_is_no_query_is_refused(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(UsageError, match="no valid SPARQL"):
        store.select(text)


def test_half_a_character_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(UsageError):
        store.select("SELECT * { ?s ?p '\ud800' }")


def test_an_unknown_function_is_the_querys_fault(store: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="custom function"):
        list(store.select("SELECT (<x:f>(1) AS ?x) {}")[1])


def test_a_service_that_cannot_be_asked_is_told(store: EmbeddedStore) -> None:
    with pytest.raises(EndpointError, match="SERVICE"):
        list(store.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")[1])


def test_a_store_cannot_be_written_by_a_query(store: EmbeddedStore) -> None:
    with pytest.raises(UsageError):
        store.query("DELETE WHERE { ?s ?p ?o }")
    assert len(store) == 4


def test_many_processes_worth_of_readers_share_a_store(store_path: Path) -> None:
    readers = [EmbeddedStore.open(str(store_path)) for _ in range(5)]
    assert [len(reader) for reader in readers] == [4] * 5


def test_threads_share_a_store(store: EmbeddedStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: list(store.select(LABELS)[1]), range(50)))
    assert all(answer == answers[0] for answer in answers)


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="damaged or incomplete") as caught:
        EmbeddedStore.open(str(tmp_path / "nothing"))
    assert "kg build" in str(caught.value.hint)
    assert not (tmp_path / "nothing").exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _scribble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[: len(content) // 2] = b"?" * (len(content) // 2)
    path.write_bytes(bytes(content))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT"])
@pytest.mark.parametrize("damage", [_cut, _scribble, _empty, Path.unlink])
def test_a_damaged_store_is_told_with_its_folder(
    store_path: Path, pattern: str, damage: object
) -> None:
    assert callable(damage)
    for path in store_path.glob(pattern):
        damage(path)
    with pytest.raises(InputError) as caught:
        store = EmbeddedStore.open(str(store_path))
        list(store.select("SELECT * { ?s ?p ?o }")[1])
    assert str(store_path) in str(caught.value.where)
    assert "kg build" in str(caught.value.hint)


def test_open_current_without_a_build_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no built dataset") as caught:
        open_current(str(tmp_path / "dataset"))
    assert "kg build" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["gone", "../store", "", "a/b", "."])
def test_a_pointer_to_nowhere_is_damage(tmp_path: Path, name: str) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "CURRENT").write_text(name, encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        open_current(str(tmp_path))


def test_a_scribbled_list_of_sizes_is_damage_too(store_path: Path) -> None:
    _scribble(store_path.with_name("store.sizes"))
    with pytest.raises(InputError, match="damaged"):
        EmbeddedStore.open(str(store_path))


def test_a_store_without_a_list_of_sizes_opens(store_path: Path) -> None:
    store_path.with_name("store.sizes").unlink()
    assert len(EmbeddedStore.open(str(store_path))) == 4


def test_a_dataset_in_memory_answers_as_from_disk(tmp_path: Path) -> None:
    quads = tmp_path / "dataset.nq"
    quads.write_text('<http://e.org/a> <http://e.org/p> "港"@ja <http://e.org/g> .\n', "utf-8")
    store = EmbeddedStore.load(str(quads))
    _, rows = store.select("SELECT ?o WHERE { ?s ?p ?o }")
    assert [tuple(row) for row in rows] == [(pyoxigraph.Literal("港", language="ja"),)]
    quads.write_text("no quad\n", "utf-8")
    with pytest.raises(InputError, match="damaged"):
        EmbeddedStore.load(str(quads))

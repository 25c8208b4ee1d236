"""`kg check` as a function: what it finds in a project made for the purpose."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from kg import resources
from kg.check import Finding, Folders, check, has_errors, read_plan
from kg.errors import GraphFileError, LimitError
from kg.graph.terms import CHIIKI, VOCAB

PORT = URIRef("https://w3id.org/chiiki/id/asset/釧路港")
QUERY = """\
#+ summary: "Ports."
#+ title: {"ja": "港", "en": "Ports"}
#+ description: {"ja": "港", "en": "Ports"}
#+ params: {}
#+ columns: [{"name": "port", "label": {"ja": "港", "en": "Port"}, "type": "iri"}]
#+ example: {"params": {}, "rows": []}
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
SELECT ?port WHERE { ?port a chiiki:Port } ORDER BY ?port
"""
SHAPE = """\
@prefix chiiki: <https://w3id.org/chiiki/ontology#> .
@prefix role: <https://w3id.org/chiiki/vocab/role/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/chiiki/shapes#> .

shape:PortShape a sh:NodeShape ; sh:targetClass chiiki:Port ; sh:property [
    sh:path chiiki:role ; sh:hasValue role:lead ] .
"""
CODE = '''\
"""A module that speaks of chiiki:Nonsense in its documentation only."""
from kg.graph.terms import CHIIKI

PATTERN = "?x chiiki:serves ?y"
KIND = CHIIKI.Road
OTHER = CHIIKI["River"]
'''


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Make a small project around the real ontology."""
    found = Folders(*(str(tmp_path / name) for name in ("ontology", "shapes", "queries", "kg")))
    shutil.copytree(resources.ONTOLOGY, found.ontology)
    for folder, name, text in (
        (found.shapes, "core.ttl", SHAPE),
        (found.queries, "ports.rq", QUERY),
        (found.package, "code.py", CODE),
        (found.package, "rules.toml", '[[kind]]\nclass = "Bridge"\n'),
    ):
        path = Path(folder) / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return found


def run(folders: Folders, plans: dict[str, Graph] | None = None) -> list[Finding]:
    return check(plans, folders=folders, use_reasoner=False)


def errors(findings: list[Finding]) -> list[str]:
    return [f"{found.place}: {found.message}" for found in findings if found.severity == "error"]


def replace(path: str, name: str, old: str, new: str) -> None:
    file = Path(path) / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_project_itself_has_no_errors(real_plan: Graph) -> None:
    assert errors(check({"kushiro-nemuro": real_plan})) == []


def test_a_sound_project_has_no_errors(folders: Folders, small_plan: Graph) -> None:
    found = run(folders, {"small": small_plan})
    assert errors(found) == []
    assert not has_errors(found)


def test_terms_that_nothing_uses_are_warned_of(folders: Folders) -> None:
    warned = {found.message.split()[0] for found in run(folders) if found.severity == "warning"}
    assert "chiiki:Volcano" in warned
    # Used by a shape, a query, an attribute, a key, SPARQL in code, a rule; above a used class;
    # the inverse of a used property.
    used = {"role", "Port", "Road", "River", "serves", "Bridge", "Asset", "servedBy"}
    assert not warned & {f"chiiki:{name}" for name in used}


def test_data_counts_as_use(folders: Folders, small_plan: Graph) -> None:
    warned = [found.message for found in run(folders, {"small": small_plan})]
    assert not any("chiiki:Municipality" in message for message in warned)


@pytest.mark.parametrize(
    ("folder", "name", "old", "new", "place", "expected"),
    [
        ("shapes", "core.ttl", "chiiki:role", "chiiki:rolle", "core.ttl:7", "chiiki:rolle is not"),
        ("shapes", "core.ttl", "role:lead", "role:leader", "core.ttl:7", "is no concept"),
        ("queries", "ports.rq", "a chiiki:Port", "a chiiki:Prot", "ports.rq:8", "chiiki:Prot is"),
        ("package", "code.py", "CHIIKI.Road", "CHIIKI.Raod", "code.py:5", "chiiki:Raod is not"),
        ("package", "code.py", '["River"]', '["Rivre"]', "code.py:6", "chiiki:Rivre is not"),
        ("package", "code.py", "chiiki:serves", "chiiki:servs", "code.py:4", "chiiki:servs is"),
        ("package", "rules.toml", "Bridge", "Brigde", "rules.toml", "chiiki:Brigde is not"),
        (
            "shapes", "core.ttl", "https://w3id.org/chiiki/ontology#", "urn:other#",
            "core.ttl:1", "the prefix chiiki: stands for <https://w3id.org/chiiki/ontology#>",
        ),
        ("queries", "ports.rq", "PREFIX chiiki:", "PREFIX chiki:", "ports.rq:7", "in the table"),
        ("queries", "ports.rq", "SELECT ?port", "SELECT ?prot", "ports.rq", "selects prot but"),
        ("queries", "ports.rq", "ORDER BY", "ORDERED BY", "ports.rq", "does not parse"),
        ("queries", "ports.rq", "SELECT ?port WHERE", "ASK", "ports.rq", "no SELECT"),
        ("queries", "ports.rq", "#+ summary", "#+ sumary", "ports.rq:1", "unknown key"),
        ("package", "code.py", "PATTERN =", "PATTERN = =", "code.py", "cannot be parsed"),
        ("package", "rules.toml", "[[kind]]", "[[kind", "rules.toml", "cannot be parsed"),
        ("ontology", "chiiki.ttl", '"空港"@ja ,', "", "ontology", "Airport has no label in ja"),
        ("ontology", "chiiki.ttl", ", owl:TransitiveProperty", ", owl:X", "ontology", "(OWL 2 DL)"),
        ("ontology", "chiiki.ttl", "a owl:Class ;\n", "a owl:Class\n", "chiiki.ttl", "not Turtle"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_place(
    folders: Folders, folder: str, name: str, old: str, new: str, place: str, expected: str
) -> None:
    replace(getattr(folders, folder), name, old, new)
    found = errors(run(folders))
    assert any(place in line and expected in line for line in found), found


def test_documentation_is_no_use(folders: Folders) -> None:
    assert not any("Nonsense" in found.message for found in run(folders))


@pytest.mark.parametrize("folder", ["shapes", "queries", "package", "ontology"])
def test_a_missing_folder_is_a_finding(folders: Folders, folder: str) -> None:
    shutil.rmtree(getattr(folders, folder))
    assert any(getattr(folders, folder) in line for line in errors(run(folders)))


def test_a_file_that_is_no_text_is_a_finding(folders: Folders) -> None:
    (Path(folders.shapes) / "bad.ttl").write_bytes(b"\xff\xfe\x00")
    assert any("bad.ttl: the file is not UTF-8" in line for line in errors(run(folders)))


def test_a_plan_with_a_contradiction_is_told(folders: Folders, small_plan: Graph) -> None:
    small_plan.add((PORT, RDF.type, CHIIKI.River))
    (found,) = errors(run(folders, {"small": small_plan}))
    assert found.startswith("small: 釧路港")


def test_a_plan_with_an_unknown_concept_or_property_is_told(
    folders: Folders, small_plan: Graph
) -> None:
    small_plan.add((PORT, CHIIKI.assetKind, VOCAB["asset-kind/港"]))
    small_plan.add((PORT, CHIIKI.kind, PORT))
    found = errors(run(folders, {"small": small_plan}))
    assert any("asset-kind/港> is no concept" in line for line in found)
    assert any("ontology#kind> is used as a property but not declared" in line for line in found)


def test_the_reasoner_finds_what_words_do_not(
    folders: Folders, small_plan: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_plan.add((PORT, RDF.type, CHIIKI.River))
    monkeypatch.setattr("kg.check.find_contradictions", lambda _data, _ontology: [])
    (found,) = errors(check({"small": small_plan}, folders=folders))
    assert "the ontology together with the plan contradict each other" in found


def test_a_class_that_nothing_can_be_is_told(folders: Folders) -> None:
    path = Path(folders.ontology) / "alignments.ttl"
    old = path.read_text("utf-8")
    path.write_text(f"{old}\nchiiki:Port rdfs:subClassOf chiiki:Agent .\n", "utf-8")
    (found,) = errors(check(folders=folders))
    assert f"nothing can be a <{CHIIKI.Port}>" in found


def test_a_reasoner_without_time_is_a_finding(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_graph: Graph, _limit: float) -> None:
        raise LimitError("the reasoner had no answer", hint="give it more time")

    monkeypatch.setattr("kg.check.reason", slow)
    (found,) = errors(check(folders=folders))
    assert found.endswith("the reasoner had no answer; give it more time")


def test_a_built_plan_is_read_without_its_reified_statements(tmp_path: Path) -> None:
    path = tmp_path / "plan.nq"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    path.write_text(
        f"<{PORT}> <{rdf}type> <{CHIIKI.Port}> <urn:g> .\n"
        f'<{PORT}> <{CHIIKI.content}> "\\"藻\\"\\n場"@ja <urn:g> .\n'
        f"<urn:s> <{rdf}type> <{rdf}Statement> <urn:p> .\n"
        f"<urn:s> <{rdf}subject> <{PORT}> <urn:p> .\n",
        "utf-8",
    )
    graph = read_plan(path)
    assert set(graph.subjects()) == {PORT}
    assert str(graph.value(PORT, CHIIKI.content)) == '"藻"\n場'


@pytest.mark.parametrize("text", ["no quads", None])
def test_a_file_that_is_no_built_plan_is_refused(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "plan.nq"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(GraphFileError) as caught:
        read_plan(path)
    assert "plan.nq" in str(caught.value)


def test_every_canned_query_names_only_defined_terms() -> None:
    """Said once more without the rest: this is what a writer of queries breaks first."""
    found = check(use_reasoner=False)
    assert [line for line in errors(found) if ".rq" in line] == []

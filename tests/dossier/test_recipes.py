"""``dossiers.toml``: TOML indeed, in step with queries and ontology, refused if wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.dossier.recipes import ANY, DOSSIERS, Recipes
from kg.errors import InputError
from kg.graph.terms import CHIIKI
from kg.questions.catalogue import Catalogue
from kg.resources import ONTOLOGY

TEXT = Path(DOSSIERS).read_text(encoding="utf-8")
RECIPES = Recipes()
CATALOGUE = Catalogue()


def test_a_toml_reader_reads_the_same() -> None:
    read = tomllib.loads(TEXT)
    assert read["dossier"] == RECIPES.classes
    assert list(read["dossier"]) == list(RECIPES.classes)
    assert set(read["section"]) == set(RECIPES.sections)
    for name, values in read["section"].items():
        plan = RECIPES.sections[name]
        assert plan.name == name
        assert plan.thing == values["thing"]
        assert plan.heading == {"ja": values["ja"], "en": values["en"]}
        assert plan.columns == tuple(values["columns"])
        assert plan.beside == values.get("beside")
        assert plan.needs == tuple(values.get("needs", ()))
        assert plan.shares == values.get("shares")
        assert plan.among == values.get("among")


@pytest.mark.parametrize("name", RECIPES.sections)
def test_a_section_fits_its_query(name: str) -> None:
    plan, question = RECIPES.sections[name], CATALOGUE.get(name)
    needed = [one.name for one in question.params.values() if one.default is None]
    assert needed == [plan.thing], "the thing must be the one value that the query needs"
    assert set(plan.columns) <= {column.name for column in question.columns}
    assert set(question.params) - {plan.thing} <= {"lang"}


def test_every_section_is_used() -> None:
    used = {name for names in RECIPES.classes.values() for name in names}
    assert used == set(RECIPES.sections)


def test_each_class_of_the_ontology_has_sections_of_its_own() -> None:
    graph = Graph()
    for path in sorted(Path(ONTOLOGY).glob("*.ttl")):
        graph.parse(path)
    classes = [
        one
        for one in graph.subjects(RDF.type, OWL.Class)
        if isinstance(one, URIRef) and one.startswith(CHIIKI)
    ]
    assert len(classes) > 25
    for one in classes:
        above = {
            str(up).removeprefix(CHIIKI) for up in graph.transitive_objects(one, RDFS.subClassOf)
        }
        assert above & set(RECIPES.classes), f"{one} has none"


def test_the_first_class_that_fits_counts() -> None:
    names = [plan.name for plan in RECIPES.sections_of({"Measure", "Programme"})]
    assert names == RECIPES.classes["Measure"]
    others = [plan.name for plan in RECIPES.sections_of(set())]
    assert others == RECIPES.classes[ANY]


SECTION = '[section.facts]\nthing = "resource"\nja = "概要"\nen = "Facts"\ncolumns = ["value"]\n'
DOSSIER = '[dossier]\nany = ["facts"]\n'
BAD = {
    "no-json": (SECTION.replace('"Facts"', "Facts"), 4, "neither a text nor"),
    "no-key": (SECTION + "value\n" + DOSSIER, 6, "must read"),
    "above-a-table": ('thing = "x"\n', 1, "below a table"),
    "twice": (SECTION + 'ja = "再"\n', 6, "comes twice"),
    "table-twice": (SECTION + SECTION, 6, "comes twice"),
    "unknown-table": ("[sections.facts]\n", 1, "no table"),
    "unknown-key": (SECTION + 'colour = "red"\n' + DOSSIER, 6, "unknown key 'colour'"),
    "missing-key": (SECTION.replace('en = "Facts"\n', "") + DOSSIER, 1, "lacks the key 'en'"),
    "empty-heading": (SECTION.replace('"Facts"', '""') + DOSSIER, 4, "must be a text"),
    "columns-are-text": (SECTION.replace('["value"]', '"value"') + DOSSIER, 5, "list of texts"),
    "no-columns": (SECTION.replace('["value"]', "[]") + DOSSIER, 5, "list of texts"),
    "column-twice": (SECTION.replace('"value"', '"value", "value"') + DOSSIER, 5, "twice"),
    "needs-text": (SECTION + 'needs = "partOf"\n' + DOSSIER, 6, "list of texts"),
    "shares-list": (SECTION + 'shares = ["label"]\n' + DOSSIER, 6, "must be a text"),
    "beside-nothing": (SECTION + 'beside = "lead"\n' + DOSSIER, 6, "none of the columns"),
    "unknown-section": (SECTION + '[dossier]\nany = ["else"]\n', 7, r"\[section.else\]"),
    "no-any": (SECTION + '[dossier]\nAsset = ["facts"]\n', None, "lacks the key 'any'"),
    "empty": ("", None, "lacks the key 'any'"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_file_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    text, line, said = BAD[case]
    path = tmp_path / "dossiers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        Recipes(str(path))
    assert (caught.value.where, caught.value.line) == (str(path), line)
    assert caught.value.hint


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Recipes(str(tmp_path / "nowhere.toml"))

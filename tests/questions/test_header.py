"""Reading the head of a query file: what is understood, and what is said of a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphFileError, InputError, NotFoundError
from kg.questions.catalogue import Catalogue, Question

GOOD = """\
#+ summary: "Ports by name."
#+ title: {"ja": "港", "en": "Ports"}
#+ description: {"ja": "港を示します。", "en": "Lists the ports."}
#+ params: {"name": {"type": "text", "label": {"ja": "名", "en": "Name"}, "example": "港"}}
#+ columns: [{"name": "port", "label": {"ja": "港", "en": "Port"}, "type": "iri"}]
#+ example: {"params": {"name": "港"}, "rows": []}

SELECT ?port WHERE {
  VALUES (?name) { ("港") }  # params
  ?port <https://example.org/name> ?name .
}
ORDER BY ?port
"""
PLAIN = GOOD.replace(
    '#+ params: {"name": {"type": "text", "label": {"ja": "名", "en": "Name"}, "example": "港"}}',
    "#+ params: {}",
).replace('{"params": {"name": "港"}', '{"params": {}')


def read(text: str) -> Question:
    return Question("ports", "queries/ports.rq", text)


def test_all_parts_are_read() -> None:
    question = read(GOOD)
    assert question.summary == "Ports by name."
    assert question.title == {"ja": "港", "en": "Ports"}
    assert question.description["en"] == "Lists the ports."
    assert [(name, p.type, p.example) for name, p in question.params.items()] == [
        ("name", "text", "港")
    ]
    assert question.params["name"].default is None
    assert [(column.name, column.type) for column in question.columns] == [("port", "iri")]
    assert question.example_params == {"name": "港"}
    assert question.values_line == 9
    assert question.variables == ("name",)
    assert question.text == GOOD


def test_a_question_may_say_what_its_rows_do_not_tell() -> None:
    assert read(GOOD).caution is None
    caution = '#+ caution: {"ja": "ほかにもある。", "en": "There are more."}\n#+ example'
    assert read(GOOD.replace("#+ example", caution)).caution == {
        "ja": "ほかにもある。",
        "en": "There are more.",
    }
    with pytest.raises(GraphFileError, match="caution"):
        read(GOOD.replace("#+ example", '#+ caution: {"ja": "ほかにもある。"}\n#+ example'))


def test_a_question_may_be_about_all_editions() -> None:
    assert not read(GOOD).is_about_editions
    assert read(GOOD.replace("#+ example", '#+ editions: "all"\n#+ example')).is_about_editions
    with pytest.raises(GraphFileError, match='must be "all"') as caught:
        read(GOOD.replace("#+ example", "#+ editions: true\n#+ example"))
    assert caught.value.line == 6


@pytest.mark.parametrize("by", ["plan", "document"])
def test_a_question_may_be_asked_of_one_plan_after_the_other(by: str) -> None:
    assert read(GOOD).asked_by is None
    assert read(GOOD.replace("#+ example", f'#+ by: "{by}"\n#+ example')).asked_by == by


@pytest.mark.parametrize("by", ['"region"', '["plan"]', "1", "null"])
def test_what_plans_are_asked_by_is_known(by: str) -> None:
    with pytest.raises(GraphFileError, match="must be one of plan, document") as caught:
        read(GOOD.replace("#+ example", f"#+ by: {by}\n#+ example"))
    assert caught.value.line == 6


def test_a_parameter_may_say_what_can_be_given_and_where_that_is_found() -> None:
    assert (read(GOOD).params["name"].hint, read(GOOD).params["name"].offers) == (None, None)
    more = '"hint": {"ja": "港の名", "en": "a port"}, "offers": "assets.label"'
    name = read(GOOD.replace('"example": "港"}}', f'"example": "港", {more}}}}}')).params["name"]
    assert name.hint == {"ja": "港の名", "en": "a port"}
    assert name.offers == ("assets", "label")


NOTE = '{"name": "note", "label": {"ja": "注", "en": "Note"}, "type": "text", "below": "port"}'
WITH_NOTE = GOOD.replace('"type": "iri"}]', f'"type": "iri"}}, {NOTE}]').replace(
    "SELECT ?port", "SELECT ?port ?note"
)


def test_a_column_may_stand_below_another() -> None:
    assert [column.below for column in read(WITH_NOTE).columns] == [None, "port"]


@pytest.mark.parametrize("below", ['"note"', '"harbour"', '["port"]', "1"])
def test_a_column_stands_below_one_with_cells_of_its_own(below: str) -> None:
    with pytest.raises(GraphFileError, match="stands below none") as caught:
        read(WITH_NOTE.replace('"below": "port"', f'"below": {below}'))
    assert caught.value.line == 5


def test_values_take_the_place_of_the_line_and_of_nothing_else() -> None:
    bound = read(GOOD).with_values('"川"')
    assert bound == GOOD.replace(
        '  VALUES (?name) { ("港") }  # params', '  VALUES (?name) { ("川") }  # params'
    )


def test_a_query_without_parameters_stays_as_it_is() -> None:
    text = PLAIN.replace('  VALUES (?name) { ("港") }  # params\n', "")
    question = read(text)
    assert question.values_line is None
    assert question.with_values("") == text


@pytest.mark.parametrize(
    "text", [GOOD, PLAIN.replace('  VALUES (?name) { ("港") }  # params\n', "")]
)
def test_what_is_asked_has_empty_lines_for_the_head(text: str) -> None:
    question = read(text)
    asked, whole = question.to_ask('"川"').split("\n"), question.with_values('"川"').split("\n")
    assert asked == ["" if row.startswith("#+") else row for row in whole]


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_byte_order_mark_and_crlf_are_no_matter(change: Callable[[str], str]) -> None:
    assert read(change(GOOD)).columns[0].name == "port"


def test_rows_are_named_tuples() -> None:
    row_type = read(GOOD).row_type
    assert row_type.__name__ == "PortsRow"
    row = row_type._make(["x"])  # type: ignore[attr-defined]
    assert row.port == row[0] == "x"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('#+ summary: "Ports by name."\n', "", None, "lacks the key 'summary'"),
        ("#+ summary:", "#+ sumary:", 1, "unknown key 'sumary'"),
        ('"Ports by name."', '"a"\n#+ summary: "b"', 2, "the key 'summary' comes twice"),
        ('"Ports by name."', "Ports by name.", 1, "is not JSON"),
        ('"Ports by name."', '" "', 1, "summary must be a text"),
        ("#+ summary:", "#+ summary", 1, "must read `#+ key: VALUE`"),
        ('{"ja": "港", "en": "Ports"}', '{"ja": "港", "ja": "川"}', 2, "the key 'ja' comes twice"),
        ('{"ja": "港", "en": "Ports"}', '{"ja": "港"}', 2, "the title lacks en"),
        ('{"ja": "港", "en": "Ports"}', '{"ja": "港", "en": ""}', 2, "needs a text for 'en'"),
        ('{"ja": "港", "en": "Ports"}', '["港"]', 2, "the title must be an object"),
        (
            '{"ja": "港", "en": "Ports"}',
            '{"ja": "港", "en": "P", "fr": "P"}',
            2,
            "unknown key 'fr'",
        ),
        ('"type": "text"', '"type": "word"', 4, "unknown type 'word'"),
        ('"name": {"type"', '"a name": {"type"', 4, "is no name of a variable"),
        ('"example": "港"}', '"example": ["港"]}', 4, "must be a text or a number"),
        ('"example": "港"}}', '"example": "港", "min": 1}}', 4, "unknown key 'min'"),
        (
            '"example": "港"}}',
            '"example": "港", "offers": "assets"}}',
            4,
            "must read question.column",
        ),
        ('"example": "港"}}', '"example": "港", "hint": "港"}}', 4, "the hint of the parameter"),
        ('[{"name": "port"', '{"x": {"name": "port"', 5, "is not JSON"),
        ('[{"name": "port", ', "[{", 5, "a column lacks name"),
        ('"type": "iri"', '"type": "url"', 5, "unknown type 'url'"),
        ('{"name": "port", ', '{"name": "class", ', 5, "is no name of a column"),
        ('{"name": "port", ', '{"name": "source_", ', 5, "is no name of a column"),
        ('"rows": []', '"rows": [["a", "b"]]', 6, "a list of 1 values"),
        ('"rows": []', '"rows": {}', 6, "rows must be a list"),
        ('"params": {"name": "港"}', '"params": {"nom": "港"}', 6, "unknown key 'nom'"),
        ("  # params", "", None, "needs one line"),
        ("ORDER BY ?port", "VALUES (?name) { (1) }  # params", 12, "needs one line"),
        ('{ ("港") }', '("港")', 9, "must read `VALUES"),
        ("VALUES (?name)", "VALUES (?nom)", 9, "holds nom, the head name"),
    ],
)
def test_a_wrong_head_is_told_with_file_and_line(
    old: str, new: str, line: int | None, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(GraphFileError) as caught:
        read(GOOD.replace(old, new, 1))
    assert said in caught.value.message
    assert caught.value.where == "queries/ports.rq"
    assert caught.value.line == line


def test_a_line_of_parameters_without_parameters_in_the_head_is_told() -> None:
    with pytest.raises(GraphFileError, match="holds name, the head none"):
        read(PLAIN)


@given(st.text(alphabet='#+ :{}[]",abcsumryexpl\n\r\t\x00\u2028港', max_size=200))
def test_no_text_raises_anything_but_its_own_error(text: str) -> None:
    try:
        read(text)
    except GraphFileError as error:
        assert error.where == "queries/ports.rq"


def test_the_catalogue_reads_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "ports.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no query", encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    assert catalogue.names() == ["ports"]
    assert catalogue.get("ports") is catalogue.get("ports")
    assert [question.name for question in catalogue] == ["ports"]


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        Catalogue().get("project-by-asset")
    assert caught.value.hint is not None
    assert "projects-by-asset" in caught.value.hint


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "a\x00b", "", "Goals", "a" * 5000, "con"]
)
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(NotFoundError):
        Catalogue().get(name)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes(b"#+ summary: \xff\n")
    (tmp_path / "folder.rq").mkdir()
    catalogue = Catalogue(tmp_path)
    with pytest.raises(GraphFileError, match="must be UTF-8"):
        catalogue.get("latin")
    with pytest.raises(GraphFileError, match="cannot be read"):
        catalogue.get("folder")
    with pytest.raises(InputError):
        Catalogue(tmp_path / "nowhere").names()

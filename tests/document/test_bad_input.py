"""Bad documents and plan files: one message that says what, where and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, URIRef

from kg.document.coverage import coverage
from kg.document.layout import Layout
from kg.document.model import Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.document.source import read_source, source_from_bytes
from kg.errors import IriError, KgError, PlanFileError, SourceError
from kg.graph.convert import convert
from kg.graph.iris import check_base
from kg.things.bodies import body_name
from tests.conftest import REAL_PLAN
from tests.rewriting import parse_text

TEXT = (REAL_PLAN / "source.txt").read_bytes().decode("utf-8")


AREA = " ■推進エリア：釧路・根室連携地域"


def errors_of(text: str, layout: Layout) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in parse_text(text, layout).errors]


@pytest.mark.parametrize(
    ("data", "told", "line"),
    [
        (b"", "empty", None),
        ("\ufeff \r\n　\n".encode(), "empty", None),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF", None),
        (b"PK\x03\x04\x14\x00", "ZIP", None),
        ("計画".encode("utf-16"), "UTF-16", None),
        ("１行目\n".encode() + b"a\x00b\n", "NUL", 2),
        ("釧路港の整備をすすめます".encode("cp932"), "Shift_JIS", 1),
        ("釧路港の整備をすすめます".encode("euc_jp"), "EUC-JP", 1),
        ("一行目\n".encode() + b"\xed\xa0\x80", "not UTF-8", 2),
        ("よい行\n".encode() + "港".encode()[:2], "not UTF-8", 2),
        (bytes(range(128, 256)), "binary", 1),
    ],
)
def test_document_that_is_no_text_is_refused(data: bytes, told: str, line: int | None) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        source_from_bytes(data, "plan.txt")
    assert caught.value.where == "plan.txt"
    assert caught.value.line == line
    assert caught.value.hint


def test_a_body_is_named_without_what_nobody_sees() -> None:
    assert body_name("民間\u200b事業者\u00ad（選定中）") == "民間事業者"
    assert body_name("㈱港（予定）") == "㈱港"


def test_missing_document_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_source(tmp_path / "nowhere.txt")


def test_text_that_is_no_plan_is_told_line_by_line(layout: Layout) -> None:
    told = errors_of("吾輩は猫である。\n名前はまだ無い。\n", layout)
    assert any("no page of a project" in message for message in told)
    assert any(message.startswith("1: 「吾輩は猫である。」") for message in told)
    assert any(message.startswith("2: 「名前はまだ無い。」") for message in told)


@pytest.mark.parametrize("share", [0.15, 0.37, 0.5, 0.81])
def test_plan_cut_in_the_middle_of_a_page_misses_pages(layout: Layout, share: float) -> None:
    told = errors_of(TEXT[: int(len(TEXT) * share)], layout)
    assert any("has no page" in m or "is missing" in m for m in told), told


def changed(old: str, new: str, count: int = -1) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, count)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed("２－（１）\n交流", "１－（１）、４－（２）\n交流"), "code 1-(1) of"),
        (changed("【再掲】１－（２）", "【再掲】１－（９）", 1), "repeats 1-(9), which is not"),
        (changed("【再掲】２－（４）", "【再掲】２－（１）", 1), "which is called"),
        (changed("５－（２）北方領土の早", "５－（３）北方領土の早"), "project 5-(3)"),
        (
            changed("５－（２）北方領土の早", "５－（３）北方領土の早"),
            "5-(2) 「北方領土の早期返還と隣接地域の振興プロジェクト」 is not in",
        ),
        (changed("３－（１）ゼロカーボン", "３－（１）プラスカーボン"), "index calls project 3"),
        (changed("１－（１）農林", "１－（２）農林"), "stands in the index twice"),
        (changed("目項 １", "項目 １"), "no heading like"),
        (
            changed(f" ／推進主体：国{AREA} （１/３）", f"{AREA} （１/３）"),
            "has no leading body",
        ),
        (changed("【主な基盤整備】\n○ 河川", "○ 河川", 1), "became neither data nor furniture"),
    ],
)  # fmt: skip
def test_document_that_contradicts_itself_is_told(layout: Layout, text: str, told: str) -> None:
    plan = parse_text(text, layout)
    found = [p for p in plan.problems if p.severity != "note" and told in p.message]
    assert found, [problem.message for problem in plan.problems]
    assert all(problem.line > 1 for problem in found)


def test_header_printed_otherwise_on_a_later_page_is_reported_and_kept(layout: Layout) -> None:
    before, after = TEXT.split("（２/３）", 1)
    head = "国土づくりプロジェクト"
    at = before.rindex(head)
    plan = parse_text(
        f"{before[:at]}国土プロジェクト{before[at + len(head) :]}（２/３）{after}", layout
    )
    (warning,) = (p for p in plan.problems if p.severity == "warning")
    assert (
        "the title is printed as 「安全・安心に住み続けられる強靱な国土プロジェクト」 here"
        in warning.message
    )
    project = next(project for project in plan.projects if project.code == "4-(3)")
    assert [words.text for words in project.title.again] == [
        "安全・安心に住み続けられる強靱な国土プロジェクト",
        "安全・安心に住み続けられる強靱な国土づくりプロジェクト",
    ]


def test_cells_that_do_not_fit_their_groups_leave_them_unknown(layout: Layout) -> None:
    plan = parse_text(
        changed(
            "国、道、市町村\n\n国、道、市町村、\n民間\n\n国、道、市町村、\n民間\n",
            "国、道、市町村\n\n国、道、市町村、\n民間\n",
            1,
        ),
        layout,
    )
    project = next(project for project in plan.projects if project.code == "1-(2)")
    assert [group.certainty for group in project.groups] == ["unknown"] * 3
    assert any("2 cell(s)" in problem.message for problem in plan.problems)
    assert not plan.errors


def test_bracket_that_never_closes_keeps_its_words(layout: Layout) -> None:
    plan = parse_text(
        changed("国、市町村、民間事業者（選定中）等", "国、市町村、民間事業者（選定中、道等", 1),
        layout,
    )
    project = next(project for project in plan.projects if project.code == "2-(1)")
    partners = project.co_creations[1].partners
    assert partners is not None
    assert [e.words.text for e in partners.entries] == ["国", "市町村", "民間事業者（選定中、道"]
    assert coverage(plan).share == 1


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        ("釧路川（弟子屈地区、標茶地区）の", "釧路川（弟子屈地区、標茶地区の"),
        ("「地域マリンビジョン」、", "「地域マリンビジョン、"),
        ("地域マリンビジョンの推進", "地域マリンビジョン）の推進"),
        ("農林水産業を支える物流基盤の整備", "農林水産業を支える『物流基盤の整備"),
    ],
)  # fmt: skip
def test_bracket_without_a_partner_is_told_with_its_line(
    layout: Layout, whole: str, torn: str
) -> None:
    text = changed(whole, torn, 1)
    plan = parse_text(text, layout)
    (told,) = (problem for problem in plan.problems if problem.severity == "warning")
    assert torn in told.message
    assert torn[:5] in "".join(text.splitlines()[told.line - 1 : told.line + 2])
    assert not plan.errors
    assert coverage(plan).share == 1


def test_real_plan_has_no_torn_bracket(plan: Plan) -> None:
    assert not [p for p in plan.problems if "has no partner" in p.message]


def test_line_of_a_megabyte_is_read_whole(layout: Layout) -> None:
    # Read in time that grows with the length: its square would never end.
    long = "釧路港の整備" * 60_000
    plan = parse_text(changed("・釧路港の整備\n", f"・{long}\n", 1), layout)
    assert any(work.text.text == long for work in plan.projects[0].works)
    assert coverage(plan).share == 1


def test_thirty_thousand_bullets_are_read(layout: Layout) -> None:
    bullets = "".join(f"・第{number}岸壁の整備\n" for number in range(30_000))
    plan = parse_text(changed("・釧路港の整備\n", bullets, 1), layout)
    assert len(plan.projects[0].works) == 30_000 + 14
    assert not plan.errors


def test_invisible_marks_and_long_names_stay_in_the_text(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(REAL_PLAN, folder)
    name = "長" * 5_000
    text = changed(
        "・根室港の整備", f"・根\u200f室港の整備\n・{name}港の整備\n・黒\u202e潮港の整備", 1
    )
    (folder / "source.txt").write_text(text, encoding="utf-8")
    plan_file = read_plan_file(folder)
    plan = read_plan(plan_file)
    assert not plan.errors
    works = [work.text.text for work in plan.projects[0].works]
    assert "根\u200f室港の整備" in works
    assert f"{name}港の整備" in works
    content = convert(plan, plan_file).content
    assert not [node for node in content.subjects() if {"\u200f", "\u202e"} & set(str(node))]
    port = URIRef("https://w3id.org/chiiki/id/asset/根室港")
    assert [str(label) for label in content.objects(port, RDFS.label)] == ["根室港"]
    before = convert(read_plan(read_plan_file(REAL_PLAN)), plan_file).content
    assert set(before.objects(port, RDF.type)) == set(content.objects(port, RDF.type))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "kushiro-nemuro"\n', "", "id"),
        ('id = "kushiro-nemuro"', 'id = "釧路 根室"', "cannot stand in an IRI"),
        ('id = "kushiro-nemuro"', 'id = "endpoint"', "is taken"),
        ("layout =", "layuot =", "layuot"),
        ('document = "source.txt"\n', "", "document"),
        ('value = "2025-03"', 'value = "令和7年"', "is no date"),
        ("[title]", "[title", "not valid TOML"),
        ('layout = "hokkaido-vision"', 'layout = "unknown"', "no layout 'unknown'"),
        ('gazetteer = "gazetteer.csv"', 'gazetteer = "none.csv"', "gazetteer cannot be read"),
    ],
)
def test_wrong_plan_file_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    shutil.copytree(REAL_PLAN, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KgError, match=told) as caught:
        read_plan_file(path.parent)
    assert caught.value.hint or caught.value.line


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ("layout =", "layuot =", "Its keys: id, layout, document, title"),
        ("[title]\nja =", "[title]\njp =", "The keys of [title]: ja, source, en"),
    ],
)
def test_wrong_key_is_told_with_the_keys_there_are(
    tmp_path: Path, old: str, new: str, keys: str
) -> None:
    shutil.copytree(REAL_PLAN, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlanFileError) as caught:
        read_plan_file(path.parent)
    assert (caught.value.hint or "").startswith(keys)


def test_folder_without_plan_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="cannot be read"):
        read_plan_file(tmp_path)


def test_wrong_gazetteer_is_told_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(REAL_PLAN, tmp_path / "plan")
    path = tmp_path / "plan" / "gazetteer.csv"
    text = path.read_text(encoding="utf-8").replace(",01206,", ",1206,", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanFileError, match="the code '1206' of 釧路市") as caught:
        read_plan_file(path.parent)
    assert (caught.value.where, caught.value.line) == (str(path), 2)


@pytest.mark.parametrize(
    "base",
    [
        "https://example.org/a b/", "example.org/", "https://example.org/id", "", "ftp://example.org/",
        "https://example.org/<x>/", "https://example.org/%zz/", "https://exa\u202emple.org/",
    ],
)  # fmt: skip
def test_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(IriError, match="cannot be the base"):
        check_base(base)


PARTNERS = "（推進体制）国、市、商工会議所等"


@pytest.mark.parametrize(
    ("partners", "bodies", "names"),
    [
        ("道（農政部（根室、釧路）、水産部）", "道（農政部（根室、釧路）、水産部）", "道"),
        ("市（課（係）、会（甲（乙（丙））））", "市（課（係）、会（甲（乙（丙））））", "市"),
        ("国、市（港湾課、商工会議所", "国|市（港湾課、商工会議所", "国|市"),
        ("市港湾課）、商工会議所", "市港湾課）|商工会議所", "市港湾課|商工会議所"),
    ],
)  # fmt: skip
def test_nested_and_torn_brackets_make_no_body(
    layout: Layout, partners: str, bodies: str, names: str
) -> None:
    plan = parse_text(changed(PARTNERS, f"（推進体制）{partners}"), layout)
    project = next(project for project in plan.projects if project.code == "2-(1)")
    lists = [effort.partners for effort in project.co_creations if effort.partners]
    (found,) = (each for each in lists if each.words.text == partners)
    written = [entry.words.text for entry in found.entries]
    assert written == bodies.split("|")
    assert list(map(body_name, written)) == names.split("|")
    told = [p.message for p in plan.problems if p.severity == "warning"]
    assert len(told) == (partners.count("（") != partners.count("）"))
    assert all("has no partner" in message and "港湾課" in message for message in told)

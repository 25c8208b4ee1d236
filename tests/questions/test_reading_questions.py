"""Questions that a reader of the plan asks, against what was read from it by hand: every row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pyoxigraph
import pytest

from kg.cli import main
from kg.dataset import Dataset
from kg.questions.answers import ask
from kg.questions.catalogue import Catalogue
from kg.store.embedded import EmbeddedStore
from tests.test_golden import read_golden

SILENT, UNSURE = "計画に見当たらない", "変換が不確か"
NO_NAME = "どの文にも名が見つからない"
CELL_ON_PAGE = "同じページに実施主体の欄があるが、この列にも及ぶか読み取れない"
# The initiatives without a name whose words still give a reason to look: brackets (931, 1497), and
# words that begin as 日本海溝 (1094) and 道東自動車道 (1340) do.
IN_BRACKETS = "括弧に入った語句を名と認めていない"
SAME_HEAD = "計画に現れる場所や施設・自然物の名の初めの二文字を含む"
LOOK_AT = {"新たな養殖業": IN_BRACKETS, "元島民等": IN_BRACKETS, "日本遺産": SAME_HEAD}
LOOK_AT |= {"道東ドクターヘリ": SAME_HEAD}
# Programme items end in the name of a fishing port and, in brackets, of its municipality.
PORTS = {
    *(("散布漁港", "浜中町"), ("尾岱沼漁港", "別海町"), ("白糠漁港", "白糠町")),
    *(("仙鳳趾漁港", "釧路町"), ("床潭漁港", "厚岸町"), ("千代ノ浦漁港", "釧路市")),
    *(("標津漁港", "標津町"), ("幌茂尻漁港", "根室市")),
}

KNOWN_PLACES = """\
@prefix chiiki: <https://w3id.org/chiiki/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://example.org/id/> .
id:a a chiiki:Municipality ; rdfs:label "東町"@ja .
id:b a chiiki:Municipality ; rdfs:label "西町"@ja .
id:port a chiiki:Asset ; rdfs:label "若宮港"@ja ; chiiki:locatedIn id:a .
id:work a chiiki:InfrastructureWork ; chiiki:concernsAsset id:port .
"""

SAME_WORDS = """\
@prefix chiiki: <https://w3id.org/chiiki/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://example.org/id/> .
@prefix north: <https://example.org/id/north/> .
@prefix south: <https://example.org/id/south/> .
chiiki:InfrastructureWork rdfs:subClassOf chiiki:Measure .
id:north a chiiki:Plan .
id:south a chiiki:Plan .
north:1 a chiiki:Project ; chiiki:primaryCode "1-(1)" ; chiiki:partOf id:north .
north:work-1 a chiiki:InfrastructureWork ; rdfs:label "道道の整備"@ja ; chiiki:measureOf north:1 ;
    chiiki:partOf north:1, id:north ;
    chiiki:firstPassage [ chiiki:charStart 4 ; chiiki:page 4 ] .
north:2 a chiiki:Project ; chiiki:primaryCode "1-(2)" ; chiiki:partOf id:north .
north:work-2 a chiiki:InfrastructureWork ; rdfs:label "道道の整備"@ja ; chiiki:measureOf north:2 ;
    chiiki:partOf north:2, id:north ;
    chiiki:firstPassage [ chiiki:charStart 5 ; chiiki:page 5 ] .
south:1 a chiiki:Project ; chiiki:primaryCode "1-(1)" ; chiiki:partOf id:south .
south:work-1 a chiiki:InfrastructureWork ; rdfs:label "道道の整備"@ja ; chiiki:measureOf south:1 ;
    chiiki:partOf south:1, id:south ;
    chiiki:firstPassage [ chiiki:charStart 6 ; chiiki:page 6 ] .
"""

Rows = list[tuple[object, ...]]
Words = dict[str, set[tuple[int, str]]]


def rows(dataset: Dataset, name: str, *columns: str, **values: str) -> Rows:
    """Ask a question; of its columns keep those named, or all."""
    answer = dataset.query(name, **values)
    return [tuple(getattr(row, column) for column in columns or row._fields) for row in answer]


def codes_of_projects() -> dict[str, list[str]]:
    """Return all codes of each project by its first."""
    return {
        first: codes.split() for first, codes in read_golden("projects", columns=["code", "codes"])
    }


def by_first(name: str, key: str, value: str) -> dict[str, str]:
    """Return two columns of a table as a dictionary."""
    return {row[0]: row[1] for row in read_golden(name, columns=[key, value])}


def titles() -> dict[str, str]:
    return by_first("projects", "code", "title")


def distinct(bodies: str) -> list[str]:
    return list(dict.fromkeys(bodies.split("、"))) if bodies else []


def test_gaps_of_projects_are_those_read_by_hand(dataset: Dataset) -> None:
    # Bodies are named in 3-(1), a council (627), and 4-(3), a force (728) and two councils.
    unread = {"1-(3)", "2-(4)", "3-(2)", "4-(6)"}
    # Line 310: 釧路市と連携して推進.
    town = (UNSURE, "市町村の名があり、場所としてか主体としてか読み取れない")
    body = [
        (
            *("主体の名のないプロジェクト", code, title),
            *(town if code == "1-(2)" else _verdict(code in unread)),
        )
        for code, title in titles().items()
        if code not in {"3-(1)", "4-(3)"}
    ]
    # Line 248: 阿寒地区, a district of fields, which may be the area 阿寒 as well.
    reason = "そう読むこともできる語句がある"
    place = ("場所の名のないプロジェクト", "1-(1)", titles()["1-(1)"], UNSURE, reason)
    asset = ("施設・自然物の名のないプロジェクト", "5-(2)", titles()["5-(2)"], SILENT, NO_NAME)
    found = rows(dataset, "gaps", "gap", "code", "thing", "verdict", "reason")
    assert [row for row in found if "プロジェクト" in str(row[0])] == [*body, place, asset]


def _verdict(is_unread: bool) -> tuple[str, str]:
    if is_unread:
        return UNSURE, "実施主体の分からない取組のまとまりがある"
    return SILENT, NO_NAME


def test_gaps_of_groups_are_those_read_by_hand(dataset: Dataset) -> None:
    columns = ["code", "group", "certainty", "page"]
    expected = [
        ("実施主体の分からない取組のまとまり", code, group, UNSURE, CELL_ON_PAGE, int(page))
        for code, group, certainty, page in read_golden("groups", columns=columns)
        if certainty == "unknown"
    ]
    assert len(expected) == 6
    assert [row for row in rows(dataset, "gaps") if "まとまり" in str(row[0])] == expected


def test_gaps_of_initiatives_are_those_read_by_hand(dataset: Dataset) -> None:
    named = set(read_golden("named-initiatives", columns=["code", "initiative"]))
    expected = []
    for code, text, page in read_golden("initiatives", columns=["code", "initiative", "page"]):
        if (code, text) not in named:
            why = [reason for start, reason in LOOK_AT.items() if text.startswith(start)]
            told = (UNSURE, why[0]) if why else (SILENT, NO_NAME)
            expected.append(("具体的な名のない個別の取組", code, text, *told, int(page)))
    assert len(expected) == 123
    assert [row for row in rows(dataset, "gaps") if "個別の取組" in str(row[0])] == expected


def test_works_of_several_projects_are_those_read_by_hand(dataset: Dataset) -> None:
    projects: dict[str, list[str]] = defaultdict(list)
    for code, work in read_golden("infrastructure", columns=["code", "work"]):
        if code not in projects[work]:
            projects[work].append(code)
    all_codes = codes_of_projects()
    expected = [
        (work, len(codes), sum(len(all_codes[code]) for code in codes), " ".join(codes))
        for work, codes in projects.items()
        if len(codes) > 1
    ]
    expected.sort(key=lambda row: -row[1])
    assert len(expected) == 26
    assert rows(dataset, "repeated-works") == expected


def test_counts_by_index_row_by_project_and_once_are_those_read_by_hand(dataset: Dataset) -> None:
    works = read_golden("infrastructure", columns=["code", "work"])
    programmes = read_golden("programmes", columns=["code", "programme"])
    items = read_golden("infrastructure", columns=["code", "detail"])
    items += read_golden("programmes", columns=["code", "item"])
    tables = {
        "個別の取組": read_golden("initiatives", columns=["code", "initiative"]),
        "官民共創の取組": read_golden("co-creations", columns=["code", "title"]),
        "基盤整備": works,
        "補助・支援事業": programmes,
        "細目": [row for row in items if row[1]],
        "施設・自然物": read_golden("mentions", columns=["code", "asset"]),
    }
    expected: Rows = [("地域重点プロジェクト", 17, 11, 11)]
    expected += [(kind, *_counts(table)) for kind, table in tables.items()]
    assert rows(dataset, "repeat-counts") == expected


def _counts(table: Iterable[tuple[str, ...]]) -> tuple[int, int, int]:
    pairs = set(table)
    all_codes = codes_of_projects()
    in_rows = sum(len(all_codes[code]) for code, _ in pairs)
    return in_rows, len(pairs), len({thing for _, thing in pairs})


def test_what_depends_on_the_port_is_what_was_read_by_hand(dataset: Dataset) -> None:
    served = ["1-(1)", "1-(2)", "2-(1)", "3-(1)", "4-(3)"]
    visions = by_first("goals", "no", "vision")
    expected: Rows = [
        ("基盤整備", "釧路港の整備", "1-(1)", 3),
        ("官民共創の取組", "釧路港の利用促進に向けた取組", "1-(2)", 4),
        ("基盤整備", "釧路港の整備", "1-(2)", 5),
        ("官民共創の取組", "みなとオアシスの推進", "2-(1)", 7),
        ("官民共創の取組", "ブルーカーボン生態系の創出（釧路港）", "3-(1)", 10),
        ("基盤整備", "釧路港の整備", "3-(1)", 11),
        ("基盤整備", "釧路港の整備", "4-(3)", 14),
        *(
            ("地域重点プロジェクト", titles()[code], code, page)
            for code, page in zip(served, (2, 4, 6, 10, 12), strict=True)
        ),
        ("地域のめざす姿", visions["1"], "1-(1) 1-(2)", 1),
        ("地域のめざす姿", visions["2"], "1-(2) 2-(1)", 1),
        ("地域のめざす姿", visions["3"], "3-(1)", 1),
        ("地域のめざす姿", visions["4"], "1-(1) 1-(2) 4-(3)", 1),
        ("推進", "国", " ".join(served), 2),
        # The team behind each co-creation (312, 447, 647), none of them an implementer of a group.
        *(("連携", "国", "1-(2) 2-(1) 3-(1)", 4), ("連携", "市", "1-(2) 2-(1)", 4)),
        *(("連携", "物流事業者", "1-(2)", 4), ("連携", "商工会議所", "2-(1)", 7)),
        *(("連携", "港湾管理者", "3-(1)", 10), ("連携", "エネルギー事業者", "3-(1)", 10)),
    ]
    assert rows(dataset, "depends-on-asset", asset="釧路港") == expected


def test_bodies_that_depend_on_an_asset_cite_the_cells_that_name_them_there(
    dataset: Dataset,
) -> None:
    """国 stands in many cells; a row cites those of its own role in measures on the asset."""
    answer = dataset.query("depends-on-asset", asset="釧路港")
    bodies = [index for index, row in enumerate(answer) if row.kind in ("推進", "連携")]
    for index in bodies:
        assert {passage.words for passage in answer.passages(index)} == {answer[index].label}
        assert answer.passages(index)[0].page == answer[index].page
    joined = answer.passages(bodies[1])
    assert (answer[bodies[1]].label, [passage.page for passage in joined]) == ("国", [4, 7, 10])


def test_what_depends_on_a_river_counts_its_districts(dataset: Dataset) -> None:
    """Works on 釧路川（弟子屈地区、標茶地区） stand in four projects."""
    whole = rows(dataset, "depends-on-asset", "kind", "codes", asset="釧路川")
    part = rows(dataset, "depends-on-asset", "kind", "codes", asset="弟子屈地区")
    for found in (whole, part):
        works = [codes for kind, codes in found if kind == "基盤整備"]
        assert works == ["1-(1)", "2-(1)", "3-(1)", "4-(3)"]


def test_bodies_that_work_together_are_those_read_by_hand(dataset: Dataset) -> None:
    groups, efforts = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for (bodies,) in read_golden("groups", columns=["implementers"]):
        groups.update(combinations(sorted(distinct(bodies)), 2))
    for (bodies,) in read_golden("co-creations", columns=["bodies"]):
        efforts.update(combinations(sorted(map(_bare, distinct(bodies))), 2))
    pairs = {*groups, *efforts}
    expected = sorted(
        ((*pair, groups[pair], efforts[pair], groups[pair] + efforts[pair]) for pair in pairs),
        key=lambda row: (-row[4], -row[3], row[0], row[1]),
    )
    assert len(expected) == 97
    assert rows(dataset, "agents-together") == expected


def _bare(body: str) -> str:
    return body.removesuffix("（選定中）")


def test_co_creations_by_partner_are_those_read_by_hand(dataset: Dataset) -> None:
    efforts: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    columns = ["code", "title", "bodies", "page"]
    for code, title, bodies, page in read_golden("co-creations", columns=columns):
        for body in map(_bare, distinct(bodies)):
            efforts[body].append((code, title, int(page)))
    expected = [
        (body, len(efforts[body]), *effort)
        for body in sorted(efforts, key=lambda body: (-len(efforts[body]), body))
        for effort in efforts[body]
    ]
    columns = ["partner", "co_creations", "code", "title", "page"]
    assert rows(dataset, "co-creations-by-partner", *columns) == expected


def test_goals_by_assets_are_those_read_by_hand(dataset: Dataset) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for asset, code in read_golden("mentions", columns=["asset", "code"]):
        named[code].add(asset)
    expected = []
    for no, field in read_golden("goals", columns=["no", "field"]):
        pursuing = [
            first
            for first, codes in codes_of_projects().items()
            if any(code.startswith(f"{no}-") for code in codes)
        ]
        assets = set().union(*(named[code] for code in pursuing))
        without = " ".join(code for code in pursuing if not named[code]) or None
        expected.append((int(no), field, len(assets), len(pursuing), without))
    expected.sort(key=lambda row: (row[2], row[0]))
    assert expected[0][4] == "5-(2)"
    assert rows(dataset, "goals-by-assets") == expected


def test_near_repeats_are_those_read_by_hand(dataset: Dataset) -> None:
    columns = ["code_a", "measure_a", "code_b", "measure_b", "difference", "page_a", "page_b"]
    found = [tuple(map(str, row)) for row in rows(dataset, "near-repeats", *columns)]
    assert found == read_golden("near-repeats")
    similarities = [float(str(row[0])) for row in rows(dataset, "near-repeats", "similarity")]
    # 冬季における… and 冬期における… have 18 of 19 characters in common.
    assert similarities[5] == round(18 / 19, 3)
    assert all(0.8 <= similarity < 1 for similarity in similarities)


def test_municipalities_that_no_work_names_are_those_read_by_hand(dataset: Dataset) -> None:
    """All thirteen but those in brackets; a source says where 久著呂川 and 羅臼漁港 lie.

    Nothing says where 弟子屈地区 of 釧路川 (230) and 中標津空港 (1030) lie: no 0 may stand there.
    """
    answer = dataset.query("municipalities-without-work")
    assert [(row.code, row.name, row.works, row.assets, row.perhaps) for row in answer] == [
        ("01664", "標茶町", 1, "久著呂川", "厚岸標茶線、標茶地区"),
        ("01665", "弟子屈町", None, None, "弟子屈地区"),
        ("01667", "鶴居村", 1, "久著呂川", None),
        ("01692", "中標津町", None, None, "中標津空港"),
        ("01694", "羅臼町", 3, "羅臼漁港", "羅臼温泉園地"),
    ]
    placed = {
        row.label for row in dataset.query("asset-locations") if str(row.area)[-1] in "市町村"
    }
    works = {
        row.measure
        for asset in dataset.query("assets")
        if asset.label not in placed
        for row in dataset.query("projects-by-asset", asset=asset.asset)
        if row.kind in ("基盤整備", "補助・支援事業")
    }
    assert works
    assert {row.unplaced for row in answer} == {answer[0].unplaced}
    assert answer[0].unplaced >= len(works)


def test_a_zero_stands_only_where_all_places_are_known() -> None:
    """In a plan whose only asset has a place, a municipality without work has none for sure."""
    store = pyoxigraph.Store()
    store.load(KNOWN_PLACES.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = list(ask(EmbeddedStore(store), Catalogue().get("municipalities-without-work"), {}))
    assert [(row.name, row.works, row.unplaced) for row in found] == [
        ("東町", 1, 0),
        ("西町", 0, 0),
    ]


def test_words_repeat_across_kinds_and_as_headings(dataset: Dataset) -> None:
    """Read by hand: a work of page 16 is an item on page 22, items of page 20 programmes on 23."""
    found = {str(row[0]): row[1:] for row in rows(dataset, "repeated-measures")}
    assert found["中標津空港の整備"] == ("基盤整備、細目", 2, "1-(3) 4-(6)")
    assert found["森林環境保全整備事業"] == ("細目、補助・支援事業", 2, "3-(2) 4-(6)")
    assert found["地域防災力の充実・強化"] == ("取組のまとまり", 2, "4-(3) 4-(6)")
    group = "https://w3id.org/chiiki/id/kushiro-nemuro/project/4-3/group/4"
    others = [("4-(6)", "地域防災力の充実・強化", "取組のまとまり", 21)]
    columns = ["code", "label", "kind", "page"]
    assert rows(dataset, "repeats-of-measure", *columns, measure=group) == others


def test_the_same_words_of_another_plan_are_no_repeat() -> None:
    """A code without its plan would name another project."""
    store = pyoxigraph.Store()
    store.load(SAME_WORDS.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    work = pyoxigraph.NamedNode("https://example.org/id/north/work-1")
    question = Catalogue().get("repeats-of-measure")
    found = ask(EmbeddedStore(store), question, {"measure": work})
    assert [(row.code, row.page) for row in found] == [("1-(2)", 5)]


def test_an_answer_without_rows_says_what_that_means(
    dataset_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["query", "measures-by-area", "中標津町", "--data", str(dataset_folder), "--lang", "ja"]
    assert main(told) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "一つもないとは限りません" in err
    assert "municipalities-without-work" in err


def test_rows_of_a_municipality_come_with_what_they_do_not_tell(
    dataset_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """歯舞漁港 and 落石漁港 are ports of 根室市, which neither document nor source says."""
    told = ["query", "measures-by-area", "根室市", "--data", str(dataset_folder), "--lang", "ja"]
    assert main(told) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 7
    assert "歯舞漁港" not in out
    assert err == (
        "所在市町村の分からない施設・自然物だけに触れる取組は数えていないので、ここにないものも"
        "あることがあります（質問「基盤整備に名のない市町村」municipalities-without-work）。\n"
    )
    # Nothing of a town that lies in no known asset's place, and the same told.
    assert main(["query", "projects-by-area", "中標津町", *told[3:]]) == 0
    none, same = capsys.readouterr()
    assert (len(none.splitlines()), same) == (1, err)


def test_state_and_prefecture_meet_where_it_was_read_by_hand(dataset: Dataset) -> None:
    """The document places three ports in brackets, a source the other assets."""
    assert rows(dataset, "municipalities-of-several-leads") == [
        ("01206", "釧路市", "国", 7, "釧路港", "1-(1) 1-(2) 2-(1) 3-(1) 4-(3)"),
        ("01206", "釧路市", "道", 1, "千代ノ浦漁港", "1-(3)"),
        ("01223", "根室市", "国", 4, "根室港", "1-(1) 1-(2) 2-(2) 4-(3)"),
        ("01223", "根室市", "道", 2, "幌茂尻漁港、春国岱", "1-(3) 3-(2)"),
        ("01662", "厚岸町", "国", 2, "厚岸漁港", "1-(1) 4-(3)"),
        ("01662", "厚岸町", "道", 1, "床潭漁港", "1-(3)"),
    ]


PORT_OF_KUSHIRO = "釧路港の整備"
USE_OF_THE_PORT = {
    (4, "釧路港の利用促進に向けた取組"),
    (
        4,
        "不凍港である釧路港の活用促進に向けたひがし北海道地域へのPR活動、"
        "道東道・釧路港を合わせた利用促進等を釧路市と連携して推進",
    ),
}
BODIES_OF_ITS_USE = (4, "国、市、物流事業者等")
OASIS = (
    7,
    "釧路みなとオアシス（釧路港）において、様々なサービスやイベント情報の提供、"
    "クルーズ船寄港時のおもてなし活動による賑わい創出を推進",
)
BLUE_CARBON = (10, "ブルーカーボン生態系の創出（釧路港）")
# The texts that name the port, by the project in which they stand.
NAME_THE_PORT = {
    "1-(1)": {(3, PORT_OF_KUSHIRO)},
    "1-(2)": {*USE_OF_THE_PORT, (5, PORT_OF_KUSHIRO)},
    "2-(1)": {OASIS},
    "3-(1)": {BLUE_CARBON, (11, PORT_OF_KUSHIRO)},
    "4-(3)": {(14, PORT_OF_KUSHIRO)},
}


def words_behind(dataset: Dataset, name: str, column: str, **values: str) -> Words:
    """Return page and words of the passages behind each row, by the cell of a column."""
    answer = dataset.query(name, **values)
    return {
        str(getattr(row, column)): {(one.page, one.words) for one in answer.passages(index)}
        for index, row in enumerate(answer)
    }


def naming(found: Words, name: str) -> Words:
    """Return those of the passages that hold a name."""
    return {key: {one for one in behind if name in one[1]} for key, behind in found.items()}


def test_projects_of_a_port_and_of_its_city_cite_the_measures_on_it(dataset: Dataset) -> None:
    served = words_behind(dataset, "served-projects", "code", asset="釧路港")
    assert naming(served, "釧路港") == NAME_THE_PORT
    city = words_behind(dataset, "projects-by-area", "code", area="釧路市")
    fishing = (16, "漁港施設の整備（外郭施設等）：千代ノ浦漁港（釧路市）")
    assert naming(city, "釧路港") == NAME_THE_PORT | {"1-(3)": set()}
    assert fishing in city["1-(3)"]
    for found in (served, city):  # what the row says of the project itself stands behind
        assert (12, "安全・安心に住み続けられる強靱な国土づくりプロジェクト") in found["4-(3)"]


def test_goals_of_a_port_cite_their_words_and_the_measures_on_it(dataset: Dataset) -> None:
    found = words_behind(dataset, "goals-by-asset", "no", asset="釧路港")
    first, second = NAME_THE_PORT["1-(1)"], NAME_THE_PORT["1-(2)"]
    assert naming(found, "釧路港")["1"] == first | second
    assert (1, "農林水産業をはじめとする地域産業の振興") in found["1"]


def test_bodies_of_a_port_cite_the_measures_that_they_take_part_in(dataset: Dataset) -> None:
    found = words_behind(dataset, "agents-by-asset", "label", asset="釧路港")
    assert found["物流事業者"] == {*USE_OF_THE_PORT, BODIES_OF_ITS_USE}
    assert {page for page, _ in found["市"]} == {4, 7}
    assert naming(found, "釧路港")["国"] == set().union(*NAME_THE_PORT.values())
    cells = {page for page, words in found["国"] if words == "国"}
    assert cells >= {2, 4, 6, 10, 12}, "the cells that say who leads"


def test_assets_of_a_body_cite_the_measures_that_it_takes_part_in(dataset: Dataset) -> None:
    found = words_behind(dataset, "assets-by-agent", "label", agent="物流事業者")
    assert found["釧路港"] == {*USE_OF_THE_PORT, BODIES_OF_ITS_USE}


def test_bodies_of_a_project_cite_what_they_take_part_in_there(dataset: Dataset) -> None:
    found = words_behind(dataset, "agents-by-project", "label", project="1-(2)")
    assert {page for behind in found.values() for page, _ in behind} == {4, 5}
    assert BODIES_OF_ITS_USE in found["物流事業者"]
    assert {one for one in found["国"] if one[1] == "国"} == {(4, "国"), (5, "国")}
    of_goal = words_behind(dataset, "agents-by-goal", "label", goal="1")
    assert BODIES_OF_ITS_USE in of_goal["物流事業者"]


def test_projects_that_share_assets_cite_the_measures_of_both(dataset: Dataset) -> None:
    found = words_behind(dataset, "projects-sharing-assets", "code", project="1-(2)")
    assert naming(found, "釧路港")["4-(3)"] == NAME_THE_PORT["1-(2)"] | NAME_THE_PORT["4-(3)"]
    assets = words_behind(dataset, "assets-by-project", "label", project="1-(2)")
    assert assets["釧路港"] == NAME_THE_PORT["1-(2)"], "all measures, not the first alone"


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        # Titles and overviews of 2-(2) and 5-(2), a heading and the work of page 24.
        ("北方領土隣接地域", [("2-(2)", 0), ("5-(2)", 1)]),
        # An initiative of each of the first two, the title of the third.
        ("釧根地域", [("2-(1)", 1), ("2-(2)", 1), ("2-(4)", 0)]),
        ("知床半島", [("3-(1)", 0)]),
        ("釧路・根室地域", [("3-(1)", 0), ("4-(6)", 0)]),
        # An item of the programme of page 16: one measure.
        ("浜中町", [("1-(3)", 1)]),
    ],
)
def test_projects_that_name_an_area_anywhere_were_read_by_hand(
    dataset: Dataset, area: str, expected: Rows
) -> None:
    assert rows(dataset, "projects-by-area", "code", "measures", area=area) == expected


def test_areas_and_their_projects_count_the_same_measures(dataset: Dataset) -> None:
    counted = rows(dataset, "areas", "label", "measures")
    assert "阿寒" not in {label for label, _ in counted}, "which 阿寒地区 may only mean"
    for label, measures in counted:
        found = rows(dataset, "projects-by-area", "measures", area=str(label))
        assert sum(int(str(row[0])) for row in found) == measures, label


def test_a_field_is_called_by_its_number_or_its_name(dataset: Dataset) -> None:
    by_name = rows(dataset, "listings-by-field", field="社会基盤・暮らし")
    assert len(by_name) == 6
    assert rows(dataset, "listings-by-field", field="4") == by_name


def test_measures_counted_for_areas_are_cited(dataset: Dataset) -> None:
    named = set().union(*NAME_THE_PORT.values())
    assert naming(words_behind(dataset, "areas", "label"), "釧路港")["釧路市"] == named
    answer = dataset.query("municipalities-of-several-leads")
    behind = {
        (row.name, row.lead): {(one.page, one.words) for one in answer.passages(index)}
        for index, row in enumerate(answer)
    }
    fishing = "漁港施設の整備（外郭施設等）：千代ノ浦漁港（釧路市）"
    assert behind["釧路市", "道"] == {(16, fishing)}
    assert behind["釧路市", "国"] == named


def test_programmes_go_where_it_was_read_by_hand(dataset: Dataset) -> None:
    expected: Rows = []
    for code, programme, item, page in read_golden("programmes"):
        places = [pair for pair in PORTS if item.endswith(f"：{pair[0]}（{pair[1]}）")]
        asset, place = places[0] if places else (None, None)
        expected.append((code, programme, item or None, asset, place, int(page)))
    assert sum(row[3] is not None for row in expected) == len(PORTS)
    assert rows(dataset, "programme-places") == expected


def test_a_vision_that_names_a_campaign_is_told_of_no_project(dataset: Dataset) -> None:
    # Page 1 prints it as the vision of a field; the rest stands in two projects.
    found = rows(dataset, "measures-by-instrument", "code", "page", instrument="ゼロカーボン北海道")
    assert Counter(found) == {(None, 1): 1, ("3-(1)", 10): 4, ("3-(2)", 19): 3}


def test_every_statement_is_named_in_the_language_of_the_reader(dataset: Dataset) -> None:
    """Terms of other vocabularies too: none stands as the end of its IRI."""
    unnamed = """
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT DISTINCT ?predicate ?lang WHERE {
      ?statement rdf:predicate ?predicate .
      VALUES ?lang { "ja" "en" }
      FILTER NOT EXISTS { ?predicate rdfs:label ?label . FILTER(LANG(?label) = ?lang) }
    }"""
    assert list(dataset.sparql(unnamed)) == []
    for lang, names in (("ja", ["種類", "名称"]), ("en", ["Class", "Name"])):
        asked = dataset.query("provenance", resource="1-(2)", lang=lang)
        assert list(dict.fromkeys(row.property for row in asked))[:2] == names
    kind = dataset.query("facts", resource="中標津空港", lang="en")[0]
    assert (kind.property, kind.value) == ("Class", "airport")
    first = "SELECT ?one WHERE { ?one a chiiki:Passage } ORDER BY ?one LIMIT 1"
    passage = next(iter(dataset.sparql(first))).one
    values = {
        row.property: row.value for row in dataset.query("facts", resource=passage, lang="en")
    }
    assert "source.txt" in values.values(), "a name without a language is one"


def test_concepts_stand_by_their_names(dataset: Dataset) -> None:
    """Roles, kinds, certainties and fields, in the language that is asked for."""
    lead = "https://w3id.org/chiiki/id/kushiro-nemuro/project/1-2/participation/lead-1"
    group = "https://w3id.org/chiiki/id/kushiro-nemuro/project/1-2/group/1"
    for lang, names in (
        ("ja", ("港湾", "港湾", "推進", "明示", "産業")),
        ("en", ("port", "port", "lead", "explicit", "industry")),
    ):
        said = {row.link: row.value for row in dataset.query("about", resource="釧路港", lang=lang)}
        assert said["https://w3id.org/chiiki/vocab/asset-kind/港湾"] == names[0]
        assert said["https://w3id.org/chiiki/ontology#Port"] == names[1]
        said = {row.link: row.value for row in dataset.query("about", resource=lead, lang=lang)}
        assert said["https://w3id.org/chiiki/vocab/role/lead"] == names[2]
        assert names[3] in [
            row.value for row in dataset.query("provenance", resource=group, lang=lang)
        ]
        field = {
            row.link: row.value for row in dataset.query("about", resource="食・産業", lang=lang)
        }
        assert field["https://w3id.org/chiiki/vocab/policy-field/産業"] == names[4]


def test_all_that_is_said_of_things_has_names(dataset: Dataset) -> None:
    """Terms of other vocabularies too: a mention is an annotation with body and target."""
    unnamed = """
    PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT DISTINCT ?term ?lang WHERE {
      ?class rdfs:isDefinedBy <https://w3id.org/chiiki/ontology> .
      ?thing a ?class .
      { ?thing ?term ?value } UNION { ?thing a ?term }
      VALUES ?lang { "ja" "en" }
      FILTER NOT EXISTS { ?term rdfs:label ?label . FILTER(LANG(?label) = ?lang) }
    }"""
    assert list(dataset.sparql(unnamed)) == []
    rows = dataset.query("about", resource="釧路港", lang="en")
    assert "Body" in {row.property for row in rows}


@pytest.mark.parametrize(
    ("thing", "code", "measure"),
    [
        # Twice in one text: by both names (line 728), and by one (628 and 630); in title and text.
        ("緊急災害対策派遣隊", "4-(3)", "緊急災害対策派遣隊（TEC-FORCE）等による技術的支援"),
        ("釧路湿原", "3-(1)", "釧路湿原自然再生協議会"),
        ("地域マリンビジョン", "1-(1)", "地域マリンビジョンの推進"),
    ],
)
def test_a_measure_that_names_a_thing_twice_is_one(
    dataset: Dataset, thing: str, code: str, measure: str
) -> None:
    found = rows(dataset, "measures-by-mention", "code", "measure", resource=thing)
    assert found.count((code, measure)) == 1


def test_an_asset_that_a_measure_names_thrice_is_one(dataset: Dataset) -> None:
    """Lines 307, 308 and 309 name the port, the last also the road by its short name."""
    measure = "釧路港の利用促進に向けた取組"
    found = rows(dataset, "assets-by-measure", "label", "written", "page", measure=measure)
    assert found == [("釧路港", "釧路港", 4), ("道東自動車道", "道東道", 4)]

"""What people decide wins over every rule; what cannot be applied is refused or reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, URIRef

from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.errors import PlanFileError
from kg.graph.convert import PlanGraphs, convert
from kg.graph.terms import CHIIKI
from kg.things.decisions import read_decisions
from tests.conftest import REAL_PLAN

GOOD = """
[[decision]]
words = "釧路西IC"
means = "no-name"
reason = "Only a test"
who = "a reader"
date = 2026-11-24
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def convert_with(folder: Path, decisions: str) -> PlanGraphs:
    for name in ("plan.toml", "source.txt", "gazetteer.csv"):
        (folder / name).write_bytes((REAL_PLAN / name).read_bytes())
    write(folder, decisions)
    plan_file = read_plan_file(folder)
    return convert(read_plan(plan_file), plan_file)


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.toml").of("釧路", "釧路", 0) is None


def test_a_decision_is_for_its_place_or_for_all(tmp_path: Path) -> None:
    other = GOOD.replace('reason = "Only a test"', 'reason = "Here"\nwithin = "から釧路西ＩＣまで"')
    decisions = read_decisions(write(tmp_path, GOOD + other))
    text = "釧路西ICを改良し、阿寒 ICか ら釧路西ICまでを整備"
    here = decisions.of("釧路西IC", text, text.rindex("釧"))
    elsewhere = decisions.of("釧路西IC", text, 0)
    assert here is not None
    assert elsewhere is not None
    assert (here.told(), elsewhere.told()) == (
        "Here (a reader, 2026-11-24)",
        "Only a test (a reader, 2026-11-24)",
    )
    assert here.date == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("[[decision]]", "[[decision"), 2, "not valid TOML"),
        (('who = "a reader"\n', ""), 2, "who"),
        (('who = "a reader"', 'whom = "a reader"'), 2, "whom"),
        (('means = "no-name"', 'means = "釧路"'), 2, "means"),
        (("date = 2026-11-24", 'date = "soon"'), 2, "date"),
        (('reason = "Only a test"', 'reason = ""'), 2, "reason"),
        (("date = 2026-11-24", "date = 2026-11-24\nline = 7"), 2, "line"),
        (("date = 2026-11-24", 'date = 2026-11-24\nwithin = "釧路"'), 2, "within"),
    ],
)
def test_a_wrong_decision_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    path = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(PlanFileError) as caught:
        read_decisions(path)
    assert caught.value.where == str(path)
    assert caught.value.line == line
    assert words in caught.value.message


def test_two_decisions_on_the_same_words_contradict(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD + GOOD.replace("no-name", "asset/釧路港"))
    with pytest.raises(PlanFileError, match="decided twice, here and in line 2") as caught:
        read_decisions(path)
    assert caught.value.line == 9


def test_words_that_name_nothing_are_left_out(tmp_path: Path) -> None:
    graphs = convert_with(tmp_path, GOOD)
    asset = URIRef(f"{graphs.iris.base}asset/釧路西IC")
    assert (asset, None, None) not in graphs.content
    assert graphs.unused == ()


def test_a_decision_joins_a_mention_and_says_why(tmp_path: Path) -> None:
    decision = GOOD.replace("no-name", "asset/道東自動車道")
    graphs = convert_with(tmp_path, decision)
    road = URIRef(f"{graphs.iris.base}asset/道東自動車道")
    (mention,) = graphs.content.subjects(CHIIKI.decision, None)
    assert graphs.content.value(mention, CHIIKI.mentionOf) == road
    assert str(graphs.content.value(mention, CHIIKI.joinedBy)) == "reviewed"
    measure = graphs.content.value(mention, CHIIKI.mentionedIn)
    assert (measure, CHIIKI.concernsAsset, road) in graphs.content


@pytest.mark.parametrize(
    ("words", "means", "class_name", "line", "relation"),
    [
        ("道東ロジスク", "agent/道東ロジスク", "Organization", 202, None),
        ("道東ドクターヘリ", "asset/ドクターヘリ", "CommunityFacility", 1340, CHIIKI.concernsAsset),
        ("日本遺産", "scheme/日本遺産", "Scheme", 1094, CHIIKI.refersTo),
    ],
)
def test_a_decision_tells_of_a_thing_that_no_rule_finds(
    tmp_path: Path, words: str, means: str, class_name: str, line: int, relation: URIRef | None
) -> None:
    decision = GOOD.replace("釧路西IC", words).replace("no-name", means)
    graphs = convert_with(tmp_path, f'{decision}class = "{class_name}"\n')
    thing = graphs.iris.named(means)
    assert (thing, RDF.type, CHIIKI[class_name]) in graphs.content
    assert str(graphs.content.value(thing, RDFS.label)) == words
    mentions = set(graphs.content.subjects(CHIIKI.mentionOf, thing))
    where = [graphs.content.value(one, CHIIKI.firstPassage) for one in mentions]
    assert line in {int(str(graphs.content.value(one, CHIIKI.startLine))) for one in where}
    measures = {graphs.content.value(one, CHIIKI.mentionedIn) for one in mentions}
    if relation is not None:
        assert measures == set(graphs.content.subjects(relation, thing))
    assert graphs.unused == ()


@pytest.mark.parametrize(
    ("means", "class_name", "hint"),
    [
        ("agent/釧路西IC", "Road", "AgentKind, Organization"),
        ("asset/釧路西IC", "Street", "Road"),
        ("law/釧路西IC", "Scheme", "Law"),
        ("mention/釧路西IC", "Mention", "agent, area, asset"),
        ("no-name", "Road", "agent, area, asset"),
    ],
)
def test_a_decision_of_a_class_that_does_not_fit_is_refused(
    tmp_path: Path, means: str, class_name: str, hint: str
) -> None:
    decision = GOOD.replace("no-name", means)
    with pytest.raises(PlanFileError, match=f"is said to be a {class_name}") as caught:
        convert_with(tmp_path, f'{decision}class = "{class_name}"\n')
    assert (caught.value.where, caught.value.line) == (str(tmp_path / "decisions.toml"), 2)
    assert hint in str(caught.value.hint)


def test_a_decision_on_words_that_are_gone_is_reported(tmp_path: Path) -> None:
    graphs = convert_with(tmp_path, GOOD.replace("釧路西IC", "釧路東IC"))
    assert [decision.words for decision in graphs.unused] == ["釧路東IC"]


@pytest.mark.parametrize(
    ("means", "hint"),
    [
        ("asset/釧路湊", "asset/釧路港"),
        ("foo/釧路港", "asset/釧路港"),
        ("area/釧路港", "asset/釧路港"),
        ("area/01207", "area/01206"),
        ("asset/存在しない", "such as"),
    ],
)
def test_a_decision_that_means_nothing_is_told_once(tmp_path: Path, means: str, hint: str) -> None:
    with pytest.raises(PlanFileError, match="names nothing") as caught:
        convert_with(tmp_path, GOOD.replace("no-name", means))
    assert (caught.value.where, caught.value.line) == (str(tmp_path / "decisions.toml"), 2)
    assert caught.value.others == ()
    assert hint in str(caught.value.hint)


def test_all_decisions_that_mean_nothing_are_told_at_once(tmp_path: Path) -> None:
    one = GOOD.replace("no-name", "asset/釧路湊")
    other = one.replace("釧路西IC", "根室港")
    with pytest.raises(PlanFileError, match="釧路西IC") as caught:
        convert_with(tmp_path, one + other)
    assert [error.line for error in caught.value.others] == [9]


def test_a_decision_whose_words_are_gone_may_mean_what_is_gone(tmp_path: Path) -> None:
    decision = GOOD.replace("no-name", "asset/釧路東IC").replace("釧路西IC", "釧路東IC")
    assert [one.words for one in convert_with(tmp_path, decision).unused] == ["釧路東IC"]


def test_a_decision_may_mean_what_only_the_gazetteer_knows(tmp_path: Path) -> None:
    graphs = convert_with(tmp_path, GOOD.replace("no-name", "area/01665"))
    town = URIRef(f"{graphs.iris.base}area/01665")
    assert (None, CHIIKI.mentionOf, town) in graphs.content


def test_a_decision_on_one_character_is_one_on_a_word_of_it(tmp_path: Path) -> None:
    graphs = convert_with(tmp_path, GOOD.replace("釧路西IC", "港"))
    assert [decision.words for decision in graphs.unused] == ["港"]

"""What a person writes, and the thing that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.dataset import Dataset
from kg.errors import ParameterError
from kg.questions.catalogue import Catalogue
from kg.questions.resolve import means, resolve_parameters, resolve_thing
from kg.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from kg.questions.binding import Value

ID = "https://w3id.org/chiiki/id/"
PLAN = f"{ID}kushiro-nemuro"


@pytest.mark.parametrize(
    ("type", "written", "meant"),
    [
        ("asset", "釧路港", f"{ID}asset/釧路港"),
        ("asset", " 釧路港　", f"{ID}asset/釧路港"),
        ("asset", f"{ID}asset/釧路港", f"{ID}asset/釧路港"),
        ("asset", f"<{ID}asset/釧路港>", f"{ID}asset/釧路港"),
        ("asset", NamedNode(f"{ID}asset/釧路港"), f"{ID}asset/釧路港"),
        ("asset", "阿寒ＩＣ", f"{ID}asset/阿寒IC"),
        ("asset", "阿寒ic", f"{ID}asset/阿寒IC"),
        ("project", "1-(2)", f"{PLAN}/project/1-2"),
        ("project", "１－（２）", f"{PLAN}/project/1-2"),
        ("project", "１―２", f"{PLAN}/project/1-2"),
        ("project", "4-1", f"{PLAN}/project/1-2"),
        ("project", " 4 - ( 1 ) ", f"{PLAN}/project/1-2"),
        ("project", "人流・物流ネットワーク形成プロジェクト", f"{PLAN}/project/1-2"),
        ("goal", 4, f"{PLAN}/goal/4"),
        ("goal", "4", f"{PLAN}/goal/4"),
        ("goal", "４", f"{PLAN}/goal/4"),
        ("goal", "Ⅳ", f"{PLAN}/goal/4"),
        ("goal", "ⅳ", f"{PLAN}/goal/4"),
        ("goal", " 四 ", f"{PLAN}/goal/4"),
        ("goal", "めざす姿４", f"{PLAN}/goal/4"),
        ("goal", "基本目標（Ⅳ）", f"{PLAN}/goal/4"),
        ("goal", "Goal 4", f"{PLAN}/goal/4"),
        ("field", "分野四", f"{PLAN}/field/4"),
        ("goal", "社会基盤・暮らし", f"{PLAN}/goal/4"),
        ("goal", "農林水産業をはじめとする地域産業の振興", f"{PLAN}/goal/1"),
        ("agent", "国", f"{ID}agent/国"),
        ("agent", "ｎｐｏ", f"{ID}agent/NPO"),
        ("area", "浜中町", f"{ID}area/01663"),
        ("area", "01663", f"{ID}area/01663"),
        ("area", "釧路・根室連携地域", f"{ID}area/釧路・根室連携地域"),
        ("resource", "釧路港", f"{ID}asset/釧路港"),
        ("resource", "国", f"{ID}agent/国"),
        ("resource", "めざす姿4", f"{PLAN}/goal/4"),
        ("resource", "asset/釧路港", f"{ID}asset/釧路港"),
        ("asset", "asset/釧路港", f"{ID}asset/釧路港"),
        ("project", "kushiro-nemuro/project/1-2", f"{PLAN}/project/1-2"),
        ("resource", "1-(2)", f"{PLAN}/project/1-2"),
        ("area", "016632", f"{ID}area/01663"),
        ("resource", "016632", f"{ID}area/01663"),
        ("asset", f"{ID}asset/{quote('釧路港')}", f"{ID}asset/釧路港"),
        ("resource", f"{ID}asset/{quote('釧路港').lower()}", f"{ID}asset/釧路港"),
        *(
            ("resource", f"{ID}campaign/{written}", f"{ID}campaign/かわたび%20ほっかいどう")
            for written in (quote("かわたび ほっかいどう"), "かわたび%20ほっかいどう")
        ),
        ("resource", f"{ID}asset/%E9%87", None),
        ("resource", f"{PLAN}/passage/0-1", None),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(
    dataset: Dataset, type: str, written: Value, meant: str | None
) -> None:
    if meant is None:
        with pytest.raises(ParameterError, match="is no thing of this dataset"):
            resolve_thing(dataset.store, type, written)
    else:
        assert resolve_thing(dataset.store, type, written).value == meant


def test_an_address_as_browsers_copy_it_is_answered_like_the_thing(dataset: Dataset) -> None:
    copied = dataset.query("projects-by-asset", asset=f"{ID}asset/{quote('釧路港')}")
    assert len(copied) > 0
    assert copied.cells == dataset.query("projects-by-asset", asset="釧路港").cells


@pytest.mark.parametrize(
    ("type", "written", "near"),
    [
        ("asset", "釧路湊", "釧路港"),
        ("asset", "シーニックバイウェイ", "知床ねむろ北太平洋シーニックバイウェイ"),
        ("agent", "トラック協議会", "トラック協会"),
        ("project", "物流", "人流・物流ネットワーク形成プロジェクト"),
        ("area", "釧路", "釧路市"),
    ],
)
def test_an_unknown_name_gets_the_nearest(
    dataset: Dataset, type: str, written: str, near: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(dataset.store, type, written, type)
    assert f"the value of {type!r} is no {type} of this dataset" in caught.value.message
    assert caught.value.hint is not None
    assert near in caught.value.hint


@pytest.mark.parametrize(
    "written", ["めざす姿9", "めざす姿", "めざす姿4港", "港4", "4めざす姿", "（4）"]
)
def test_a_number_behind_other_words_is_no_goal(dataset: Dataset, written: str) -> None:
    with pytest.raises(ParameterError, match="is no goal of this dataset"):
        resolve_thing(dataset.store, "goal", written, "goal")


@pytest.mark.parametrize("written", ["くしろこう", "クシロコウ", "ｸｼﾛｺｳ", " くしろ　コウ "])
def test_a_thing_is_found_by_a_sourced_reading(dataset: Dataset, written: str) -> None:
    assert resolve_thing(dataset.store, "resource", written).value == f"{ID}asset/釧路港"
    with pytest.raises(ParameterError):  # which no source says
        resolve_thing(dataset.store, "resource", "くしろみなと")


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("くしろ港", "釧路港（くしろこう）"),
        ("クシロ港", "釧路港（くしろこう）"),
        ("くしろ市", "釧路市（くしろし）"),
        ("あっけし漁港", "厚岸漁港（あっけしぎょこう）"),
        ("釧路こう", "釧路港（くしろこう）"),
    ],
)
def test_a_name_half_in_kana_is_offered_first_with_its_reading(
    dataset: Dataset, written: str, near: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(dataset.store, "resource", written)
    hint = str(caught.value.hint)
    assert hint.startswith(f"Did you mean {near}")
    assert hint.count(near) == 1


@pytest.mark.parametrize("written", ["くしろ", "ねむろみなと", "ネムロ"])
def test_a_reading_is_offered_behind_its_name(dataset: Dataset, written: str) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(dataset.store, "resource", written)
    place = "釧路港（くしろこう）" if written == "くしろ" else "根室港（ねむろこう）"
    assert place in str(caught.value.hint)
    assert "、くしろこう" not in str(caught.value.hint)


def test_a_word_that_is_short_for_several_things_gets_them_all(dataset: Dataset) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(dataset.store, "resource", "根室")
    hint = str(caught.value.hint)
    assert all(f"{name}、" in hint for name in ("根室市", "根室港", "根室地区", "根室振興局"))
    assert "kg search" in hint


@pytest.mark.parametrize("type", ["asset", "project", "goal", "agent", "area", "resource"])
@pytest.mark.parametrize("written", ["", "　", "zzz", "9-9", "99", "\x00", "} DROP ALL", "\\u0022"])
def test_what_is_nowhere_is_told(dataset: Dataset, type: str, written: str) -> None:
    with pytest.raises(ParameterError, match="of this dataset"):
        resolve_thing(dataset.store, type, written, type)


def test_a_thing_of_another_type_is_no_asset(dataset: Dataset) -> None:
    for written in ("国", f"{ID}agent/国", "4-1", "浜中町"):
        with pytest.raises(ParameterError, match="is no asset"):
            resolve_thing(dataset.store, "asset", written)


def test_an_iri_that_nothing_is_said_of_is_told(dataset: Dataset) -> None:
    with pytest.raises(ParameterError, match="is no thing of this dataset"):
        resolve_thing(dataset.store, "resource", f"{ID}asset/釧路湊")


def test_one_name_for_two_things_gets_the_choices(two_plans: EmbeddedStore) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(two_plans, "asset", "若宮港", "asset")
    message = str(caught.value)
    assert "the value of 'asset' fits 2 things: '若宮港'" in message
    assert "若宮港 <https://example.org/id/wakamiya-north>" in message
    assert "若宮港 <https://example.org/id/wakamiya-south>" in message
    iri = "https://example.org/id/wakamiya-south"
    assert resolve_thing(two_plans, "asset", iri).value == iri


def test_one_code_in_two_plans_gets_the_choices(two_plans: EmbeddedStore) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(two_plans, "project", "１－（１）", "project")
    assert "北の港プロジェクト <https://example.org/id/north/project/1-1>" in str(caught.value)
    assert "南の港プロジェクト <https://example.org/id/south/project/1-1>" in str(caught.value)
    found = resolve_thing(two_plans, "project", "1-10")
    assert found.value == "https://example.org/id/north/project/1-1"


def test_many_choices_are_cut_short(dataset: Dataset) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(dataset.store, "resource", "林業専用道開設")
    assert "fits 3 things" in caught.value.message
    assert len(str(caught.value)) < 1500


def test_a_code_may_be_any_word() -> None:
    """A number is a goal's where there is one, else a project's code may be one."""
    store = pyoxigraph.Store()
    text = (
        "@prefix c: <https://w3id.org/chiiki/ontology#> . @prefix e: <https://example.org/id/> . "
        'e:one a c:Project ; c:code "1" ; c:primaryCode "1" . '
        'e:row a c:Listing ; c:code "1" . '
        'e:two a c:Project ; c:code "重点2" ; c:primaryCode "重点2" . '
    )
    store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = [resolve_thing(EmbeddedStore(store), "resource", code) for code in ("1", "重点2")]
    assert [one.value.rpartition("/")[2] for one in found] == ["one", "two"]
    store.load(f"{text}e:goal a c:Goal ; c:number 1 .".encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert resolve_thing(EmbeddedStore(store), "resource", "1").value.endswith("/goal")


def test_a_name_beside_the_label_is_known(two_plans: EmbeddedStore) -> None:
    assert resolve_thing(two_plans, "asset", "浜の港").value == "https://example.org/id/ohama"


def test_parameters_take_their_defaults(dataset: Dataset) -> None:
    question = Catalogue().get("projects-by-asset")
    terms = resolve_parameters(dataset.store, question, {"asset": "釧路港"})
    assert terms == {"asset": NamedNode(f"{ID}asset/釧路港"), "lang": Literal("ja")}


def test_a_missing_parameter_is_told(dataset: Dataset) -> None:
    question = Catalogue().get("projects-by-asset")
    with pytest.raises(ParameterError, match=r"'asset' is missing.*for example 釧路港"):
        resolve_parameters(dataset.store, question, {})


def test_an_unknown_parameter_is_told(dataset: Dataset) -> None:
    question = Catalogue().get("projects-by-asset")
    with pytest.raises(ParameterError, match=r"no parameter 'port'.*Its parameters: asset, lang"):
        resolve_parameters(dataset.store, question, {"port": "釧路港"})
    with pytest.raises(ParameterError, match=r"no parameter 'port'.*Its parameters: none"):
        dataset.query("goals", port="釧路港")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=st.text(max_size=20), type=st.sampled_from(["asset", "project", "goal", "area"]))
def test_no_text_raises_anything_but_its_own_error(
    two_plans: EmbeddedStore, written: str, type: str
) -> None:
    try:
        assert isinstance(resolve_thing(two_plans, type, written), NamedNode)
    except ParameterError as error:
        assert error.exit_status == 2


@pytest.mark.parametrize(
    ("type", "written", "near"),
    [
        ("project", "9-9", "Did you mean 5-(2)、"),
        ("project", "４－（９）", "Did you mean 4-(6)、4-(5)、4-(4)?"),
        ("resource", "1-4", "Did you mean 1-(3)、1-(2)、1-(1)?"),
    ],
)
def test_a_code_of_no_project_is_answered_with_the_nearest(
    dataset: Dataset, type: str, written: str, near: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(dataset.store, type, written)
    assert (caught.value.hint or "").startswith(near)


@pytest.fixture(scope="module")
def green() -> EmbeddedStore:
    """Return a store of projects whose codes begin with Roman numerals."""
    text = (
        f"@prefix c: <https://w3id.org/chiiki/ontology#> . @prefix p: <{ID}green-town/project/> ."
    )
    keys = {
        "I-1": "I-(1)",
        "I-2": "I-(2)",
        "II-1": "II-(1)",
        "XCII-1": "XCII-(1)",
        "二-ア": "二-(ア)",
        "九-1": "九-(1)",
    }
    for key, code in keys.items():
        text += f' p:{key} a c:Project ; c:code "{code}" .'
    store = pyoxigraph.Store()
    store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return EmbeddedStore(store)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("II-(1)", "II-1"),
        ("Ⅱ－（１）", "II-1"),
        ("施策Ⅱ―１", "II-1"),
        (" Ⅰ - 2", "I-2"),
        ("ⅱ－(1)", "II-1"),
        ("ii‐1", "II-1"),
        ("XCII-1", "XCII-1"),
        ("方針九－１", "九-1"),
        ("二－（ｱ）", "二-ア"),
    ],
)
def test_a_code_may_have_a_numeral(green: EmbeddedStore, written: str, meant: str) -> None:
    for type in ("project", "resource"):
        found = resolve_thing(green, type, written)
        assert found.value == f"{ID}green-town/project/{meant}"


@pytest.mark.parametrize("written", ["百九-1", "LLII-1", "十九-1"])
def test_a_part_of_a_numeral_is_none(green: EmbeddedStore, written: str) -> None:
    with pytest.raises(ParameterError):
        resolve_thing(green, "resource", written)


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Ⅱ-3", "Did you mean II-(1)、I-(2)、I-(1)?"),
        ("2-1", "Did you mean II-(1)、I-(1)、I-(2)?"),
        ("CII-1", "Did you mean XCII-(1)、II-(1)、I-(1)?"),  # which is no numeral here
    ],
)
def test_a_code_with_a_numeral_is_near_others(
    green: EmbeddedStore, written: str, near: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_thing(green, "project", written)
    assert (caught.value.hint or "").startswith(near)


def test_a_short_iri_is_the_end_of_one_and_of_the_wanted_type(dataset: Dataset) -> None:
    for type, written in (
        ("project", "asset/釧路港"),
        ("asset", "set/釧路港"),
        ("asset", "a/b/釧路港"),
    ):
        with pytest.raises(ParameterError):
            resolve_thing(dataset.store, type, written)


TWO_PLANS = """
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<x:north/1> a chiiki:Project ; chiiki:code "1-(1)" ; rdfs:label "港"@ja .
<x:south/1> a chiiki:Project ; chiiki:code "1-(1)", "2-(1)" ; rdfs:label "道"@ja .
<x:north/one> a chiiki:Goal ; chiiki:number 1 .
<x:south/one> a chiiki:Goal ; chiiki:number 1 .
<x:south/two> a chiiki:Goal ; chiiki:number 2 .
<x:port> a chiiki:Asset ; rdfs:label "港"@ja, "Port"@en .
"""


@pytest.mark.parametrize(
    "written", ["1-(1)", "２－（１）", "1", "2", "港", "道", "Port", "北", "<x:port>"]
)
def test_a_name_means_a_thing_where_it_is_found_by_it(written: str) -> None:
    made = pyoxigraph.Store()
    made.load(TWO_PLANS.encode(), pyoxigraph.RdfFormat.TURTLE)
    store = EmbeddedStore(made)
    try:
        found = resolve_thing(store, "resource", written)
    except ParameterError:
        found = None
    every = {quad.subject for quad in made}
    meant = [one for one in every if means(store, "resource", written, one)]
    assert meant == ([] if found is None else [found])

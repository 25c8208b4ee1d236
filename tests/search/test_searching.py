"""What people type and what they expect, on the real plan and on things made up."""

from __future__ import annotations

import pytest

from kg.dataset import Dataset, open_dataset
from kg.errors import NotFoundError, UsageError
from kg.search import Hit, SearchIndex
from kg.search.hit import CONTEXT
from tests.search.conftest import MakeIndex, found


def test_the_port_comes_first_then_its_works_in_document_order(index: SearchIndex) -> None:
    hits = index.search("釧路港")
    assert [(hit.label, hit.kind, hit.code, hit.page) for hit in hits[:6]] == [
        ("釧路港", "Port", None, 3),
        ("釧路港の整備", "InfrastructureWork", "1-(1)", 3),
        ("釧路港の利用促進に向けた取組", "CoCreation", "1-(2)", 4),
        ("釧路港の整備", "InfrastructureWork", "1-(2)", 5),
        ("釧路港の整備", "InfrastructureWork", "3-(1)", 11),
        ("釧路港の整備", "InfrastructureWork", "4-(3)", 14),
    ]
    assert {hit.plan for hit in hits} == {"kushiro-nemuro"}
    assert hits[0].kind_ja == "港湾"
    assert hits[0].kind_en.lower() == "port"
    assert [(hit.label, hit.field, hit.page) for hit in hits[6:]] == [
        ("ブルーカーボン生態系の創出（釧路港）", "label", 10),
        ("みなとオアシスの推進", "text", 7),
    ]


@pytest.mark.parametrize("name", ["道東道", "道東自動車道"])
def test_a_thing_is_found_by_each_of_its_names_and_so_are_texts(
    index: SearchIndex, name: str
) -> None:
    hits = index.search(name)
    assert (hits[0].label, hits[0].field) == ("道東自動車道", "label")
    assert {(hit.match, hit.page) for hit in hits} == {
        ("道東自動車道", 6),
        ("道東自動車道", 17),
        ("道東道", 4),
    }


def test_a_name_within_a_word_is_exchanged_too(make: MakeIndex) -> None:
    index = make(
        {"road": ["道東自動車道", "道東道"], "a": ["道東道の延伸"], "b": ["道東自動車道の延伸"]}
    )
    assert found(index, "道東道の延伸") == found(index, "道東自動車道の延伸") == ["a", "b"]


def test_latin_words_are_found_from_their_beginning(make: MakeIndex) -> None:
    """Japanese has no blanks between words; in Latin letters, level is not about EV."""
    index = make(
        {
            "a": ["EV充電設備"],
            "b": ["電気自動車（ＥＶ）"],
            "c": ["The level of events"],
            "d": ["several levels"],
            "e": ["急速EV"],
        }
    )
    assert found(index, "EV") == ["a", "b", "c", "e"]
    assert found(index, "ｅｖｅｎ") == ["c"]
    assert found(index, "e") == ["a", "b", "c", "e"]
    assert found(index, "V充電") == []
    assert found(index, "充電") == ["a"]
    (hit,) = index.search("level ev")[:1]
    assert [hit.text[start:end] for start, end in hit.spans] == ["level", "ev"]


def test_names_of_one_character_are_not_exchanged(make: MakeIndex) -> None:
    index = make({"body": ["北海道", "道"], "a": ["歩道の整備"], "b": ["北海道の整備"]})
    assert found(index, "北海道の整備") == ["b"]


@pytest.mark.parametrize(
    "writings",
    [
        ["霞ヶ関", "霞ケ関", "霞が関", "霞ｹ関"],
        ["3ヶ月", "３か月", "3カ月", "3ヵ月", "3箇月"],
        ["センター整備", "センタ整備", "ｾﾝﾀｰ整備"],
        ["サーバー", "サーバ"],
        ["國立公園", "国立公園"],
        ["釧路・根室", "釧路根室", "「釧路」（根室）"],
        ["フエリー", "フェリー", "ふぇりー", "ﾌｪﾘｰ"],
        ["阿寒IC～釧路西IC", "阿寒ＩＣ〜釧路西ＩＣ", "阿寒ic-釧路西ic"],
        ["ゐど", "いど"],
    ],
)
def test_writings_find_each_other(make: MakeIndex, writings: list[str]) -> None:
    index = make({str(number): [writing] for number, writing in enumerate(writings)})
    for writing in writings:
        assert sorted(found(index, writing)) == [str(n) for n in range(len(writings))], writing


def test_a_particle_is_no_variant(make: MakeIndex) -> None:
    index = make({"a": ["漁港が賑わう"], "b": ["漁港けら"], "c": ["コート"], "d": ["こと"]})
    assert found(index, "漁港が") == ["a"]
    assert found(index, "コート") == ["c"]
    assert found(index, "キー") == []


@pytest.mark.parametrize(
    "text", ["釧路港 整備", "釧路港　整備", " 整備\t釧路港 ", "釧路港 整備 釧路港"]
)
def test_all_words_must_be_there(index: SearchIndex, text: str) -> None:
    hits = index.search(text)
    assert {hit.label for hit in hits[:4]} == {"釧路港の整備"}
    assert [[hit.text[a:b] for a, b in hit.spans] for hit in hits[:4]] == [["釧路港", "整備"]] * 4
    either = {hit.iri for hit in index.search("釧路港")} & {hit.iri for hit in index.search("整備")}
    assert {hit.iri for hit in hits} == either


def test_words_may_stand_in_different_texts_of_a_thing(index: SearchIndex) -> None:
    (hit,) = index.search("みなとオアシスの推進 クルーズ船寄港時")
    assert hit.label == "みなとオアシスの推進"


def test_ranking_is_by_field_then_kind_then_place(make: MakeIndex) -> None:
    index = make(
        {
            "alias": ["若葉丘", "青葉港"],
            "inside": ["東青葉港"],
            "start": ["青葉港の整備"],
            "whole": ["青葉港"],
        }
    )
    # An alias of the whole word stands for its thing's label.
    assert found(index, "青葉港") == ["alias", "whole", "start", "inside"]
    assert found(index, "青葉") == ["start", "whole", "inside", "alias"]
    scores = [hit.score for hit in index.search("青葉")]
    assert scores == sorted(scores, reverse=True)


def test_one_and_two_characters_are_enough(index: SearchIndex) -> None:
    assert len(index.search("港")) > 30
    assert "摩周" in {hit.match for hit in index.search("摩周")}


def test_kinds_are_classes_and_those_below(index: SearchIndex) -> None:
    ports = {hit.label for hit in index.search("港", kinds=["Port"])}
    assert ports == {hit.label for hit in index.search("港", kinds=["港湾"])}
    assert ports == {"釧路港", "根室港"}
    assets = index.search("港", kinds=["asset"])
    assert {"Port", "FishingPort"} <= {hit.kind for hit in assets}
    both = index.search("港", kinds=["Port", "Initiative"])
    assert {hit.kind for hit in both} == {"Port", "Initiative"}
    assert index.search("港", kinds=[]) == []
    with pytest.raises(NotFoundError, match="no kind 'Prt'") as caught:
        index.search("港", kinds=["Prt"])
    assert "port" in str(caught.value.hint)


def test_limit_and_offset_cut_the_same_list(index: SearchIndex) -> None:
    every = index.search("港")
    assert index.search("港", limit=5) == every[:5]
    assert index.search("港", limit=5, offset=3) == every[3:8]
    assert index.search("港", offset=len(every)) == []
    assert index.search("港", limit=0) == []


@pytest.mark.parametrize("numbers", [{"limit": -1}, {"offset": -1}, {"limit": 10**30}])
def test_numbers_that_are_none_are_refused(index: SearchIndex, numbers: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="limit and offset"):
        index.search("港", **numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " 　\n", "「」", "・", "\x00", "\ud800"])
def test_nothing_to_look_for_is_refused(index: SearchIndex, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        index.search(text)
    assert "kg search" in str(caught.value.hint)


@pytest.mark.parametrize(
    "text",
    [
        *(
            '"',
            'a"b',
            "港' OR 1=1 --",
            "港*",
            "^港",
            "NEAR(釧路 港)",
            "港 AND 湾",
            "pair:港",
            "-港",
            "%_%",
        ),
        *("港\x00湾", "(港", "港)", "釧路港;DROP TABLE entry", "港" * 10_000, "ｶﾞ" * 5_000),
        *("ヶ" * 5_000, "センター" * 2_500, "\u3099" * 10_000, "港\u3099" * 5_000),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_words_are_only_words(index: SearchIndex, text: str) -> None:
    try:
        hits = index.search(text)
    except UsageError:
        return
    assert all(hit.spans for hit in hits)
    assert index.search("釧路港")


def test_signs_of_the_query_language_mean_nothing(make: MakeIndex) -> None:
    index = make({"a": ["A*B"], "b": ["AxB"], "c": ["%"], "d": ["^港"], "e": ["港"]})
    assert found(index, "A*B") == ["a"]
    assert found(index, "a*") == ["a"]
    assert found(index, "%") == ["c"]
    assert found(index, "^港") == ["d"]


def test_too_many_words_are_refused(index: SearchIndex) -> None:
    with pytest.raises(UsageError, match="17 words are too many"):
        index.search(" ".join(f"港{number}" for number in range(17)))


def test_a_long_text_is_shown_around_the_match(index: SearchIndex) -> None:
    hit = next(hit for hit in index.search("生産空間") if hit.field == "text")
    assert len(hit.text) > 2 * CONTEXT
    assert (hit.match, hit.text[hit.start : hit.end]) == ("生産空間", "生産空間")
    assert hit.before + hit.match + hit.after in hit.text
    assert len(hit.before) == len(hit.after) == CONTEXT
    assert [piece for piece, is_match in hit.pieces if is_match] == ["生産空間"]
    assert "".join(piece for piece, _ in hit.pieces) == f"…{hit.before}生産空間{hit.after}…"


@pytest.mark.parametrize("text", ["生産空間 農山漁村", "IC", "港", "釧路根室", "ｸｼﾛ", "の推進"])
def test_pieces_put_together_are_the_text(index: SearchIndex, text: str) -> None:
    for hit in index.search(text):
        shown = "".join(piece for piece, _ in hit.pieces).strip("…")
        assert shown in hit.text
        assert any(is_match for _, is_match in hit.pieces)


def test_what_is_marked_is_as_written(make: MakeIndex) -> None:
    index = make({"a": ["「釧路・根室」㈱ＡＢｶﾞ"]})
    assert [index.search(text)[0].match for text in ("釧路根室", "株", "ab", "が", "室株")] == [
        *("釧路・根室", "㈱", "ＡＢ", "ｶﾞ", "室」㈱"),
    ]


def test_a_hit_does_not_change(index: SearchIndex) -> None:
    hit = index.search("釧路港")[0]
    assert isinstance(hit, Hit)
    with pytest.raises(AttributeError):
        hit.label = "根室港"  # type: ignore[misc]


def test_fields_have_names_in_both_languages(index: SearchIndex) -> None:
    assert (index.field_name("alias", "ja"), index.field_name("alias", "en")) == ("別名", "alias")


def test_a_dataset_searches(dataset: Dataset, index: SearchIndex) -> None:
    assert dataset.search("釧路港", kinds=["Port"], limit=1) == index.search("釧路港")[:1]
    assert dataset.search("港", limit=2, offset=1) == index.search("港")[1:3]


def test_an_endpoint_has_no_index() -> None:
    with pytest.raises(UsageError, match="no search index") as caught:
        open_dataset(endpoint="http://127.0.0.1:9/").search("港")
    assert "query" in str(caught.value.hint)

"""Gold tables and found mentions made by chance, for the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from kg.evaluation import FoundRow, GoldRow

BASE = "https://example.org/id"
THINGS = {
    "Port": ("asset", "asset", ("若宮港", "大浜港")),
    "River": ("asset", "asset", ("若宮川", "大浜川")),
    "Region": ("place", "area", ("若宮地方", "大浜地方")),
    "AgentKind": ("body", "agent", ("国", "市町村")),
}
"""By class: its kind, what stands in the IRIs, and the names of its things."""


@st.composite
def gold_rows(draw: st.DrawFn) -> GoldRow:
    """Make a row that counts; few lines and words, so that places repeat."""
    type_ = draw(st.sampled_from(sorted(THINGS)))
    kind, _, things = THINGS[type_]
    line, words = draw(st.integers(1, 4)), draw(st.sampled_from(["若宮", "大浜"]))
    return GoldRow(line, words, kind, type_, draw(st.sampled_from(things)))


def found_of(row: GoldRow) -> FoundRow:
    """Make the mention that a perfect program finds for a row."""
    _, folder, _ = THINGS[row.type]
    iri = f"{BASE}/{folder}/{row.thing}"
    return FoundRow(row.line, row.words, row.kind, row.type, row.thing, iri, "rule", "exact", 1)


found_rows = gold_rows().map(found_of)
open_rows = gold_rows().map(lambda row: FoundRow(row.line, row.words))

"""What the characters of a document became, as it is kept for who shows the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document.coverage import coverage
from kg.document.model import Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.document.text_map import read_text_map, text_map

HARBOUR_TOWN = Path(__file__).parent / "harbour-town"


@pytest.fixture(scope="module")
def harbour() -> Plan:
    return read_plan(read_plan_file(HARBOUR_TOWN))


def test_what_is_read_is_what_was_written(harbour: Plan) -> None:
    found = read_text_map(text_map(harbour))
    assert [page[0] for page in found.pages] == [page.number for page in harbour.pages]
    places = [place for run in found.runs for place in (run.start, run.end)]
    assert places == sorted(places)
    text = harbour.source.text
    data = sum(len("".join(text[run.start : run.end].split())) for run in found.runs if run.is_data)
    assert data == coverage(harbour).data
    kinds = {(claim.kind, claim.heading) for claim in harbour.claims}
    assert {(run.kind, run.heading) for run in found.runs} <= kinds


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pages": [], "kinds": [], "headings": []}'])
def test_something_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_text_map(text)

"""Each constraint of each shape finds its bad example, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF

from kg.graph.terms import CHIIKI, OA
from kg.graph.validation import validate
from tests.shapes.batches import report_of
from tests.shapes.examples import BAD, FOLDER, GOOD, constraints, expected, good

ids = [f"{path.parent.name}-{path.stem}" for path in BAD]


def test_the_good_plan_has_no_fault() -> None:
    report = validate(map(good, GOOD))
    assert report.to_text("en", unmatched=False) == "The data conforms."
    assert report.conforms


def test_the_good_plan_has_targets_for_each_shape() -> None:
    assert validate(map(good, GOOD)).unmatched == ()


@pytest.mark.parametrize("path", BAD, ids=ids)
def test_a_bad_example_is_found_by_its_constraint_alone(path: Path) -> None:
    report = report_of(path)
    found = {(finding.shape.partition("#")[2], finding.constraint) for finding in report.findings}
    assert found == set(expected(path)), report.to_text("en", unmatched=False)


def test_each_constraint_has_its_bad_example() -> None:
    broken = {expected(path)[0] for path in BAD}
    assert sorted(constraints() - broken) == [], "constraints without a bad example"
    assert sorted(broken - constraints()) == [], "bad examples of no constraint"


def test_a_bad_example_stands_where_its_constraint_says() -> None:
    for path in BAD:
        shape, component = expected(path)[0]
        parameter = path.stem.removeprefix("bad-")
        assert path.parent.name == shape
        assert component.lower() == f"{parameter}constraintcomponent".lower()


def test_the_good_plan_quotes_its_document() -> None:
    text = (FOLDER / "source.txt").read_bytes().decode("utf-8")
    graph = good("ok.ttl")
    selectors = [
        list(graph.objects(passage, OA.hasSelector))
        for passage in graph.subjects(RDF.type, CHIIKI.Passage)
    ]
    assert len(selectors) > 90
    for pair in selectors:
        (start,), (end,), (exact,) = (
            [value for selector in pair for value in graph.objects(selector, term)]
            for term in (OA.start, OA.end, OA.exact)
        )
        assert text[int(str(start)) : int(str(end))] == str(exact)

"""The index of the real plan, and indexes of things made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.dataset import Dataset
from kg.search import SearchIndex
from kg.search.index import FILE
from kg.search.making import make_index

CHIIKI = "https://w3id.org/chiiki/ontology#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

MakeIndex = Callable[[Mapping[str, list[str]]], SearchIndex]


@pytest.fixture(scope="session")
def index(dataset: Dataset) -> SearchIndex:
    """Return the index of the real plan."""
    return SearchIndex.open(str(dataset.version))


@pytest.fixture
def make(tmp_path: Path) -> MakeIndex:
    """Return a function that makes an index of things: for each its label and its aliases."""

    def made(things: Mapping[str, list[str]]) -> SearchIndex:
        folder = tmp_path / f"made-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        lines = []
        for name, (label, *aliases) in things.items():
            iri = f"<https://example.org/id/{name}>"
            lines.append(f"{iri} <{_TYPE}> <{CHIIKI}Asset> <https://example.org/g> .\n")
            lines.append(f"{iri} <{_LABEL}> {json.dumps(label)}@ja <https://example.org/g> .\n")
            lines += [
                f"{iri} <{_ALIAS}> {json.dumps(alias)}@ja <https://example.org/g> .\n"
                for alias in aliases
            ]
        plan, shared = folder / "plan.nq", folder / "shared.nq"
        plan.write_text("".join(sorted(lines)), encoding="utf-8")
        shared.write_text("", encoding="utf-8")
        make_index(folder / FILE, shared, {"made": plan})
        return SearchIndex.open(str(folder))

    return made


def found(index: SearchIndex, text: str) -> list[str]:
    """Return the last parts of the IRIs of what is found."""
    return [hit.iri.rpartition("/")[2] for hit in index.search(text)]

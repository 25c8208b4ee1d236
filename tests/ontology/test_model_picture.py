"""docs/model.svg shows the ontology as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from kg.graph.ontology import Ontology

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "draw-model"
PICTURE = ROOT / "docs" / "model.svg"


def test_the_picture_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_picture_names_every_term(ontology: Ontology) -> None:
    root = ElementTree.parse(PICTURE).getroot()  # noqa: S314 - our own file
    texts = [text for element in root.iter() for text in element.itertext()]
    shown = {word.strip("⁺▸◇⇄=∘→") for text in texts for word in text.replace(",", " ").split()}
    assert {term.name for term in ontology.terms.values()} - shown == set()


def test_the_picture_needs_nothing_from_elsewhere() -> None:
    text = PICTURE.read_text("utf-8")
    assert "href" not in text
    assert "<script" not in text

"""Two editions of a plan: what changed from one to the other, in every form.

===============  ================================================================
reading.py       the two editions, from the names that a person gives
model.py         a comparison; it writes itself in every form
grouping.py      changes by project, ready to be shown
html.py          as a page, by ``templates/``
rdf.py           as a graph: Turtle, JSON-LD, N-Triples
===============  ================================================================
"""

from __future__ import annotations

from kg.changelog.model import Comparison, compare

__all__ = ["Comparison", "compare"]

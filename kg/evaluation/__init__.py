"""How well found mentions agree with a gold table, one that a person has read from the document.

===========  ===================================================================
rows.py      a mention as the gold table has it, and as a dataset has it
kinds.py     which classes make up a kind (data in kinds.toml)
standing.py  where words stand in a document, line wraps and page breaks included
gold.py      reads a gold table and checks each row against the document
matching.py  pairs the rows of both sides one to one
scores.py    precision, recall and F1 of the pairs
report.py    the outcome as JSON, TSV and Markdown
===========  ===================================================================

Nothing here knows RDF or asks a dataset; ``docs/evaluation.md`` defines the measures.
"""

from kg.evaluation.gold import read_gold
from kg.evaluation.rows import FoundRow, GoldRow
from kg.evaluation.scores import Evaluation, Score, Scores, evaluate

__all__ = ["Evaluation", "FoundRow", "GoldRow", "Score", "Scores", "evaluate", "read_gold"]

"""Finding things by words, as Japanese is written: an index beside the store of a dataset.

============  =======================================================================
folding.py    writings of one text made alike, with a way back to its characters
folding.toml  the tables for that, each with its source
words.py      what a person typed, as words with all the writings that are looked for
ranking.toml  what is indexed of a thing, and what comes first
reading.py    the things of a file of quads with their texts and passages
making.py     the index, an SQLite file with FTS5
index.py      looking into it
hit.py        what was found
exporting.py  what the index holds, for who searches without SQLite
============  =======================================================================
"""

from kg.search.hit import Hit
from kg.search.index import SearchIndex

__all__ = ["Hit", "SearchIndex"]

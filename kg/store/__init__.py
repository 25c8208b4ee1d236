"""Where graphs live and are asked.

=============  ========================================================================
port.py        what every store can do
forms.py       queries of one form, asked of any store
embedded.py    an Oxigraph store on disk, read-only
parts.py       the plans of a dataset, each in a store of its own in memory
sparing.py     a store on disk that keeps little of what was read
remote.py      any SPARQL 1.1 endpoint
loading.py     sorted N-Quads into a new store
query_text.py  what can be told of a query without answering it
syntax.py      where a query is no SPARQL
versions.py    the folder of a built dataset, and which version of it answers
writer.py      one writer at a time, atomic change of versions
=============  ========================================================================
"""

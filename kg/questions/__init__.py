"""Canned queries: the catalogue, the binding of parameters, answers as typed rows.

============  ===================================================================
header.py     the metadata in the head of a query: parameters, columns, an example
json_text.py  reads the JSON of such heads without the module ``json``
catalogue.py  finds and reads ``queries/*.rq``
resolve.py    turns what a person typed (釧路港, ４－（１）, an IRI) into a term of the graph
older.py      finds what only editions have that are not the current ones
listing.py    lists the things that a parameter may take
nearest.py    names near to one that nothing bears
binding.py    writes the terms into the one line of a query that holds its parameters
answers.py    asks, and makes typed rows that know the passages behind them
long.py       asks for more rows than should be held: they stand on disk
formats.py    writes rows as CSV, TSV, JSON, Turtle or an Excel workbook
books.py      writes Excel workbooks, of answers that are held or that are too long for that
============  ===================================================================
"""

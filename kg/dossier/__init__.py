"""Dossiers: all that a plan says of one thing, on one page.

===============  ================================================================
dossiers.toml    which sections the dossier of a class has: data
recipes.py       reads it
model.py         a dossier: the thing and its sections, each the rows of a canned query
making.py        asks the queries
text.py          as sections for a terminal; ``tables.py`` lays out the columns
markdown.py      as Markdown
html.py          as a page, by the template ``page.html``
data.py          as JSON and as one long CSV table
numbers.py       numbers with the datatypes that the ontology declares
rdf.py           as Turtle and JSON-LD: the concise bounded description
===============  ================================================================
"""

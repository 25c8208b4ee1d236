"""The pages for people: server-rendered HTML, Japanese first, whole without scripts.

================  =================================================================
endpoint.py       from a request to a job; the language; problems as pages
jobs.py           the jobs of the pages
rendering.py      the templates, and the frame that every page has
words.py          what the pages say in their own words (``words.toml``)
choices.py        what is chosen for them: kinds, columns, groups (``pages.toml``)
shared.py         what every page knows of the dataset
asking.py         the pages' own queries (``queries/``)
quotes.py         words of a plan, and where they stand
tables.py         answers as tables whose cells lead to things and words
start.py          the start page
thing.py          the page of a thing
sources.py        what is known of a thing from elsewhere than the plan
listing.py        all things by kind
editions.py       from which edition a page tells, and what others there are
plan_editions.py  the editions that plans name
reading.py        the text of a plan, lit by what became of it
plan_texts.py     which text of a plan there is: its own, or what a graph quotes
texts.py          that text in pieces that are shown alike
changes.py        what changed between the editions of a plan
questions.py      the canned queries as forms, with their answers
receipt.py        receipts
searching.py      search
terms.py          the ontology and the vocabularies
places.py         the map
network.py        the network
tools.py          the SPARQL page, and about the data
================  =================================================================
"""

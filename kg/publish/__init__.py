"""A dataset as a folder of files that any host can serve: pages, data, dumps, tables.

=============  =======================================================================
publishing.py  the whole of it: from a dataset to a folder
parts.py       the parts of a site, one line for each
model.py       files, entries and parts
source.py      what a site is made from; the jobs of the web server make its pages
places.py      where a thing is shown: on its own page, or on that of another
things.py      pages and data of resources
wholes.py      ontology, vocabularies, description, dumps
searching.py   the index that scripts search in
tables.py      the answers to questions as CSV and Excel, with their dictionary
lasting.py     sitemap, robots.txt, SHA256SUMS
lines.py       the statements as lines of the dataset's files
choices.py     what is chosen (``publish.toml``)
working.py     several processes
staging.py     the site in the making, and its exchange for the old one
exchange.py    one folder in the place of another
manifest.py    ``site.json``
entries.py     the list of a site's files, on disk
validity.py    whether the dataset passed validation
checking.py    whether a published site is as it should be
check_….py     its links, its RDF
sites.py       a site to look at: a folder, or an address
=============  =======================================================================
"""

"""The catalogue of a published site: what harvesters, search engines and readers of feeds ask for.

===========  =========================================================================
facts.py     what is known: plans, areas, files
dcat.py      DCAT 3
crate.py     RO-Crate 1.2
feed.py      Atom
research.py  what the data was made with: sources, shapes, queries, reports
files.py     the parts of the site
===========  =========================================================================

Facts only: who publishes a site, when, and under which licence is not known unless a plan says so.
"""

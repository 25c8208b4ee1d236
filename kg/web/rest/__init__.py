"""The REST interface: canned questions, search, things, coverage.

=============  =====================================================================
shapes.py      the shapes of answers as types, from which their schemas are made
paging.py      cutting lists, and the links between their parts
queries.py     the canned questions: their list, their answers
searching.py   search and suggestions
things.py      dossiers
coverage.py    how much of the documents became data
jobs.py        the jobs
endpoints.py   the addresses
openapi.py     the description of it all, made from the same catalogue
docs.py        that description as a page
=============  =====================================================================

An answer is JSON unless another format is asked for. Lists have one shape (``shapes.Page``).
"""

"""How IRIs become addresses, and how addresses are written.

==========  =====================================================================
names.py    from an IRI to the address that it is served at, and back
pages.py    where the page of a thing is
ways.py     the two ways of writing the address of a page: served and published
files.py    the files that addresses become in a published site
==========  =====================================================================
"""
